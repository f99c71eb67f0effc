"""The dead letters: listed, put back where they came from, or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from redis.asyncio import Redis

from schemas.dead import EntryDied
from schemas.event import Event
from schemas.streams import DEAD, STREAMS
from services.messaging import Log, Outcome, Step, Write


class NoSuchLetter(LookupError):
    """No dead letter has this id."""


class NotRetryable(ValueError):
    """The entry is not an event that could be appended again; it can only be shown, or dropped."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One dead letter. `id` is its entry id on the stream of the dead."""

    id: str
    died: EntryDied

    @property
    def type(self) -> str:
        """What the entry said it was."""
        return self.died.fields.get("type", "no event")


class DeadLetters:
    """The stream of the dead, as operators see it."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._log = Log(redis)

    async def every(self) -> list[Letter]:
        """Return all letters, oldest first."""
        answer: Any = await self._redis.xrange(DEAD.key)
        return [_letter(entry_id, fields) for entry_id, fields in answer or ()]

    async def one(self, entry_id: str) -> Letter:
        """Return the letter `entry_id`.

        Raises:
            NoSuchLetter: there is none.
        """
        answer: Any = await self._redis.xrange(DEAD.key, min=entry_id, max=entry_id)
        if not answer:
            raise NoSuchLetter(f"There is no dead letter {entry_id}; `claimledger dead list` shows all.")
        return _letter(*answer[0])

    async def retry(self, entry_ids: Sequence[str] | None) -> int:
        """Append letters to their streams again, under the event ids that they had, and return how many.

        Appending and leaving the dead are one step; consumers that saw the event before know it by its id.

        Raises:
            NoSuchLetter, NotRetryable: and nothing of that letter has changed.
        """
        letters = [await self.one(entry_id) for entry_id in entry_ids] if entry_ids else await self.every()
        done = 0
        for letter in letters:
            stream = next((each for each in STREAMS if each.name == letter.died.stream), None)
            try:
                event = Event.from_fields(letter.died.fields)
            except (ValidationError, ValueError) as error:
                advice = "show it, mend its producer, drop it"
                raise NotRetryable(f"{letter.id} is not an event ({letter.died.reason}): {advice}.") from error
            if stream is None:
                raise NotRetryable(f"{letter.id} came from {letter.died.stream!r}, which is no stream of this version.")
            taken = await self._log.take(Step([(stream, event)], [Write("XDEL", DEAD.key, (letter.id,))]))
            done += taken is Outcome.DONE
        return done

    async def drop(self, entry_ids: Sequence[str]) -> int:
        """Remove letters for good and return how many there were."""
        return int(await self._redis.xdel(DEAD.key, *entry_ids))


def _letter(entry_id: str, fields: dict[str, str]) -> Letter:
    return Letter(entry_id, EntryDied.model_validate(Event.from_fields(fields).payload))
