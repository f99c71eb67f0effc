"""What a person may write into a registry file, and what each mistake is answered with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registry import Registry, RegistryError
from services.registry_files import expand, read_registry_file

Builder = Callable[..., Registry]

ORVANIA = "- {id: or-state, name: Orvania, kind: state, country: OR}"
CALVORA = "- {id: cal-state, name: Calvora, kind: state, country: CL}"


def actors(*entries: str) -> str:
    return "actors:\n" + "".join(f"  {entry}\n" for entry in entries)


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("Grey Column", ["Grey Column"]),
        ("{Orvanian,Orvania's} army", ["Orvanian army", "Orvania's army"]),
        ("{Anna ,}Berg", ["Anna Berg", "Berg"]),
        ("{a,b{c,d}}e", ["ae", "bce", "ae", "bde"]),
    ],
)
def test_braces_list_alternatives(pattern: str, names: list[str]) -> None:
    assert sorted(set(expand(pattern))) == sorted(set(names))


@given(st.text(max_size=20).filter(lambda text: "{" not in text and "}" not in text))
def test_a_pattern_without_braces_is_itself(text: str) -> None:
    assert expand(text) == [" ".join(text.split())]


@pytest.mark.parametrize(
    ("text", "wrong", "advice"),
    [
        ("actors: [", "is not valid YAML", "Correct that line"),
        ("- a\n- b", "must hold lists", "`actors`"),
        ("actor: []", "unknown field `actor`", "did you mean `actors`?"),
        ("actors: {id: x}", "`actors` must be a list", "`- id:`"),
        ("actors: [x]", "entry 1 of `actors`", "`id:`"),
        (actors("- {id: x, name: X, kind: state, alias: [Y]}"), "actor x: unknown field `alias`", "`aliases`?"),
        (actors("- {name: X, kind: state}"), "actor number 1 (without an id)", "`id`"),
        (actors("- {id: x, name: X, kind: tribe}"), "actor x: `kind`", "Correct these fields"),
        (actors("- {id: Bad Id, name: X, kind: state}"), "actor Bad Id: `id`", "Correct these fields"),
        (actors("- {id: x, name: X, kind: state, aliases: Y}"), "`aliases` must be a list", "quotes"),
        (actors("- {id: x, name: X, kind: state, aliases: [NO]}"), "`aliases` must be a list", "quotes"),
        (actors('- {id: x, name: X, kind: state, aliases: ["{a,b"]}'), "brace without its partner", "Close it"),
        (actors('- {id: x, name: X, kind: state, aliases: ["{a,}"]}'), "a name without a letter", "Write out"),
        (actors(ORVANIA, ORVANIA), "actor or-state: the id is taken", "another id"),
        (actors("- {id: x, name: X, kind: state, parent: y}"), "its parent y is not registered", "Register the parent"),
        (
            actors("- {id: x, name: X, kind: state, parent: y}", "- {id: y, name: Y, kind: state, parent: x}"),
            "circle: x → y → x",
            "Take one `parent` out",
        ),
        (
            actors(ORVANIA, "- {id: y, name: Y, kind: state, aliases: [orvania]}"),
            "'orvania' already belongs to or-state ('Orvania')",
            "`ambiguous`",
        ),
        (
            actors(ORVANIA) + "conflicts: [{id: war, name: War, parties: [{actor: or-state, sid: a}]}]",
            "conflict war, party or-state: unknown field `sid`",
            "`side`?",
        ),
        (
            actors(ORVANIA) + "conflicts: [{id: war, name: War, parties: [{actor: ghost, side: a}]}]",
            "conflict war: party ghost is not registered",
            "correct the id",
        ),
        (
            actors(ORVANIA) + "conflicts: [{id: war, name: War, parties: [{actor: or-state, side: a}]}]",
            "conflict war: a conflict needs two sides",
            "different `side`s",
        ),
        ("ambiguous: word", "`ambiguous` must be a list", "phrases"),
    ],
)
def test_a_mistake_is_answered_with_the_file_the_entry_and_what_to_do(
    registry_of: Builder, text: str, wrong: str, advice: str
) -> None:
    with pytest.raises(RegistryError) as refusal:
        registry_of(text)
    message = str(refusal.value)
    assert "actors-0.yaml" in message
    assert wrong in message
    assert advice in message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"absent\.yaml: cannot be read"):
        read_registry_file(tmp_path / "absent.yaml")


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes(b"actors: [\xe9]")
    with pytest.raises(RegistryError, match="is not UTF-8"):
        read_registry_file(tmp_path / "latin.yaml")


def test_a_name_listed_as_ambiguous_may_be_shared(registry_of: Builder) -> None:
    registry = registry_of(
        actors(ORVANIA, "- {id: y, name: Y, kind: state, aliases: [Orvania]}"), "ambiguous: [Orvania]"
    )
    (mention,) = registry.mentions("in Orvania")
    assert (mention.actor_id, mention.candidates) == (None, ("or-state", "y"))


def test_actors_that_follow_each_other_share_names_freely(registry_of: Builder) -> None:
    registry = registry_of(
        actors(
            "- {id: old, name: Old council, kind: government, aliases: [the Council], valid_to: 2024-12-08}",
            "- {id: new, name: New council, kind: government, aliases: [the Council], valid_from: 2024-12-09}",
        )
    )
    assert registry.mentions("the Council")[0].candidates == ("new", "old")


def test_files_may_refer_to_each_other(registry_of: Builder) -> None:
    registry = registry_of(
        "conflicts: [{id: war, name: War, parties: [{actor: or-state, side: a}, {actor: cal-state, side: b}]}]",
        actors(ORVANIA),
        actors(CALVORA),
    )
    assert registry.perspective("or-state", "cal-state", None) == "adversary"


def test_an_extra_file_joins_the_shipped_ones(tmp_path: Path) -> None:
    extra = tmp_path / "extra.yaml"
    extra.write_text(actors("- {id: or-scouts, name: Orvanian Scouts, kind: militia, parent: ua-armed-forces}"))
    registry = Registry.load([extra])
    assert registry.is_within("or-scouts", "ua-state")
    assert registry.actor("or-scouts").country == "UA"
