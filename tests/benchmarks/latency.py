"""Seconds from "published in the feed" to "visible in /v1": four real processes, feeds asked every second."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from services import newsroom
from services.newsroom.site import load_site
from tests.e2e.pipeline import Pipeline
from tests.waiting import eventually


async def measure() -> tuple[float, float]:
    """Return the seconds until the whole newsroom was visible, and those until its correction was."""
    site = newsroom.Newsroom()
    await site.start("127.0.0.1", 0)
    feeds = newsroom.feeds_toml(site.base_url).replace('interval = "10s"', 'interval = "1s"')
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        async with Pipeline(Path(folder), feeds, (newsroom.ACTORS,)) as running:
            stories, corrections = len(load_site().stories), len(load_site().correctable_paths)
            await running.versions_read(stories)
            all_visible = time.perf_counter() - started
            before = await withdrawn(running)
            published = time.perf_counter()
            site.publish_corrections()

            async def visible() -> bool:
                return await withdrawn(running) > before

            await eventually(visible, within=60, every=0.02)
            seen = time.perf_counter() - published
            await running.versions_read(stories + corrections)
    await site.stop()
    return all_visible, seen


async def withdrawn(running: Pipeline) -> int:
    """Return how many claims the API shows as withdrawn."""
    answer = await running.get("/v1/claims", standing="false", limit="500")
    return len(answer["claims"])


def main() -> None:
    all_visible, seen = asyncio.run(measure())
    print("| from feed to /v1 | seconds |")
    print("|---|---:|")
    print(f"| a correction, published and visible (feeds asked every second) | {seen:.1f} |")
    print(f"| everything started, all {len(load_site().stories)} stories of the newsroom visible | {all_visible:.1f} |")


if __name__ == "__main__":
    main()
