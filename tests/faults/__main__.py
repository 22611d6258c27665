"""The fault campaign in full (``make faults``): some minutes to an hour. Prints what happened."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.faults.campaign import (
    Campaign,
    campaign,
    corrupt_over_and_over,
    fill_over_and_over,
    kill_over_and_over,
    small_disk,
)


def main() -> None:
    """Run the campaign as asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--full", type=int, default=40, help="runs on a full disk")
    parser.add_argument("--corruptions", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the small disk must be taken away
    with (
        tempfile.TemporaryDirectory(prefix="enfstat-faults-") as folder,
        small_disk(Path(folder) / "full/warehouse") as is_small,
    ):
        fill = partial(fill_over_and_over, is_small_disk=is_small)
        _told(Path(folder) / "killed", asked.seed, kill_over_and_over, asked.kills)
        _told(Path(folder) / "full", asked.seed, fill, asked.full)
        _told(Path(folder) / "corrupted", asked.seed, corrupt_over_and_over, asked.corruptions)


def _told(folder: Path, seed: int, attack: Callable[[Campaign, int], None], times: int) -> None:
    if not times:
        return
    started = time.monotonic()
    under = campaign(folder, seed)
    try:
        attack(under, times)
    finally:
        seconds = time.monotonic() - started
        print(f"{folder.name}: {times} faults wanted, {seconds:.0f} s", dict(under.told), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
