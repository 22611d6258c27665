"""What runs side by side: one command each, from a folder of exports to figures in an empty place."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import agreement
from benchmarks.data import Exports

_HERE = Path(__file__).resolve().parent
_PEERS, _DATABASE_ALONE = _HERE / "peers", _HERE / "database_alone.toml"
ENFSTAT = str(Path(sys.executable).with_name("enfstat"))
AS_OF = "2024-06-30"
OURS, ONE_ROW = "enfstat", "limit: enfstat over one row"

Command = Callable[[Exports, Path], list[str]]
Reading = Callable[[Path], agreement.Values]


@dataclass(frozen=True)
class Contender:
    """A name, the command that works in a place, and how the figures are read from there; None: a limit, no figures."""

    name: str
    command: Command
    figures: Reading | None = None


def _enfstat(exports: Exports, out: Path) -> list[str]:
    return [ENFSTAT, "run", "--raw", str(exports.folder), "--warehouse", str(out), "--as-of", AS_OF]


def _database_alone(exports: Exports, out: Path) -> list[str]:
    return ["env", f"ENFSTAT_SETTINGS={_DATABASE_ALONE}", *_enfstat(exports, out)]


def _peer(script: str, *options: str) -> Command:
    return lambda exports, out: [sys.executable, str(_PEERS / script), str(exports.folder), str(out), *options]


def _limit(work: str) -> Command:
    return lambda exports, _: [sys.executable, "-m", "benchmarks.limits", work, str(exports.folder)]


OPENPYXL = Contender("pandas + openpyxl + pandera", _peer("pandas_pandera.py", "openpyxl"), agreement.of_peer)
CALAMINE = Contender("pandas + calamine + pandera", _peer("pandas_pandera.py", "calamine"), agreement.of_peer)
HAND_TUNED = Contender("hand-tuned fastexcel + polars", _peer("hand_tuned.py"), agreement.of_peer)
ENFSTAT_RUN = Contender(OURS, _enfstat, lambda out: agreement.of_enfstat(ENFSTAT, out))
DATABASE_ALONE = Contender(f"{OURS} without workbooks and pages", _database_alone, ENFSTAT_RUN.figures)
DECODE = Contender("limit: fastexcel decode", _limit("decode"))
LIMITS = (Contender("limit: inflate", _limit("inflate")), Contender("limit: inflate + expat", _limit("parse")), DECODE)
