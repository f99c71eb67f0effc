"""Neither side is read differently, and no verb of saying makes a claim another one: over every invented phenomenon.

The invented world is made symmetric first: each actor of one side gets its like on the other. What is rightly read
differently is marked in phenomena.yaml, with `asymmetric: why` (the sides) or `framed: why` (the verb).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas.claim import Claim
from schemas.document import Document
from services.extractor.figures.parser import Parser
from services.extractor.reading import read_documents
from services.extractor.rules import RulesExtractor
from services.registry import Registry

PUBLISHED = date(2026, 10, 15)
HERE = Path(__file__).parent
PHENOMENA: list[dict[str, Any]] = yaml.safe_load((HERE / "phenomena.yaml").read_text(encoding="utf-8"))
ACTORS: dict[str, Any] = yaml.safe_load((HERE / "actors.yaml").read_text(encoding="utf-8"))

OPPOSITES = (
    ("Norland", "Sudmark"),
    ("Norlandic", "Sudmarkian"),
    ("Norlander", "Sudmarker"),
    ("Norlanders", "Sudmarkers"),
    ("River Front", "Coast Union"),
    ("RFN", "CUN"),
    ("Osk", "Urd"),
    ("Hill Guard", "Dale Watch"),
    ("Varn", "Gorl"),
    ("Ilo Senn", "Udo Merk"),
    ("Senn", "Merk"),
    ("Ada Brakk", "Eda Stolk"),
    ("Brakk", "Stolk"),
    ("XN", "XS"),
)
"""What is written of the one side and of the other: country, demonym, people, groups, their bodies and speakers."""

_OPPOSITE = {
    one: other
    for pair in OPPOSITES
    for names in (pair, tuple(name.lower().replace(" ", "-") for name in pair))
    for one, other in (names, names[::-1])
}
_NAMES = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, _OPPOSITE), key=len, reverse=True)) + r")\b")
_SIDES = {"north": "south", "south": "north"}

SAYING = ("said", "claimed", "stated", "reported", "announced", "boasted", "insisted", "alleged")
_SAID = re.compile(rf"(?<!\bas )(?<!\d )\b(?:{'|'.join(SAYING)})\b(?=(?: on \w+day)?(?: that\b|\.(?:\s|$)))")
"""A verb of saying where each of them may stand: before "that", or at the end of a sentence."""


def exchanged(text: str) -> str:
    """Return `text` with the names of the two sides exchanged."""
    return _NAMES.sub(lambda match: _OPPOSITE[match[0]], text)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """The registry of the invented actors, and of their like on the other side."""
    actors = {actor["id"]: dict(actor) for actor in ACTORS["actors"]}
    for actor in json.loads(exchanged(json.dumps(ACTORS["actors"]))):
        known = actors.setdefault(actor["id"], actor)
        for field in ("aliases", "demonyms", "spokespeople"):
            if names := [*known.get(field, ()), *actor.get(field, ())]:
                known[field] = sorted(set(names))
    conflicts = ACTORS["conflicts"]
    for conflict in conflicts:
        parties = {party["actor"]: party["side"] for party in conflict["parties"]}
        parties |= {exchanged(actor): _SIDES[side] for actor, side in parties.items()}
        conflict["parties"] = [{"actor": actor, "side": side} for actor, side in parties.items()]
    path = tmp_path_factory.mktemp("registry") / "actors.yaml"
    path.write_text(yaml.safe_dump({"actors": list(actors.values()), "conflicts": conflicts}), encoding="utf-8")
    return Registry.load([path])


@pytest.fixture(scope="module", params=["grammar alone", "with the parser"])
def extractor(request: pytest.FixtureRequest, world: Registry) -> RulesExtractor:
    """The rules in a world where each side has what the other has."""
    return RulesExtractor(world, Parser.load() if request.param == "with the parser" else None)


def told(texts: Sequence[str], extractor: RulesExtractor) -> list[list[dict[str, Any]]]:
    """Return what the claims of each text say: everything but ids, offsets and the article."""
    documents = [Document(id=str(number), text=text, published=PUBLISHED) for number, text in enumerate(texts)]
    return [
        _contents(reading.claims, text)
        for reading, text in zip(read_documents(documents, extractor), texts, strict=True)
    ]


def _contents(claims: Sequence[Claim], text: str) -> list[dict[str, Any]]:
    position = {claim.claim_id: number for number, claim in enumerate(claims)}
    found = []
    for claim in claims:
        content = claim.model_dump(mode="json", exclude={"claim_id", "article", "evidence", "context"})
        content["part_of"] = position[claim.part_of] if claim.part_of else None
        content["about_claim"] = position[claim.about_claim] if claim.about_claim else None
        content["sentence"] = claim.evidence.sentence
        content["context"] = [[span.role, text[span.start : span.end]] for span in claim.context]
        found.append(content)
    return found


def test_each_invented_actor_of_one_side_has_a_like_on_the_other() -> None:
    parties = {party["actor"] for conflict in ACTORS["conflicts"] for party in conflict["parties"]}
    of_a_side = [one for one in ACTORS["actors"] if one.get("country") or one.get("parent") or one["id"] in parties]
    unmatched = [one["id"] for one in of_a_side if exchanged(one["id"]) == one["id"]]
    assert not unmatched, f"add the names of {unmatched} to OPPOSITES"


def test_exchanging_the_two_sides_exchanges_them_in_the_claims_and_changes_nothing_else(
    extractor: RulesExtractor,
) -> None:
    chosen = [one for one in PHENOMENA if "asymmetric" not in one and exchanged(one["text"]) != one["text"]]
    ours = told([one["text"] for one in chosen], extractor)
    theirs = told([exchanged(one["text"]) for one in chosen], extractor)
    different = {
        one["name"]: (theirs[number], expected)
        for number, one in enumerate(chosen)
        if theirs[number] != (expected := json.loads(exchanged(json.dumps(ours[number]))))
    }
    assert not different


@pytest.mark.parametrize("verb", SAYING)
def test_another_verb_of_saying_changes_nothing_in_the_claims(verb: str, extractor: RulesExtractor) -> None:
    chosen = [one for one in PHENOMENA if "framed" not in one and _SAID.search(one["text"])]
    ours = told([one["text"] for one in chosen], extractor)
    theirs = told([_SAID.sub(verb, one["text"]) for one in chosen], extractor)
    different = {
        one["name"]: (theirs[number], ours[number])
        for number, one in enumerate(chosen)
        if _without_words(theirs[number]) != _without_words(ours[number])
    }
    assert not different


def _without_words(claims: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in claim.items() if name != "sentence"} for claim in claims]
