"""published build → ``previous``: what a new build is compared with."""

from __future__ import annotations

import duckdb

from flows.building.inputs import Inputs
from flows.building.loading import literal
from flows.release.causes import Known
from flows.release.changes import can_be_compared
from flows.release.compared import files_by_sha256
from flows.store.candidates import BUILD_FILE
from flows.store.files import read_json
from flows.store.layout import Warehouse
from flows.store.manifests import load


def attach_previous(connection: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> bool:
    """The last published build as ``previous``; whether its figures can be compared with, record by record.

    Before the first, and where other code made it without the cells that the gates compare, ``previous`` is empty.
    """
    published = warehouse.database.resolve()
    if published.exists():
        connection.execute(f"attach {literal(str(published))} as previous (read_only)")
        if can_be_compared(connection, ["figure_cells"]):
            return can_be_compared(connection)
        connection.execute("detach previous")
    connection.execute("attach ':memory:' as previous")
    connection.execute(
        "create table previous.figure_cells "
        "(figure varchar, year integer, month integer, org_unit varchar, field varchar, "
        "records bigint, numerator decimal(38, 2), denominator decimal(38, 2))"
    )
    return False


def what_is_known(connection: duckdb.DuckDBPyConnection, inputs: Inputs, warehouse: Warehouse) -> Known:
    """What is known of the published build and of this one, by which the causes of changes are told."""
    facts = read_json(warehouse.database.resolve().with_name(BUILD_FILE))
    manifest = load(warehouse.manifests / f"{facts['run']:06d}.json")
    return Known(
        then=facts["settings"],
        now=inputs.settings,
        code_then=facts["code_files"],
        code_now=inputs.code_files,
        files_then={entry.sha256: entry for entry in manifest.entries},
        files_now=files_by_sha256(connection),
    )
