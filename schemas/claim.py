"""A claim: who says that how many of whom were killed, wounded, captured, released or are missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from .article import PublishedBasis
from .event import Payload, Record, Timestamp, canonical_json, derive_id

Measure = Literal["killed", "wounded", "casualties", "captured", "released", "held", "missing", "equipment"]
"""`casualties`: killed and wounded undivided, or "losses"; `captured`: also surrendered or taken hostage (a flow);
`held`: how many are in custody (a level); `equipment` is never part of a tally of people."""

Stance = Literal["assert", "deny", "concede"]
Qualifier = Literal["exact", "at_least", "more_than", "up_to", "fewer_than", "about", "range", "unspecified"]
CountBasis = Literal["stated", "counted", "implied", "none"]
SubjectKind = Literal["combatant", "civilian", "mixed", "unknown"]
CustodyKind = Literal["prisoner_of_war", "hostage", "civilian_detainee", "unknown"]
ItemState = Literal["destroyed", "damaged", "captured", "shot_down"]
PeriodPrecision = Literal["day", "days", "week", "month", "year", "open", "unknown"]
PeriodBasis = Literal["stated", "relative", "carried", "published", "none"]
Section = Literal["title", "body"]


class Count(Record):
    """How many, as written and as the words allow.

    `value` is the number as written (20 for "more than 20", null for "dozens"); `low` and `high` are the
    integers that the words allow (21 and null; "dozens": 24 and 99) by the table in schemas/README.md;
    null `high` is open, null `low` and `high` is "no figure". `text` is the wording, verbatim.
    `basis`: stated, counted ("the commander was killed": 1), implied, or none.
    """

    value: int | None = Field(ge=0)
    low: int | None = Field(ge=0)
    high: int | None = Field(ge=0)
    qualifier: Qualifier
    basis: CountBasis
    text: str

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")
        return self


class Actor(Record):
    """An actor as the text names it (`text`), and whom the registry takes it for.

    `actor_id` is a registered id, `unregistered:<slug>`, or null where a reader could not tell either:
    a wrong side is the worst error there is.
    """

    actor_id: str | None = Field(default=None, pattern=r"^(unregistered:)?[a-z0-9]+(-[a-z0-9]+)*$")
    name: str | None = None
    text: str


class Subject(Actor):
    """Who suffered it, in the claimant's characterisation."""

    kind: SubjectKind = "unknown"


class Claimant(Actor):
    """Who says so: the person or the body, resolved to the body spoken for. `relayed_via` names who relays it."""

    relayed_via: str | None = None


class Custody(Record):
    """Who holds (or held) the people of a captured, released or held claim, and as what."""

    custodian: Actor | None = None
    kind: CustodyKind = "unknown"


class Period(Record):
    """When it happened: whole days, both ends included.

    `basis`: stated ("on March 12"), relative ("on Friday"), carried (from a sentence before), published (only the
    article's date is known), none. `cumulative`: a running total over the period and not one incident.
    """

    start: date | None = None
    end: date | None = None
    precision: PeriodPrecision = "unknown"
    basis: PeriodBasis = "none"
    cumulative: bool = False

    @model_validator(mode="after")
    def _ends_in_order(self) -> Self:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"the period starts on {self.start} and ends before, on {self.end}")
        return self


class Place(Record):
    """Where, as the text names it."""

    text: str
    name: str | None = None


class Evidence(Record):
    """The sentence, verbatim; `start` and `end` are code-point offsets into the extracted text."""

    sentence: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    section: Section


class Context(Record):
    """A further span of the extracted text that the claim was read from."""

    role: Literal["subject", "claimant", "date", "place"]
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class ClaimArticle(Record):
    """The article that the claim was read in. All but the id may be null."""

    article_id: UUID
    url: str | None = None
    canonical_url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published_at: Timestamp | None = None
    published_basis: PublishedBasis = "none"
    fetched_at: Timestamp | None = None
    language: str | None = None
    page_sha256: str | None = None
    text_sha256: str | None = None
    synthetic: bool = False


class Extraction(Record):
    """How the claim was read. `confidence`: that the text was read right; it says nothing about truth."""

    confidence: float = Field(ge=0, le=1)
    name: str
    version: str
    model: str | None = None
    rule: str


