"""How the build grows with the records: ``python -m benchmarks.growth WAREHOUSE COPIES`` is one build of so many.

Reading grows with what is new, building with all that there is. So the shard of one file is copied under other case
numbers, plates and parties until there are enough, which takes less time than to read them.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from benchmarks.contenders import AS_OF, ENFSTAT_RUN
from benchmarks.contest import Result, empty_place
from benchmarks.data import Exports
from benchmarks.measure import Cost, timed, timed_with_memory
from flows.building.inputs import Inputs
from flows.building.loading import literal
from flows.settings import Settings
from flows.steps.build import write_database
from flows.steps.inputs import gather
from flows.store.layout import Warehouse
from flows.store.manifests import latest
from flows.store.readings import READING_FILE, load_reading

COPIES = (1, 10, 100)
_OTHERS = """
    record_key || '-{number}' as record_key,
    case_no || '-{number}' as case_no,
    left(plate_no, 2) || upper(left(md5(plate_no || '-{number}'), 5)) as plate_no,
    left(party_id, 14) || right(md5(party_id || '-{number}'), 4) as party_id
"""


def growth(exports: Exports, tell: Callable[[str], None]) -> list[Result]:
    """Builds of once, ten and a hundred times the records of one file."""
    results = []
    with empty_place() as place:
        timed(ENFSTAT_RUN.command(exports, place))
        for copies in COPIES:
            _copy_shards(Warehouse(place), copies)
            command = [sys.executable, "-m", "benchmarks.growth", str(place), str(copies)]
            run, peak = timed_with_memory(command)
            results.append(Result(build_of(exports.rows * copies), Cost((run,), peak)))
            tell(f"{results[-1].name}: {run.wall_seconds:.1f} s")
    return results


def build_of(records: int) -> str:
    """What a build of so many records is called."""
    return f"build of {records:,} records"


def _copy_shards(warehouse: Warehouse, copies: int) -> None:
    original = warehouse.shard(latest(warehouse.manifests).entries[0].sha256)
    for number, sha256 in enumerate(_copied(copies)):
        shard = warehouse.shard(sha256)
        if not shard.exists():
            shutil.copytree(original, shard)
            others = f"{literal(sha256)} as file_sha256, {_OTHERS.format(number=number)}"
            cases = literal(str(original / "cases.parquet"))
            (shard / "cases.parquet").unlink()
            copied = literal(str(shard / "cases.parquet"))
            duckdb.execute(f"copy (select * replace ({others}) from {cases}) to {copied}")  # noqa: S608 (our own)


def _copied(copies: int) -> list[str]:
    """The names of the copies."""
    return [hashlib.sha256(str(number).encode()).hexdigest() for number in range(copies)]


def _inputs(warehouse: Warehouse, copies: int) -> Inputs:
    """The inputs of a build over the copies alone."""
    manifest = latest(warehouse.manifests)
    (entry,), (sighting,) = manifest.entries, manifest.sightings
    reading = load_reading(warehouse.shard(entry.sha256) / READING_FILE)
    named = {f"{sha256}.xlsx": sha256 for sha256 in _copied(copies)}
    grown = replace(
        manifest,
        entries=tuple(replace(entry, path=path, sha256=sha256) for path, sha256 in named.items()),
        sightings=tuple(replace(sighting, path=path, sha256=sha256) for path, sha256 in named.items()),
    )
    readings = {sha256: replace(reading, sha256=sha256) for sha256 in named.values()}
    settings = Settings(warehouse=warehouse.root)
    return gather(grown, readings, {}, settings, date.fromisoformat(AS_OF), compared_with=None)


def main() -> None:
    """One build, which is thrown away."""
    warehouse = Warehouse(Path(sys.argv[1]))
    directory = warehouse.root / "growth"
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()
    write_database(directory, _inputs(warehouse, int(sys.argv[2])), warehouse, b"a key")
    shutil.rmtree(directory)


if __name__ == "__main__":
    main()
