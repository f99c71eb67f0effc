"""Score the extractors on the gold set: `make score`.

Prints the tables and writes them to SCORES.md and scores.json. `--errors` lists the errors of the development part
and writes nothing; `--folder` does that for a corpus that is kept elsewhere. There is no way to list those of the
sealed part.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from schemas.claim import Claim
from services.extractor.reading import Extractor, read_documents, rules_extractor

from .corpus import DEVELOPMENT, HERE, SEALED, GoldDocument, load
from .report import apart, errors, summary, tables
from .scoring import Comparison, compare

SCORES = HERE / "scores.json"
TABLES = HERE / "SCORES.md"
_EXPERIMENTAL = {"uk": "Ukrainian (experimental)", "ru": "Russian (experimental)"}
_METHOD = """\
Written by `make score`; CI compares. One greedy matching per document, strict on measure and count; an actor is right
by its registered id, or by a word of its name where the gold has no id; the interval is a bootstrap over documents.
The sealed part is the estimate of accuracy; the development part, on which rules were mended, is a regression baseline.
""".splitlines()
_LANGUAGES = {"en": "English", **_EXPERIMENTAL}


def main() -> None:
    """Print the scores, or the errors of an open corpus."""
    arguments = argparse.ArgumentParser(prog="make score", description=__doc__)
    arguments.add_argument("--errors", action="store_true", help="list the errors of the development part")
    arguments.add_argument("--folder", type=Path, default=DEVELOPMENT, help="an open corpus to score instead")
    arguments.add_argument("--grammar", action="store_true", help="read without the dependency parser")
    arguments.add_argument("--only", default="", help="only documents whose id has this in it")
    asked = arguments.parse_args()
    if not asked.errors and asked.folder == DEVELOPMENT:
        if asked.only or asked.grammar:
            arguments.error("--only and --grammar go with --errors or --folder")
        _score()
        return
    if asked.folder.resolve() == SEALED.resolve():
        sys.exit("the sealed part has no list of errors: nobody looks at it while working on an extractor")
    documents = [one for one in load(asked.folder) if asked.only in one.id]
    read = readings(documents, rules_extractor(parser=not asked.grammar))
    compared = [comparison for comparison, _ in read]
    if asked.errors:
        print("\n".join(errors(compared)))
    print("\n".join(tables(compared)))


def readings(documents: Sequence[GoldDocument], extractor: Extractor) -> list[tuple[Comparison, Sequence[Claim]]]:
    """Return each document's comparison with what `extractor` reads in it, and the reading."""
    read = read_documents([one.document for one in documents], extractor)
    return [(compare(one, claims.claims), claims.claims) for one, claims in zip(documents, read, strict=True)]


def scores() -> tuple[dict[str, dict[str, float]], str]:
    """Return the figures that CI holds the extractors to, and the page of tables."""
    figures: dict[str, dict[str, float]] = {}
    lines = list(_heading())
    extractors = {"rules": rules_extractor(), "rules without parser": rules_extractor(parser=False)}
    for part, folder in (("sealed", SEALED), ("development", DEVELOPMENT)):
        documents = load(folder)
        for name, extractor in extractors.items():
            for language, spelled in _LANGUAGES.items():
                chosen = [one for one in documents if one.language == language]
                if not chosen or (language in _EXPERIMENTAL and name != "rules"):
                    continue
                read = readings(chosen, extractor)
                compared = [comparison for comparison, _ in read]
                figures[f"{part}, {name}, {language}"] = summary(compared)
                lines += [f"## {spelled}, {part} part, `{name}`: {len(chosen)} documents", "", *tables(compared), ""]
                lines += ["| apart | P | R | F1 | claims |", "|---|---|---|---|---|", *apart(read), ""]
    return figures, "\n".join(lines).rstrip() + "\n"


def _heading() -> Iterator[str]:
    yield "# Scores"
    yield ""
    yield from _METHOD
    yield ""


def _score() -> None:
    figures, page = scores()
    before = json.loads(SCORES.read_text(encoding="utf-8")) if SCORES.exists() else {}
    SCORES.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    TABLES.write_text(page, encoding="utf-8")
    print(page)
    for part, now in figures.items():
        for name, value in now.items():
            was = before.get(part, {}).get(name)
            change = f" ({value - was:+.3f})" if was is not None and was != value else ""
            print(f"{part}: F1 of {name}: {value:.3f}{change}")


if __name__ == "__main__":
    main()