class Claim(Record):
    """One claim as one article carries it.

    `part_of` points at the claim that this one is a part of ("including three children"), and is never added to it.
    `about_claim` points at the claim of the same article that a denial rejects. `private_person`: the evidence
    names a private person, so public surfaces mask it.
    """

    claim_id: UUID
    measure: Measure
    count: Count
    subject: Subject
    claimant: Claimant | None = None
    perpetrator: Actor | None = None
    custody: Custody | None = None
    stance: Stance = "assert"
    about_claim: UUID | None = None
    period: Period
    place: Place | None = None
    part_of: UUID | None = None
    item: str | None = None
    item_state: ItemState | None = None
    evidence: Evidence
    context: Annotated[tuple[Context, ...], Field(default=())]
    private_person: bool = False
    article: ClaimArticle
    extraction: Extraction

    @property
    def has_figure(self) -> bool:
        """Whether the claim carries a figure at all ("losses" does not)."""
        return self.count.low is not None or self.count.high is not None

    @property
    def counts_people(self) -> bool:
        """Whether the claim may enter a tally of people: a figure, about people, and not a denial."""
        return self.measure != "equipment" and self.stance != "deny" and self.has_figure


_IDENTITY = ("measure", "count", "subject", "claimant", "perpetrator", "stance", "period", "part_of")


def claim_id(article: UUID, content: dict[str, Any], ordinal: int) -> UUID:
    """Return the id of *what* is claimed in an article.

    `content` is the claim as JSON; only measure, count, subject, claimant, perpetrator, stance, period and part_of
    enter, so a better extractor that reads the same claim gives the same id. `ordinal` tells equal claims apart.
    """
    identity = {name: content.get(name) for name in _IDENTITY}
    return derive_id("claim", str(article), canonical_json(identity), str(ordinal))


def with_ids(drafts: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return `drafts` of one article with derived ids; `part_of` and `about_claim` are carried over.

    Drafts may carry any distinct ids; totals come to their ids before their parts do.

    Raises:
        ValueError: two drafts carry one id, or `part_of` runs in a circle or points outside the article.
    """
    by_key = {draft.claim_id: draft for draft in drafts}
    if len(by_key) < len(drafts):
        raise ValueError("two drafts carry one id")
    waiting = dict(by_key)
    final: dict[UUID, UUID] = {}
    seen: dict[str, int] = {}
    while waiting:
        ready = [key for key, draft in waiting.items() if draft.part_of is None or draft.part_of in final]
        if not ready:
            raise ValueError("part_of runs in a circle or points outside the article")
        for key in ready:
            draft = waiting.pop(key)
            parent = final[draft.part_of] if draft.part_of else None
            content = {**draft.model_dump(mode="json"), "part_of": str(parent) if parent else None}
            article = draft.article.article_id
            ordinal = seen.get(first := str(claim_id(article, content, 0)), 0)
            seen[first] = ordinal + 1
            final[key] = claim_id(article, content, ordinal)
    return tuple(
        draft.model_copy(
            update={
                "claim_id": final[key],
                "part_of": final[draft.part_of] if draft.part_of else None,
                "about_claim": final.get(draft.about_claim) if draft.about_claim else None,
            }
        )
        for key, draft in by_key.items()
    )


class ClaimRecorded(Payload, Claim):
    """A claim stands in the newest version of its article that was read.

    Emitted when the claim first appears, and again after it was withdrawn and came back.
    """

    TYPE: ClassVar[str] = "claimledger.claim.recorded.v1"

    @property
    def about(self) -> str:
        return str(self.claim_id)


class ClaimWithdrawn(Payload):
    """A claim no longer stands.

    `reason`: `corrected` (it is gone from the newer version of its article), `reextracted` (a better extractor reads
    the same version otherwise).
    """

    TYPE: ClassVar[str] = "claimledger.claim.withdrawn.v1"

    claim_id: UUID
    article_id: UUID
    revision: int = Field(ge=1)
    reason: Literal["corrected", "reextracted"]

    @property
    def about(self) -> str:
        return str(self.claim_id)
