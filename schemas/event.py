"""The envelope that every event travels in, and how it looks as a Redis stream entry.

An entry's fields are the CloudEvents 1.0 attributes plus `payload`, a JSON document, so that any
Redis client can read it. The field is not called `data`: a bare FastStream subscriber unwraps a
field of that name and loses its siblings.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Self
from uuid import UUID, uuid5

from pydantic import AwareDatetime, BaseModel, ConfigDict, PlainSerializer

NAMESPACE = UUID("6f1c2f0e-6c1a-5d0a-9a39-8e6f2d5b7c11")
"""The root of every id that claimledger derives. Changing it changes every id ever published."""

SPEC_VERSION = "1.0"
CONTENT_TYPE = "application/json"


def rfc3339(moment: datetime) -> str:
    """Return `moment` in UTC as RFC 3339 with a `Z`, to the microsecond when it has any."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


Timestamp = Annotated[AwareDatetime, PlainSerializer(rfc3339, return_type=str, when_used="json")]
"""An aware moment; UTC and RFC 3339 in JSON."""


class Record(BaseModel):
    """A frozen value of the contract. Unknown fields are ignored: consumers must read tolerantly."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Payload(Record):
    """What an event says. Subclasses are named in the past tense and carry their wire type."""

    TYPE: ClassVar[str]

    @property
    @abstractmethod
    def about(self) -> str:
        """The thing that the event is about, its CloudEvents `subject`: an article id, a claim id, a feed name."""


class Event(Record):
    """A payload with its CloudEvents attributes, ready to be appended to a stream.

    `sequence` is given by the appending step, so it is absent until the event has been appended.
    `causationid` is the id of the event that led to this one; `correlationid` is shared by
    everything that follows from one fetched page.
    """

    id: UUID
    source: str
    type: str
    subject: str
    time: Timestamp
    correlationid: str
    causationid: str | None = None
    sequence: int | None = None
    payload: dict[str, Any]

    @classmethod
    def of(
        cls,
        payload: Payload,
        *,
        source: str,
        time: datetime,
        caused_by: Event | None = None,
        distinguished_by: str = "",
    ) -> Self:
        """Return the event that states `payload`.

        The id is derived from type, subject and cause, so a repeat makes the same event;
        `distinguished_by` tells apart facts of one type about one subject without a cause.
        """
        cause = str(caused_by.id) if caused_by else ""
        event_id = derive_id(payload.TYPE, payload.about, cause, distinguished_by)
        return cls(
            id=event_id,
            source=source,
            type=payload.TYPE,
            subject=payload.about,
            time=time,
            correlationid=caused_by.correlationid if caused_by else str(event_id),
            causationid=cause or None,
            payload=payload.model_dump(mode="json"),
        )

    def fields(self) -> dict[str, str]:
        """Return the entry's fields, all strings; the appending step adds `sequence`."""
        return {
            "specversion": SPEC_VERSION,
            "id": str(self.id),
            "source": self.source,
            "type": self.type,
            "subject": self.subject,
            "time": rfc3339(self.time),
            "datacontenttype": CONTENT_TYPE,
            "dataschema": f"claimledger:schemas/json/{self.type}.json",
            "correlationid": self.correlationid,
            "causationid": self.causationid or "",
            "payload": canonical_json(self.payload),
        }

    @classmethod
    def from_fields(cls, fields: Mapping[str, str]) -> Self:
        """Read an entry back.

        Raises:
            ValueError: an attribute is missing or malformed, or `payload` is not a JSON object.
        """
        return cls.model_validate(
            {
                **{name: fields[name] for name in cls.model_fields if name in fields},
                "causationid": fields.get("causationid") or None,
                "payload": json.loads(fields.get("payload", "null")),
            }
        )


def derive_id(*parts: str) -> UUID:
    """Return the uuid5 of `parts`: the same parts always give the same id."""
    return uuid5(NAMESPACE, "\x1f".join(parts))


def canonical_json(value: Any) -> str:
    """Return `value` as JSON with sorted keys and no spare space, so that equal values are equal text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
