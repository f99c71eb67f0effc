"""The demo newsroom through all four real processes to HTTP; and again, with each of them killed on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schemas.claim import ClaimRecorded
from services import newsroom
from services.newsroom.site import load_site
from tests.e2e.pipeline import SERVICES, Pipeline, free_port
from tests.waiting import eventually

STORIES = len(load_site().stories)
CORRECTED = len(load_site().correctable_paths)

pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("e2e")]


def pipeline(folder: Path, port: int) -> Pipeline:
    return Pipeline(folder, newsroom.feeds_toml(f"http://127.0.0.1:{port}"), (newsroom.ACTORS,))


async def run_to_the_end(running: Pipeline, site: newsroom.Newsroom, *, killing: bool) -> str:
    """Read every story, then every correction, killing each service in turn where asked; return the ledger's word."""
    if killing:
        # While the first stories are on their way: wherever each service is, it must be able to go on from there.
        for number, name in enumerate(SERVICES, start=1):
            await running.appended_at_least("articles", number)
            await running.kill(name)
            await running.start(name)
    await running.versions_read(STORIES)
    site.publish_corrections()
    if killing:
        await running.kill("extractor")
        await running.appended_at_least("articles", STORIES + 1)
        await running.kill("fetcher")
        await running.kill("projector")
        for name in ("extractor", "fetcher", "projector"):
            await running.start(name)
    await running.versions_read(STORIES + CORRECTED)
    return running.export()


async def test_killing_every_service_on_the_way_changes_not_a_byte_of_the_ledger(tmp_path: Path) -> None:
    # One address for both runs: an article's id follows from it.
    port = free_port()
    said = []
    for killing in (False, True):
        folder = tmp_path / ("killed" if killing else "undisturbed")
        folder.mkdir()
        site = newsroom.Newsroom()
        await site.start("127.0.0.1", port)
        async with pipeline(folder, port) as running:
            said.append(await run_to_the_end(running, site, killing=killing))
            status = await running.get("/status")
            assert (status["dead_letters"], status["parked"]) == (0, 0)
            if not killing:
                await the_ledger_is_open_to_readers(running)
        await site.stop()
    assert said[0]
    assert said[1] == said[0]


async def the_ledger_is_open_to_readers(running: Pipeline) -> None:
    """What a reader finds at the end: tallies, the evidence under them, and word that all of it is invented."""
    status = await running.get("/status")
    assert (status["overall"], status["reasons"], status["synthetic"]) == ("ok", [], True)
    listed = (await running.get("/v1/actors"))["actors"]
    assert listed, "no actor has a tally"
    tallies = await running.get(f"/v1/actors/{listed[0]['actor_id']}/tallies")
    assert tallies["freshness"]["synthetic"]
    claim = await running.get(f"/v1/claims/{tallies['rows'][0]['claim_ids'][0]}")
    assert claim["claim"]["count"]["text"] in claim["claim"]["evidence"]["sentence"]
    assert "invented" in (await running.http.get("/")).text


async def test_operators_can_look_rebuild_and_erase_while_it_runs(tmp_path: Path) -> None:
    site = newsroom.Newsroom()
    await site.start("127.0.0.1", 0)
    feeds = newsroom.feeds_toml(site.base_url)
    async with Pipeline(tmp_path, feeds, (newsroom.ACTORS,)) as running:
        await running.versions_read(STORIES)
        assert "up to date" in await running.run("doctor")
        assert "demo-" in await running.run("tally")
        actor = (await running.get("/v1/actors"))["actors"][0]["actor_id"]
        assert "invented newsroom" in await running.run("tally", actor)
        events = [
            json.loads(line)
            for line in (await running.run("claims", "tail", "--from-start", "--json", "--limit", "5")).splitlines()
        ]
        assert [event["type"].split(".")[1] for event in events] == ["claim"] * 5
        assert "borderlands-wire" in await running.run("feeds", "list")
        assert "no dead letters" in await running.run("dead", "list")

        before = running.export()
        assert "Generation 2 is live" in await running.run("rebuild")
        assert running.export() == before

        claim = ClaimRecorded.model_validate(json.loads(events[0]["payload"]))
        assert claim.evidence.sentence in running.export()
        article = str(claim.article.article_id)
        said = await running.run("erase", article, "--why", "a reader asked for it")
        assert "1 article" in said
        await eventually(lambda: claim.evidence.sentence not in running.export(), within=30)
        after = await running.get(f"/v1/claims/{claim.claim_id}")
        assert claim.evidence.sentence not in json.dumps(after, ensure_ascii=False)
        # A later visit must not bring back what was erased.
        await running.appended_at_least("feeds", 2 * len(load_site().outlets) + await running.appended("feeds"))
        assert claim.evidence.sentence not in running.export()
        assert "Generation 3 is live" in await running.run("rebuild")
        assert claim.evidence.sentence not in running.export()
    await site.stop()
