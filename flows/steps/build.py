"""shards in force → candidate: a new DuckDB file of core tables, figures, and what happened to the rows."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

import duckdb

from flows.building.database import fill_database
from flows.building.draft import Draft, open_draft
from flows.building.inputs import Inputs
from flows.building.loading import literal
from flows.building.privacy import find_exposures, own_words
from flows.building.privacy_beside import find_exposures_beside, keep_clear_values
from flows.building.shape import shape
from flows.release.changes import fill_changes
from flows.steps.beside import Asked, ask_years, write_pages, write_workbook
from flows.steps.check import PRIVACY, add_to_checks, check_database, run_check
from flows.steps.previous import attach_previous, what_is_known
from flows.steps.promote import published_build
from flows.store.access import open_build
from flows.store.candidates import BUILD_FILE, Candidate, Verdict
from flows.store.files import remove_folder, sync, sync_tree, write_json
from flows.store.layout import DATABASE_NAME, Warehouse
from flows.store.sums import write_sums

Done = TypeVar("Done")


def prepare_build(code: str) -> None:
    """Have ready what every build by this code takes, whatever its inputs."""
    shape(code)
    own_words()


def build_candidate(inputs: Inputs, warehouse: Warehouse, key: bytes) -> Verdict:
    """Build the database of these inputs with what people are handed beside it, and check all of it.

    A build is made in the scratch folder, listed with its sha256s, and renamed into place complete. The workbook of a
    year is written as soon as it is known what it says, whatever else is done with the database meanwhile.
    """
    candidate = warehouse.candidate(inputs.build_id)
    beside = warehouse.scratch / inputs.build_id
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    with ThreadPoolExecutor(1) as apart:

        def ask_and_write(connection: duckdb.DuckDBPyConnection) -> list[tuple[Asked, Future[None]]]:
            years = ask_years(connection, inputs)
            return [(asked, apart.submit(write_workbook, beside, inputs, asked)) for asked in years]

        with _filled(beside, inputs, warehouse, key, ask_and_write) as (draft, verdict, years):
            keep_clear_values(draft.connection)
            write_pages(beside, inputs, [asked for asked, _ in years])
            for _, workbook in years:
                workbook.result()
            verdict = _check_beside(draft, verdict)
    _leave(beside, inputs, verdict)
    write_sums(beside)
    open_build(beside)
    sync_tree(beside)
    _put_in_place(beside, candidate, warehouse)
    return verdict


def _put_in_place(beside: Path, candidate: Candidate, warehouse: Warehouse) -> None:
    """Give a build its place. What is published is replaced file by file: whoever opens it finds the old or the new."""
    place = candidate.directory
    if place.exists() and candidate.build_id == published_build(warehouse):
        _replace_content(beside, place)
        sync_tree(place)
    else:
        if place.exists():
            remove_folder(place, warehouse.scratch)
        beside.replace(place)
    sync(place.parent)


def _replace_content(beside: Path, place: Path) -> None:
    """Put what lies in one folder in the place of what lies in another, and leave nothing else there."""
    for path in place.iterdir():
        if not (beside / path.name).exists():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in beside.iterdir():
        target = place / path.name
        if path.is_dir() and target.is_dir():
            _replace_content(path, target)
        else:
            path.replace(target)
    beside.rmdir()


def write_database(directory: Path, inputs: Inputs, warehouse: Warehouse, key: bytes) -> Verdict:
    """Run ``sql/`` and the checks over the shards; leave a closed, checkpointed database that nobody edits."""
    with _filled(directory, inputs, warehouse, key, lambda _: None) as (_, verdict, _):
        pass
    _leave(directory, inputs, verdict)
    return verdict


@contextmanager
def _filled(
    directory: Path,
    inputs: Inputs,
    warehouse: Warehouse,
    key: bytes,
    meanwhile: Callable[[duckdb.DuckDBPyConnection], Done],
) -> Iterator[tuple[Draft, Verdict, Done]]:
    """The finished database with what is staged still in memory, what its checks found, and what was done meanwhile.

    Args:
        meanwhile: what is done with the database, complete but for its checks, while these are run.
    """
    database = directory / DATABASE_NAME
    database.write_bytes(shape(inputs.code))
    with open_draft(database, inputs.memory_bytes, inputs.largest_table_rows) as draft:
        is_comparable = attach_previous(draft.connection, inputs.compared_with, warehouse)
        fill_database(draft, inputs, warehouse, key)
        if is_comparable:
            fill_changes(draft.connection, what_is_known(draft.connection, inputs, warehouse))
        with draft.reader() as reader, ThreadPoolExecutor(1) as beside:
            done_beside = beside.submit(meanwhile, reader)
            find_exposures(draft.connection)
            verdict = check_database(draft.connection)
            done = done_beside.result()
        figures = literal(str(directory / "figures.parquet"))
        draft.connection.execute(f"copy (from figures order by year, position, figure) to {figures} (format parquet)")
        draft.finish()
        yield draft, verdict, done


def _check_beside(draft: Draft, verdict: Verdict) -> Verdict:
    """The verdict with what the privacy check finds in the files beside; what it finds stands in ``checks`` as well."""
    draft.connection.execute(f"attach {literal(str(draft.database))} as enforcement (read_only)")
    draft.connection.execute("use enforcement")
    find_exposures_beside(draft.connection, draft.database.parent)
    found = run_check(draft.connection, PRIVACY)
    draft.connection.execute("use memory")
    draft.connection.execute("detach enforcement")
    if found is None:
        return verdict
    with duckdb.connect(str(draft.database)) as connection:
        add_to_checks(connection, found)
    return verdict.with_finding(found)


def _leave(directory: Path, inputs: Inputs, verdict: Verdict) -> None:
    """Have nobody edit the database, and write down what it was made of and what the checks found."""
    facts = {"build_id": inputs.build_id, "run": inputs.manifest.run, "as_of": str(inputs.as_of)}
    facts |= {"settings": inputs.settings, "code_files": dict(inputs.code_files)}
    facts |= {"compared_with": inputs.compared_with, "unread": dict(inputs.unread)}
    facts |= {"releases": [release.name for release in inputs.releases]}
    write_json(directory / BUILD_FILE, facts | {"findings": [asdict(finding) for finding in verdict.findings]})
