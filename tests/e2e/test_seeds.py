"""Five real articles, given by hand to a running pipeline: the tallies that a careful reader would sign.

The articles are not part of the project. The test runs where their folder lies beside the checkout, or where
CLAIMLEDGER_SEEDS names it; their sentences are never written here.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.pipeline import Pipeline

SEEDS = Path(os.environ.get("CLAIMLEDGER_SEEDS", Path(__file__).parents[3] / "shared" / "seeds"))
PUBLISHED = {
    "000": "2024-03-19",
    "001": "2024-03-17",
    "002": "2024-03-21",
    "003": "2023-05-29",
    "004": "2024-03-13",
}

ARTICLES = {path.name[:3]: path for path in SEEDS.glob("*.txt")}

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.xdist_group("e2e"),
    pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles are not on this machine"),
]

# What was read in the five articles by hand: actor, measure, claimant, low, high, disputed, conceded.
SIGNED = {
    ("ru-armed-forces", "captured", "anti-kremlin-militias", 25, 25),
    ("ru-armed-forces", "captured", "ru-volunteer-corps", 25, None),
    ("ru-armed-forces", "captured", "freedom-of-russia-legion", 37, 37),
    ("ru-armed-forces", "casualties", "freedom-of-russia-legion", 1500, None),
    ("ru-armed-forces", "killed", "freedom-of-russia-legion", 651, 651),
    ("ru-armed-forces", "wounded", "freedom-of-russia-legion", 980, 980),
    ("ru-volunteer-corps", "casualties", "ru-kremlin", 1500, 1500),
    ("ru-territorial-defence", "killed", "ru-belgorod-authorities", 1, 1),
    ("ru-civilians", "wounded", "ru-belgorod-authorities", 10, 10),
    ("ua-formations", "killed", "ru-mod", 70, 70),
    ("ua-formations", "killed", "ru-mod", 234, 234),
}
DISPUTED = {("ru-volunteer-corps", "casualties", 1500), ("ua-formations", "killed", 70)}


async def test_the_five_articles_end_in_tallies_that_a_careful_reader_would_sign(tmp_path: Path) -> None:
    async with Pipeline(tmp_path, "") as running:
        for number, day in PUBLISHED.items():
            await running.run("ingest", str(ARTICLES[number]), "--published", day)
        await running.versions_read(len(PUBLISHED))
        rows: list[tuple[str, dict[str, Any]]] = []
        for actor in (await running.get("/v1/actors"))["actors"]:
            tallies = await running.get(f"/v1/actors/{actor['actor_id']}/tallies")
            rows += [(actor["actor_id"], row) for row in tallies["rows"]]
        said = {
            (actor, row["measure"], (row["claimant"] or {}).get("actor_id"), row["low"], row["high"])
            for actor, row in rows
        }
        assert said == SIGNED
        assert {(actor, row["measure"], row["low"]) for actor, row in rows if row["disputed"]} == DISPUTED
