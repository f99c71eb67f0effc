"""Everything in the newsroom is invented: nobody real is named, and who is named is registered as synthetic."""

from __future__ import annotations

import pytest

from services.newsroom import ACTORS
from services.newsroom.site import load_site
from services.registry import Registry
from services.registry_files import read_registry_file

SITE = load_site()
TEXTS = {
    **{story.slug: f"{story.title}\n{story.summary}\n{story.body}\n{story.corrected().body}" for story in SITE.stories},
    **{outlet.slug: outlet.model_dump_json() for outlet in SITE.outlets},
}


@pytest.fixture(scope="module")
def real() -> Registry:
    return Registry.load()


@pytest.fixture(scope="module")
def demo() -> Registry:
    return Registry.load([ACTORS])


def named(registry: Registry, text: str) -> list[str]:
    """Who is named in `text`; words for a body that every country has ("General Staff") name nobody."""
    return [mention.text for mention in registry.mentions(text) if mention.actor_id]


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_names_an_actor_of_a_real_conflict(real: Registry, name: str) -> None:
    assert named(real, TEXTS[name]) == []


def test_every_invented_actor_is_marked_as_such() -> None:
    file = read_registry_file(ACTORS)
    assert all(actor.synthetic and actor.id.startswith("demo-") and not actor.wikidata for actor in file.actors)
    assert all(conflict.synthetic and conflict.id.startswith("demo-") for conflict in file.conflicts)


def test_no_invented_actor_is_named_like_a_real_one(real: Registry) -> None:
    for actor in read_registry_file(ACTORS).actors:
        for name in (actor.name, *actor.aliases, *actor.demonyms, *actor.spokespeople):
            assert named(real, name) == [], name


@pytest.mark.parametrize(
    ("subject", "claimant", "perspective"),
    [
        ("demo-greywater-column", "demo-orvania-defence-ministry", "adversary"),
        ("demo-greywater-column", "demo-greywater-column", "own"),
        ("demo-calvoran-raiders", "demo-orvania-defence-ministry", "adversary"),
        ("demo-orvania-border-guard", "demo-greywater-column", "adversary"),
        ("demo-orvania-civilians", "demo-hallowmere-authorities", "own"),
        ("demo-calvora-civilians", "demo-tessen-mission", "third_party"),
        ("demo-calvora-armed-forces", "demo-lantern-relief", "third_party"),
        ("demo-orvania-armed-forces", "demo-calvora-general-staff", "adversary"),
        ("demo-orvania-civilians", None, "outlet"),
    ],
)
def test_who_stands_where_in_the_invented_war(
    demo: Registry, subject: str, claimant: str | None, perspective: str
) -> None:
    assert demo.perspective(subject, claimant, SITE.stories[0].published.date()) == perspective


def test_every_outlet_is_a_registered_actor(demo: Registry) -> None:
    for outlet in SITE.outlets:
        assert demo.actor(f"demo-{outlet.slug}").name == outlet.name
