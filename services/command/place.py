"""Which claimledger a command talks to: the one that runs here, or the one that the environment names."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from services.local import folder

ROOT = Path("data")
DEMO = ROOT / "demo"
FEEDS = ROOT / "feeds"

DataOption = Annotated[
    Path | None,
    typer.Option("--data", help="The data folder. Default: the claimledger that runs here, else data/feeds."),
]


@dataclass(frozen=True, slots=True)
class Place:
    """A data folder, and the Redis and database beside it. `demo`: the invented newsroom is read there."""

    data: Path
    redis_url: str | None
    demo: bool = False

    def settings(self) -> dict[str, object]:
        """Return what to hand to a settings class, leaving to the environment what it already says.

        The demo has everything in its folder, whatever the environment says.
        """
        if self.demo:
            return {"data_dir": self.data, "redis_url": self.redis_url, "database_url": None, "pages_url": None}
        given: dict[str, object] = {}
        if "CLAIMLEDGER_DATA_DIR" not in os.environ:
            given["data_dir"] = self.data
        if self.redis_url and "CLAIMLEDGER_REDIS_URL" not in os.environ:
            given["redis_url"] = self.redis_url
        return given


def find(data: Path | None) -> Place:
    """Return the place of `data`; without it, of the one claimledger that runs in this folder.

    Raises:
        typer.BadParameter: several run here, and `--data` must say which.
    """
    if data is None and (named := os.environ.get("CLAIMLEDGER_DATA_DIR")):
        data = Path(named)
    if data is not None:
        running = folder.who_runs(data)
        return _of(data, running)
    found = {place: running for place in (FEEDS, DEMO) if (running := folder.who_runs(place))}
    if len(found) > 1:
        raise typer.BadParameter(f"two run here; choose one: --data {FEEDS} or --data {DEMO}")
    for place, running in found.items():
        return _of(place, running)
    return Place(FEEDS if FEEDS.exists() or not DEMO.exists() else DEMO, None)


def _of(data: Path, running: folder.Running | None) -> Place:
    return Place(data, running.redis_url, running.demo) if running else Place(data, None)
