"""The shipped actors and conflicts, held to what the project promises of them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import combinations

import pytest

from schemas import Perspective
from services.registry import Registry

RAIDS = date(2024, 3, 16)


def test_a_dozen_conflicts_beyond_ukraine_have_two_sides(shipped: Registry) -> None:
    beyond = [conflict for conflict in shipped.conflicts.values() if conflict.id != "russia-ukraine"]
    assert len(beyond) >= 12
    assert all(len({party.side for party in conflict.parties}) >= 2 for conflict in shipped.conflicts.values())


def test_no_conflict_or_actor_ends_before_it_starts(shipped: Registry) -> None:
    spans = [(actor.id, actor.valid_from, actor.valid_to) for actor in shipped.actors.values()]
    for conflict in shipped.conflicts.values():
        spans.append((conflict.id, conflict.start, conflict.end))
        spans += [(f"{conflict.id}/{party.actor}", party.start, party.end) for party in conflict.parties]
    assert [name for name, start, end in spans if start and end and start > end] == []


def test_no_two_parties_are_friends_and_enemies_on_one_day(shipped: Registry) -> None:
    """Then a question without a conflict has an answer; split a conflict into pairs of enemies where this fails."""
    bounds = {(conflict.start, conflict.end) for conflict in shipped.conflicts.values()}
    bounds |= {(party.start, party.end) for conflict in shipped.conflicts.values() for party in conflict.parties}
    days = sorted({day for bound in bounds for day in bound if day and day >= date(2014, 1, 1)})
    contradictions = set()
    for day in days:
        own: set[tuple[str, str]] = set()
        adverse: set[tuple[str, str]] = set()
        for conflict in shipped.conflicts.values():
            if (conflict.start and conflict.start > day) or (conflict.end and conflict.end < day):
                continue
            standing = [
                party
                for party in conflict.parties
                if not (party.start and party.start > day) and not (party.end and party.end < day)
            ]
            for one, other in combinations(sorted(standing, key=lambda party: party.actor), 2):
                (own if one.side == other.side else adverse).add((one.actor, other.actor))
        contradictions |= {(pair, day) for pair in own & adverse}
    assert contradictions == set()


def test_parts_are_of_the_country_of_the_whole(shipped: Registry) -> None:
    for actor in shipped.actors.values():
        if actor.parent and (country := shipped.actor(actor.parent).country):
            assert actor.country == country, actor.id


def test_a_state_that_is_party_to_a_conflict_has_forces_and_civilians(shipped: Registry) -> None:
    parties = {party.actor for conflict in shipped.conflicts.values() for party in conflict.parties}
    for state in (shipped.actor(actor_id) for actor_id in parties if shipped.actor(actor_id).kind == "state"):
        assert state.country
        assert shipped.armed_forces(state.country), state.id
        assert shipped.civilians(state.country), state.id


def test_no_wikidata_id_stands_for_two_actors(shipped: Registry) -> None:
    used = Counter(actor.wikidata for actor in shipped.actors.values() if actor.wikidata)
    assert [entity for entity, times in used.items() if times > 1] == []


def test_no_real_actor_is_marked_as_invented(shipped: Registry) -> None:
    assert not any(actor.synthetic for actor in shipped.actors.values())


@pytest.mark.parametrize(
    ("text", "actor_id"),
    [
        ("the Russian Defense Ministry", "ru-mod"),
        ("Russia's Ministry of Defence", "ru-mod"),
        ("the Ministry of Defense of the Russian Federation", "ru-mod"),
        ("the Belgorod region's authorities", "ru-belgorod-authorities"),
        ("Vyacheslav Gladkov", "ru-belgorod-authorities"),
        ("the RDK", "ru-volunteer-corps"),
        ("Denis Kapustin", "ru-volunteer-corps"),
        ("the Free Russia Legion", "freedom-of-russia-legion"),
        ("Aleksey Baranovsky", "freedom-of-russia-legion"),
        ("Russian volunteer units", "anti-kremlin-militias"),
        ("a Ukrainian sabotage and reconnaissance group", "ua-formations"),
        ("Defence Intelligence of Ukraine", "ua-hur"),
        ("Andrii Yusov", "ua-hur"),
        ("Ukraine’s General Staff", "ua-general-staff"),
        ("Oleh Syniehubov", "ua-kharkiv-authorities"),
        ("the IDF", "il-armed-forces"),
        ("the Gaza Health Ministry", "gaza-health"),
        ("Gaza's Hamas-run health ministry", "gaza-health"),
        ("al Shabaab", "al-shabaab"),
        ("Hay’at Tahrir al-Sham", "hts"),
        ("the RSF", "rsf"),
        ("M23 rebels", "m23"),
        ("JNIM", "jnim"),
        ("the Ta’ang National Liberation Army", "mm-tnla"),
        ("the U.S. military", "us-armed-forces"),
        ("Britain's Ministry of Defence", "gb-mod"),
        ("the UN human rights office", "ohchr"),
        ("TASS", "tass"),
        ("Міноборони РФ", "ru-mod"),
    ],
)
def test_a_body_is_found_by_the_names_that_news_give_it(shipped: Registry, text: str, actor_id: str) -> None:
    assert [mention.actor_id for mention in shipped.mentions(f"On Friday {text} said.", RAIDS)] == [actor_id]


@pytest.mark.parametrize(
    ("subject", "claimant", "perspective"),
    [
        ("ru-armed-forces", "ru-volunteer-corps", "adversary"),
        ("ua-formations", "ru-mod", "adversary"),
        ("ua-formations", "ru-volunteer-corps", "own"),
        ("ru-volunteer-corps", "ua-hur", "own"),
        ("ru-civilians", "ru-belgorod-authorities", "own"),
        ("ru-armed-forces", "ua-general-staff", "adversary"),
        ("ru-armed-forces", "gb-mod", "third_party"),
        ("ua-civilians", "hrmmu", "third_party"),
        ("ps-civilians", "gaza-health", "own"),
        ("ps-civilians", "il-armed-forces", "adversary"),
        ("il-civilians", "us-state-department", "third_party"),
        ("rsf", "sd-armed-forces", "adversary"),
        # Nobody's civilians: neither side of a civil war speaks for them.
        ("sd-civilians", "sd-armed-forces", "unknown"),
    ],
)
def test_known_relations_on_a_day_of_the_raids(
    shipped: Registry, subject: str, claimant: str, perspective: Perspective
) -> None:
    assert shipped.perspective(subject, claimant, RAIDS) == perspective


def test_a_country_is_represented_by_its_present_forces_or_those_of_a_date(shipped: Registry) -> None:
    assert shipped.armed_forces("RU") == "ru-armed-forces"
    assert shipped.civilians("UA") == "ua-civilians"
    assert shipped.police("IL") == "il-police"
    assert shipped.armed_forces("AF") == "af-taliban-forces"
    assert shipped.armed_forces("AF", date(2015, 1, 1)) == "af-andsf"
    assert shipped.police("AF") is None
    assert shipped.armed_forces("XX") is None


def test_kinship_is_read_both_ways(shipped: Registry) -> None:
    assert shipped.parents("ua-azov") == ("ua-national-guard", "ua-interior", "ua-state")
    assert "ru-volunteer-corps" in shipped.children("anti-kremlin-militias")
    assert shipped.is_within("ua-azov", "ua-state")
    assert not shipped.is_within("ua-state", "ua-azov")
    assert shipped.parents("unregistered:someone") == ()
    assert shipped.name("unregistered:some-unit") == "some unit"
