"""How a claimant stands to the subject: kin, allies, enemies, bystanders, and when nobody can tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Perspective
from services.registry import Registry

Builder = Callable[..., Registry]

INVENTED = """
actors:
  - {id: or-state, name: Orvania, kind: state, country: OR}
  - {id: or-army, name: Orvanian Army, kind: armed_forces, parent: or-state}
  - {id: or-mod, name: Orvanian Ministry, kind: ministry, parent: or-state}
  - {id: cal-state, name: Calvora, kind: state, country: CL}
  - {id: cal-civilians, name: Calvoran civilians, kind: civilians, parent: cal-state}
  - {id: column, name: Grey Column, kind: militia}
  - {id: helper, name: Helperland, kind: state}
  - {id: turncoats, name: Turncoats, kind: militia}
  - {id: bystander, name: Bystander, kind: state}
  - {id: mission, name: Mission, kind: international}
  - {id: wire, name: Wire, kind: outlet}
conflicts:
  - id: war
    name: War
    start: 2024-01-01
    parties:
      - {actor: or-state, side: orvania}
      - {actor: turncoats, side: orvania, end: 2024-06-30}
      - {actor: turncoats, side: calvora, start: 2024-07-01}
      - {actor: column, side: calvora}
      - {actor: cal-state, side: calvora}
  - id: hills
    name: Hills
    parties:
      - {actor: or-state, side: orvania}
      - {actor: helper, side: orvania}
      - {actor: bystander, side: hills}
"""
IN_THE_WAR = date(2024, 3, 1)


@pytest.mark.parametrize(
    ("subject", "claimant", "perspective"),
    [
        ("or-army", "or-army", "own"),
        ("or-army", "or-state", "own"),
        ("or-state", "or-army", "own"),
        ("or-army", "or-mod", "own"),
        ("cal-civilians", "column", "own"),
        ("or-army", "column", "adversary"),
        ("cal-civilians", "or-mod", "adversary"),
        ("cal-state", "helper", "third_party"),
        ("cal-state", "mission", "third_party"),
        ("mission", "or-mod", "unknown"),
        ("or-army", "wire", "outlet"),
        ("or-army", None, "outlet"),
        (None, "or-mod", "unknown"),
        ("unregistered:someone", "or-mod", "unknown"),
        ("or-army", "unregistered:someone", "unknown"),
        # Allies in the hills, strangers in the war: without the conflict nobody can tell.
        ("or-army", "helper", "unknown"),
    ],
)
def test_where_a_claimant_stands(
    registry_of: Builder, subject: str | None, claimant: str | None, perspective: Perspective
) -> None:
    assert registry_of(INVENTED).perspective(subject, claimant, IN_THE_WAR) == perspective


def test_a_named_conflict_settles_what_depends_on_it(registry_of: Builder) -> None:
    registry = registry_of(INVENTED)
    assert registry.perspective("or-army", "helper", IN_THE_WAR, "hills") == "own"
    assert registry.perspective("or-army", "helper", IN_THE_WAR, "war") == "third_party"


def test_an_actor_that_changes_sides_is_judged_by_the_date(registry_of: Builder) -> None:
    registry = registry_of(INVENTED)
    assert registry.perspective("turncoats", "cal-state", date(2024, 6, 30)) == "adversary"
    assert registry.perspective("turncoats", "cal-state", date(2024, 7, 1)) == "own"
    assert registry.perspective("turncoats", "cal-state", None) == "unknown"


def test_nobody_has_a_side_before_the_conflict(registry_of: Builder) -> None:
    registry = registry_of(INVENTED)
    assert registry.perspective("cal-state", "column", date(2023, 12, 31)) == "unknown"
    assert registry.adversaries("cal-state", date(2023, 12, 31)) == frozenset()


def test_adversaries_are_the_parties_of_the_other_sides(registry_of: Builder) -> None:
    registry = registry_of(INVENTED)
    assert registry.adversaries("cal-civilians", IN_THE_WAR) == {"or-state", "turncoats"}
    assert registry.adversaries("or-mod", IN_THE_WAR) == {"cal-state", "column", "bystander"}
    assert registry.adversaries("unregistered:someone", IN_THE_WAR) == frozenset()


@given(st.data())
def test_enmity_is_mutual(shipped: Registry, data: st.DataObject) -> None:
    anyone = st.sampled_from(sorted(shipped.actors))
    one, other = data.draw(anyone), data.draw(anyone)
    on = data.draw(st.none() | st.dates(date(2010, 1, 1), date(2026, 12, 31)))
    there, back = shipped.perspective(one, other, on), shipped.perspective(other, one, on)
    assert (there == "adversary") == (back == "adversary")


@given(st.data())
def test_everybody_is_own_to_themselves_and_to_no_adversary(shipped: Registry, data: st.DataObject) -> None:
    actor_id = data.draw(st.sampled_from(sorted(shipped.actors)))
    on = data.draw(st.dates(date(2010, 1, 1), date(2026, 12, 31)))
    assert shipped.perspective(actor_id, actor_id, on) == "own"
    assert all(shipped.perspective(other, actor_id, on) == "adversary" for other in shipped.adversaries(actor_id, on))
