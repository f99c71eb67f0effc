"""Take people out of a payload and leave what the ledger needs: ids, figures, and a hash of what was taken out.

Pure, and the same wherever it is applied: to an archived event, to a row of a read model, now or in a rebuild.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from schemas.article import ArticleExtracted, ArticleExtractionFailed, ArticleFetched
from schemas.claim import ClaimRecorded, ClaimWithdrawn
from schemas.event import canonical_json
from schemas.feed import PageVisited
from schemas.ruling import ArticleErased, ClaimErased
from schemas.streams import PAYLOADS

Payload = dict[str, Any]

ERASED = "erased"
"""The key of a redacted payload under which the hash of what was taken out stands."""

_UNREGISTERED = "unregistered:"


def is_erased(payload: Payload) -> bool:
    """Return whether something was taken out of the payload."""
    return ERASED in payload


def redact(event_type: str, payload: Payload) -> Payload:
    """Return the payload of an event of `event_type` without sentences, titles, addresses and names.

    One hash over everything that was taken out stands for it: a hash of a name alone could be guessed. A payload that
    was redacted before, or has nothing to take out, is returned as it is. Of a payload that we cannot read nothing but
    the hash is left, because nobody knows where its names are.
    """
    if is_erased(payload):
        return payload
    redacted = _REDACTIONS[event_type](payload) if _is_readable(event_type, payload) else {}
    taken_out = _difference(payload, redacted)
    if not taken_out:
        return payload
    return {**redacted, ERASED: _sha256(taken_out)}


def _sha256(taken_out: Payload) -> str:
    # A malformed entry may hold half a surrogate pair, which is no UTF-8.
    return hashlib.sha256(canonical_json(taken_out).encode("utf-8", "surrogatepass")).hexdigest()


def _is_readable(event_type: str, payload: Payload) -> bool:
    try:
        PAYLOADS[event_type].model_validate(payload)
    except (KeyError, ValidationError):
        return False
    return True


def _difference(before: Payload, after: Payload) -> Payload:
    """Return what `before` says and `after` does not say any more."""
    gone: Payload = {}
    for name, value in before.items():
        if isinstance(value, dict) and isinstance(left := after.get(name), dict):
            if inside := _difference(value, left):
                gone[name] = inside
        elif name not in after or after[name] != value:
            gone[name] = value
    return gone


def _claim(payload: Payload) -> Payload:
    private = bool(payload.get("private_person"))
    redacted = {
        **payload,
        **{role: _nameless(payload.get(role), private) for role in ("subject", "claimant", "perpetrator")},
        "article": _without_address(payload["article"]),
        "evidence": {**payload["evidence"], "sentence": ""},
    }
    if custody := payload.get("custody"):
        redacted["custody"] = {**custody, "custodian": _nameless(custody.get("custodian"), private)}
    return redacted


def _nameless(actor: Payload | None, private: bool) -> Payload | None:
    """Return the actor without the wording, and in a claim about a private person without a name that is no public one.

    The name of a registered actor is the registry's. The id of an unregistered one is its name in other letters.
    """
    if actor is None:
        return None
    nameless = {**actor, "text": ""}
    if "relayed_via" in actor:
        nameless["relayed_via"] = None
    actor_id = actor.get("actor_id")
    if private and (actor_id is None or actor_id.startswith(_UNREGISTERED)):
        return {**nameless, "actor_id": None, "name": None}
    return nameless


def _without_address(payload: Payload) -> Payload:
    return {**payload, **{name: None for name in ("title", "url", "canonical_url") if name in payload}}


def _visit(payload: Payload) -> Payload:
    return {**payload, "url": "", "error": None}


def _failure(payload: Payload) -> Payload:
    return {**_without_address(payload), "detail": ""}


def _nothing_to_remove(payload: Payload) -> Payload:
    return payload


_REDACTIONS: dict[str, Callable[[Payload], Payload]] = {
    ArticleFetched.TYPE: _without_address,
    ArticleExtracted.TYPE: _without_address,
    ArticleExtractionFailed.TYPE: _failure,
    ClaimRecorded.TYPE: _claim,
    ClaimWithdrawn.TYPE: _nothing_to_remove,
    PageVisited.TYPE: _visit,
    ArticleErased.TYPE: _nothing_to_remove,
    ClaimErased.TYPE: _nothing_to_remove,
}
