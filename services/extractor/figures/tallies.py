"""The sum that a coder sets under a note: "3 fatalities." It repeats the dead told apart above it, and is no claim."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schemas.claim import Claim

_TALLY = re.compile(
    r"\W*(?:total(?: of)?:?\s)?[\w-]+\s(?:reported\s|total\s)?(?:fatalit(?:y|ies)"
    r"|deaths?)(?:\stotal)?\W*"
)


def without(claims: Sequence[Claim]) -> list[Claim]:
    """Return `claims` without a sum of deaths that stands alone and says no more than what was told one by one."""
    kept = [claim for claim in claims if not _is_tally(claim)]
    told = [claim.count.value for claim in kept if _is_death(claim)]
    if None in told:
        return list(claims)
    return [claim for claim in claims if claim in kept or claim.count.value != sum(filter(None, told))]


def _is_tally(claim: Claim) -> bool:
    return _is_death(claim) and bool(_TALLY.fullmatch(claim.evidence.sentence))


def _is_death(claim: Claim) -> bool:
    return claim.measure == "killed" and claim.part_of is None and claim.stance != "deny"
