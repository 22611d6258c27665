"""inputs → inputs with the declared corrections: the files that they concern are read once more, with the right text.

Such a reading is a shard like the plain one, made from the archive in the same confined processes and kept, by the
corrections that it was made with: a night with nothing new in them reads nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import duckdb

from flows.building.inputs import Inputs
from flows.building.loading import literal, union
from flows.corrections.edits import Edit, digest_of
from flows.corrections.names import read_names
from flows.corrections.standing import standing
from flows.errors import EnfstatError
from flows.steps.read import Job, read_jobs
from flows.store.declared import NAMES
from flows.store.layout import Warehouse
from flows.store.limits import ReadingLimits
from flows.store.readings import FINDINGS_FILE


class NotCorrected(EnfstatError):
    """A file with declared corrections could not be read this time, and without them figures would be others."""


def correct(inputs: Inputs, warehouse: Warehouse, limits: ReadingLimits, tell: Callable[[int, int], None]) -> Inputs:
    """The inputs with what is declared beside the exports, and the files that it concerns read with it.

    Raises:
        BadDeclaration: a declaration cannot be used. NotCorrected: see there.
    """
    known = standing(inputs.manifest, warehouse)
    edits = {one.edit for one in known if one.applies_on(inputs.as_of) and not one.declared.declaration.refund}
    jobs = {
        sha256: Job(warehouse.amended / digest_of(found) / sha256, found)
        for sha256, found in _concerned(edits, inputs, warehouse)
    }
    readings = read_jobs(jobs, warehouse, limits, tell, lambda: None)
    for sha256, reading in readings.items():
        if reading.refusal:
            path = next(entry.path for entry in inputs.manifest.in_force if entry.sha256 == sha256)
            raise NotCorrected(f"有更正申报的文件 {path} 这次读不了:{reading.refusal}")
    return replace(
        inputs,
        readings={**inputs.readings, **readings},
        amended={sha256: job.directory for sha256, job in jobs.items()},
        corrections=known,
        names=[
            name
            for path, sha256 in inputs.manifest.declarations.items()
            if path.startswith(f"{NAMES}/")
            for name in read_names(warehouse.archived(sha256), path)
        ],
    )


def _concerned(edits: Iterable[Edit], inputs: Inputs, warehouse: Warehouse) -> Iterator[tuple[str, list[Edit]]]:
    """Each file in force that holds a key of the edits, accepted or rejected, with its edits in a fixed order."""
    by_key: dict[tuple[str, str], list[Edit]] = {}
    for edit in sorted(edits, key=lambda edit: edit.name):
        by_key.setdefault((edit.contract, edit.record_key), []).append(edit)
    by_file: dict[str, list[Edit]] = {}
    selects = list(_places(by_key, inputs, warehouse))
    if selects:
        with duckdb.connect() as connection:
            places = connection.execute(f"select distinct * from ({union(selects)}) order by all").fetchall()
        for sha256, *key in places:
            by_file.setdefault(sha256, []).extend(by_key[key[0], key[1]])
    yield from by_file.items()


def _places(keys: Iterable[tuple[str, str]], inputs: Inputs, warehouse: Warehouse) -> Iterator[str]:
    """Selects for the files that hold a key of a contract, among the rows accepted and those rejected."""
    wanted: dict[str, list[str]] = {}
    for contract, key in keys:
        wanted.setdefault(contract, []).append(literal(key))
    for contract, literals in wanted.items():
        folders = [warehouse.shard(sha256) for sha256 in inputs.shards.get(contract, [])]
        for name in (f"{contract}.parquet", FINDINGS_FILE) if folders else ():
            files = ", ".join(literal(str(folder / name)) for folder in folders)
            of_contract = f"and contract = {literal(contract)}" if name == FINDINGS_FILE else ""
            yield (
                f"select split_part(filename, '/', -2) as sha256, {literal(contract)} as contract, record_key "
                f"from read_parquet([{files}], filename = true) "
                f"where record_key in ({', '.join(literals)}) {of_contract}"
            )
