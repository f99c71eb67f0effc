from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from services.status.queries import ClaimQuery, TallyQuery


def test_days_are_called_from_and_to_in_the_address() -> None:
    query = TallyQuery.model_validate({"from": "2031-05-01", "to": "2031-05-02"})
    assert (query.start, query.end) == (date(2031, 5, 1), date(2031, 5, 2))


def test_fields_that_a_form_left_empty_restrict_nothing() -> None:
    assert ClaimQuery.model_validate({"measure": "", "actor": "", "from": ""}) == ClaimQuery()


@pytest.mark.parametrize(
    ("asked", "filtered"), [({}, True), ({"standing": "false"}, False), ({"standing": "any"}, None)]
)
def test_only_standing_claims_are_meant_unless_it_is_said_otherwise(
    asked: dict[str, str], filtered: bool | None
) -> None:
    assert ClaimQuery.model_validate(asked).filter.standing is filtered


@pytest.mark.parametrize(
    "asked",
    [
        {"messure": "killed"},
        {"measure": "beheaded"},
        {"actor": "no such\0id"},
        {"limit": 501},
        {"limit": 0},
        {"from": "2031-05-02", "to": "2031-05-01"},
        {"article": "7"},
    ],
)
def test_what_is_not_understood_is_refused_and_never_ignored(asked: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ClaimQuery.model_validate(asked)
