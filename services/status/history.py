"""The archive as lines of JSON, for consumers who need more than the stream still holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from schemas.claim import Claim, ClaimRecorded
from schemas.event import canonical_json, rfc3339
from services.archive import ArchivedEvent
from services.read_model import ReadModel

from .ledger import ARCHIVED

_BATCH = 500

Shown = Callable[[Claim], Claim]
"""What of a claim is shown to the one who asks."""


def history(read_model: ReadModel, after_seq: int, limit: int | None, shown: Shown) -> Iterator[str]:
    """Yield archived events after `after_seq` as JSON lines, and a last line that says where to go on.

    The last line is `{"end": {"complete", "next_after_seq", "join"}}`; without it the answer was cut off. When
    `complete`, `join` names for each stream the id after which to read it with XREAD: no event is missed, and one that
    was archived meanwhile may be seen twice. Otherwise ask again with `next_after_seq`.
    """
    # The positions come first: all that they have passed is archived, hence among the lines that follow.
    join = {stream.name: "0-0" for stream in ARCHIVED}
    join |= {name: f"{position.ms}-{position.n}" for name, position in read_model.positions().items()}
    seq, left, complete = after_seq, limit, False
    while not complete and left != 0:
        wanted = _BATCH if left is None else min(_BATCH, left)
        batch = read_model.events(seq, wanted)
        for event in batch:
            yield _line(event, shown)
            seq = event.seq
        complete = len(batch) < wanted
        left = None if left is None else left - len(batch)
    end = {"complete": complete, "next_after_seq": seq, "join": join if complete else None}
    yield canonical_json({"end": end}) + "\n"


def _line(event: ArchivedEvent, shown: Shown) -> str:
    return (
        canonical_json(
            {
                "seq": event.seq,
                "stream": event.stream,
                "stream_id": event.stream_id,
                "id": str(event.event_id),
                "type": event.type,
                "source": event.source,
                "subject": event.subject,
                "time": rfc3339(event.time),
                "sequence": event.sequence,
                "correlationid": event.correlation,
                "causationid": event.causation,
                "payload": _payload(event, shown),
            }
        )
        + "\n"
    )


def _payload(event: ArchivedEvent, shown: Shown) -> object:
    body = event.body
    if event.type != ClaimRecorded.TYPE or not body.get("private_person"):
        return body
    return shown(Claim.model_validate(body)).model_dump(mode="json")
