"""The documents of the gold set and the claims that a careful reader takes from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from schemas.claim import ItemState, Measure, Stance, SubjectKind
from schemas.document import Document

HERE = Path(__file__).parent
DEVELOPMENT = HERE / "development"
SEALED = HERE / "sealed"


class _Annotated(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GoldCount(_Annotated):
    """A figure as written, and as the count table of schemas/README.md reads it."""

    text: str
    value: int | None = None
    low: int | None = None
    high: int | None = None


class GoldActor(_Annotated):
    """Whom the text names, and whom of the registry that leaves no doubt about; `text` null: nobody is named here."""

    actor_id: str | None = None
    text: str | None = None
    kind: SubjectKind = "unknown"
    relayed_via: str | None = None


class GoldPeriod(_Annotated):
    """Whole days, both ends included."""

    start: date | None = None
    end: date | None = None
    cumulative: bool = False


class GoldClaim(_Annotated):
    """A claim as annotated; `part_of` and `about_claim` are positions in the document's list."""

    measure: Measure
    count: GoldCount
    subject: GoldActor
    claimant: GoldActor | None = None
    perpetrator: GoldActor | None = None
    stance: Stance = "assert"
    period: GoldPeriod
    place: str | None = None
    part_of: int | None = None
    about_claim: int | None = None
    item: str | None = None
    item_state: ItemState | None = None
    phenomena: tuple[str, ...] = ()


class GoldDocument(BaseModel):
    """A text with its claims. `phenomena` of a document without claims says why a reader might find some."""

    model_config = ConfigDict(frozen=True, extra="ignore")  # a corpus kept elsewhere may carry notes of its own

    id: str
    style: str
    language: str
    published: date
    title: str | None = None
    text: str
    claims: tuple[GoldClaim, ...] = Field(repr=False)
    phenomena: tuple[str, ...] = ()

    @property
    def document(self) -> Document:
        """What an extractor is given."""
        return Document(id=self.id, text=self.text, title=self.title, published=self.published)


def load(folder: Path) -> list[GoldDocument]:
    """Return the documents of a folder by name.

    Raises:
        ValueError: a file is no gold document; the message names the file.
    """
    return list(_documents(folder))


def _documents(folder: Path) -> Iterator[GoldDocument]:
    for path in sorted(folder.glob("*.yaml")):
        try:
            yield GoldDocument(id=path.stem, **yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader))
        except (ValueError, TypeError, yaml.YAMLError) as error:
            raise ValueError(f"{path.name} is no gold document: {error}") from error
