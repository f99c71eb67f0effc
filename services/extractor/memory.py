"""What was last published of an article, and what a new reading of it changes.

Pure. The memory lives in Redis under `{claimledger}:article:<id>` and is written in the step that publishes, so that
withdrawals are right with many replicas; it can be built again from the archive.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from schemas.claim import Claim

MEMORY_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Memory:
    """The newest version of an article that was read. `cause` is the id of the event that brought it."""

    revision: int
    cause: str
    text_sha256: str
    page_sha256: str
    extractor: str
    claims: frozenset[UUID]

    def fields(self) -> dict[str, str]:
        """Return the memory as the fields of a Redis hash."""
        return {
            "version": MEMORY_VERSION,
            "revision": str(self.revision),
            "cause": self.cause,
            "text_sha256": self.text_sha256,
            "page_sha256": self.page_sha256,
            "extractor": self.extractor,
            "claims": json.dumps(sorted(str(claim) for claim in self.claims)),
        }

    @classmethod
    def from_fields(cls, fields: Mapping[str, str]) -> Memory | None:
        """Read the memory back; None where there is none yet."""
        if not fields:
            return None
        return cls(
            revision=int(fields["revision"]),
            cause=fields["cause"],
            text_sha256=fields["text_sha256"],
            page_sha256=fields["page_sha256"],
            extractor=fields["extractor"],
            claims=frozenset(UUID(claim) for claim in json.loads(fields["claims"])),
        )


Standing = Literal["new", "again", "superseded"]


def standing(memory: Memory | None, revision: int, cause: str) -> Standing:
    """Return whether a fetched version is `new`, the one last read come `again`, or `superseded` by a newer one."""
    if memory is None or revision > memory.revision:
        return "new"
    return "again" if cause == memory.cause else "superseded"


@dataclass(frozen=True, slots=True)
class Change:
    """What a reading changes: claims to record, ids to withdraw, and why those no longer stand."""

    recorded: tuple[Claim, ...]
    withdrawn: tuple[UUID, ...]
    reason: Literal["corrected", "reextracted"]


def change(memory: Memory | None, claims: Sequence[Claim], page_sha256: str) -> Change:
    """Return the difference between what stands and what was read now."""
    before = memory.claims if memory else frozenset()
    now = {claim.claim_id for claim in claims}
    return Change(
        recorded=tuple(claim for claim in claims if claim.claim_id not in before),
        withdrawn=tuple(sorted(before - now)),
        reason="reextracted" if memory and memory.page_sha256 == page_sha256 else "corrected",
    )
