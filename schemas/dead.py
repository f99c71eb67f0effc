"""An entry that a service could not handle, kept as it was."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from .event import Payload, Timestamp


class EntryDied(Payload):
    """An entry was given up and moved to the dead letters with everything needed to try it again.

    `fields` is the entry as it stood on `stream` under `entry_id`. `reason`: `malformed` (not an event we can read),
    `error` (the handler raised while it had the entry alone), `deadline`, `crashed` (the worker died with it alone).
    """

    TYPE: ClassVar[str] = "claimledger.entry.died.v1"

    service: str
    stream: str
    entry_id: str
    fields: dict[str, str]
    reason: Literal["malformed", "error", "deadline", "crashed"]
    error: str
    attempts: int = Field(ge=1)
    died_at: Timestamp

    @property
    def about(self) -> str:
        return f"{self.stream}/{self.entry_id}"
