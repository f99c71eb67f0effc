"""Print the tables of README.md: `make bench`. Figures only; nothing here asserts a speed."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime

PARTS = ("extraction", "projection", "latency")


def main() -> None:
    """Run each part in a process of its own, so that no cache of one flatters another."""
    machine = f"{os.cpu_count()} cores ({_processor()}), Python {platform.python_version()}"
    print(f"Measured {datetime.now(UTC):%Y-%m-%d}: {machine}.")
    for part in PARTS:
        print()
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.{part}"], check=True)


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


if __name__ == "__main__":
    main()
