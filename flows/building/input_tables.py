"""The inputs of a build as tables of ``staging``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import duckdb

from flows.building.declared_tables import declared_entries, exported_entries, load_declared
from flows.building.inputs import Inputs
from flows.building.loading import create_filled
from flows.errors import EnfstatError
from flows.store.manifests import Entry, Status
from flows.store.readings import Reading, TableRead
from flows.store.stays import Stay, stays
from flows.tables.headings import nearest_heading, read_heading
from schemas import CONTRACTS

_ROWS = ("read", "accepted", "rejected", "skipped")


class UnknownSource(EnfstatError):
    """A setting requires a contract that does not exist."""


def load_inputs(connection: duckdb.DuckDBPyConnection, inputs: Inputs) -> None:
    """The inputs as tables of ``staging``, and the build's own row in the published table ``build``."""
    _load_parameters(connection, inputs)
    _load_entries(connection, inputs)
    _load_tables(connection, inputs)
    load_declared(connection, inputs)
    create_filled(
        connection,
        "staging.replaced_files",
        {"path": "varchar", "old_sha256": "varchar", "new_sha256": "varchar"},
        [{"path": entry.path, "old_sha256": sha256, "new_sha256": entry.sha256} for entry, sha256 in inputs.replaced],
    )


def _load_parameters(connection: duckdb.DuckDBPyConnection, inputs: Inputs) -> None:
    create_filled(
        connection,
        "staging.parameters",
        {
            "run": "integer",
            "as_of": "date",
            "latest_plausible_on": "date",
            "moved_share": "decimal(9, 6)",
            "moved_records": "bigint",
            "vanished_share": "decimal(9, 6)",
            "rejected_share": "decimal(9, 6)",
            "rejected_rows": "bigint",
            "is_compared": "boolean",
        },
        [
            {
                "run": inputs.manifest.run,
                "as_of": inputs.as_of,
                "latest_plausible_on": date(inputs.as_of.year + 1, 12, 31),
                "is_compared": inputs.compared_with is not None,
                **vars(inputs.gates),
            }
        ],
    )
    create_filled(
        connection,
        "staging.required_sources",
        {"contract": "varchar", "stale_days": "integer"},
        [{"contract": contract, "stale_days": days} for contract, days in _required(inputs).items()],
    )
    create_filled(
        connection,
        "staging.counted_before",
        {"sha256": "varchar"},
        [{"sha256": sha256} for sha256 in sorted(inputs.counted_before)],
    )


def _required(inputs: Inputs) -> Mapping[str, int]:
    if unknown := inputs.gates.stale_days.keys() - CONTRACTS.keys():
        raise UnknownSource(f"设置 gates.stale_days 里有不认识的数据种类:{'、'.join(sorted(unknown))}")
    return inputs.gates.stale_days


def _load_entries(connection: duckdb.DuckDBPyConnection, inputs: Inputs) -> None:
    readings, known = inputs.readings, stays(inputs.manifest)
    create_filled(
        connection,
        "staging.entries",
        {
            "path": "varchar",
            "other_paths": "varchar[]",
            "sha256": "varchar",
            "status": "varchar",
            "reason": "varchar",
            "contract": "varchar",
            "export_on": "date",
            "export_at": "timestamp",
            "first_seen_on": "date",
            "first_seen_run": "integer",
            "last_seen_run": "integer",
            "ended_run": "integer",
            "supersedes": "varchar",
            "replaced_by": "varchar",
            "is_returned": "boolean",
            "stated_months": "date[]",
            "read": "bigint",
            "accepted": "bigint",
            "rejected": "bigint",
            "skipped": "bigint",
            "notes": "varchar[]",
        },
        [
            *(_entry_row(entry, readings[entry.sha256], known[entry.sha256]) for entry in exported_entries(inputs)),
            *(_unread_row(path, reason, inputs) for path, reason in sorted(inputs.unread.items())),
            *declared_entries(inputs),
        ],
    )


def _load_tables(connection: duckdb.DuckDBPyConnection, inputs: Inputs) -> None:
    """Which contracts the files in force hold, and where their columns stand."""
    tables = [
        (entry.sha256, table) for entry in inputs.manifest.in_force for table in inputs.readings[entry.sha256].tables
    ]
    create_filled(
        connection,
        "staging.entry_contracts",
        {"sha256": "varchar", "contract": "varchar", "accepted": "bigint", "rejected": "bigint"},
        [
            {"sha256": sha256, "contract": contract, **_rows_of(inputs.readings[sha256], contract)}
            for sha256, contract in dict.fromkeys((s, t.contract) for s, t in tables)
        ],
    )
    create_filled(
        connection,
        "staging.unknown_headings",
        dict.fromkeys(("sha256", "sheet", "contract", "heading", "nearest"), "varchar") | {"row": "integer"},
        [
            {"sha256": sha256, "sheet": table.sheet, "contract": table.contract, "row": table.heading_row}
            | {"heading": heading.strip(), "nearest": _nearest_missing(table, heading)}
            for sha256, table in tables
            for heading in table.unknown_headings
        ],
    )
    create_filled(
        connection,
        "staging.table_columns",
        {
            "sha256": "varchar",
            "sheet": "varchar",
            "contract": "varchar",
            "column": "varchar",
            "letters": "varchar",
            "heading": "varchar",
        },
        [
            {"sha256": sha256, "sheet": table.sheet, "contract": table.contract, **vars(column)}
            for sha256, table in tables
            for column in table.columns
        ],
    )


def _rows_of(reading: Reading, contract: str | None = None) -> dict[str, int]:
    """How the rows of a file were accounted for, of one contract or of all."""
    tables = [table for table in reading.tables if contract in (None, table.contract)]
    return {name: sum(getattr(table, name) for table in tables) for name in _ROWS}


def _entry_row(entry: Entry, reading: Reading, stay: Stay) -> dict[str, Any]:
    is_read = entry.status is not Status.REFUSED
    counts = _rows_of(reading) if is_read else dict.fromkeys(_ROWS)
    stated = sorted({*map(str, entry.named_months), *reading.stated_months})
    facts = {
        name: getattr(entry, name) for name in ("path", "other_paths", "sha256", "reason", "contract", "supersedes")
    }
    # Rows of one export are compared, those of different exports follow one another; a correction workbook was made
    # from what the exports of its day held, so it follows them.
    export_at = datetime.combine(entry.export_on, time(12) if reading.is_returned else time())
    days = {"export_on": entry.export_on, "export_at": export_at, "first_seen_on": entry.first_seen_on}
    runs = {"first_seen_run": entry.first_seen_run, **vars(stay)}
    is_what = {"status": entry.status.value, "is_returned": reading.is_returned}
    return facts | days | runs | counts | is_what | {"stated_months": stated, "notes": _notes(reading)}


def _unread_row(path: str, reason: str, inputs: Inputs) -> dict[str, Any]:
    """A file whose bytes could not be had: refused for this time, without a sha256."""
    run = inputs.manifest.run
    seen = {"export_on": inputs.as_of, "first_seen_on": inputs.as_of, "first_seen_run": run, "last_seen_run": run}
    return {"path": path, "status": Status.REFUSED.value, "is_returned": False, "reason": reason} | seen


def _notes(reading: Reading) -> list[str]:
    """What the bureau should know of a file that was read: what is hidden or skipped, unknown and doubled headings."""
    skipped = [f"工作表“{name}”没有找到表头,已跳过" for name in reading.skipped_sheets]
    return [note for table in reading.tables for note in _notes_on_table(table)] + skipped


def _notes_on_table(table: TableRead) -> list[str]:
    unknown = [_unknown_heading(table, heading.strip()) for heading in table.unknown_headings]
    notes = {
        "是隐藏的,已读入": table.is_hidden,
        f"有 {table.hidden_rows} 行是隐藏的,已读入": table.hidden_rows,
        f"有隐藏的列,已读入:{'、'.join(table.hidden_columns)}": table.hidden_columns,
        f"有不认识的列:{'、'.join(unknown)}": unknown,
        f"有重复的列名,内容相同,按一列读入:{'、'.join(table.doubled_headings)}": table.doubled_headings,
    }
    return [f"工作表“{table.sheet}”{note}" for note, is_so in notes.items() if is_so]


def _unknown_heading(table: TableRead, heading: str) -> str:
    """A heading that no column has, beside the heading it resembles of those that the table lacks."""
    nearest = _nearest_missing(table, heading)
    return f"{heading}(与“{nearest}”相近)" if nearest else heading


def _nearest_missing(table: TableRead, heading: str) -> str | None:
    """The heading that an unknown one resembles, of the columns that the table lacks."""
    present = {column.column for column in table.columns}
    columns = CONTRACTS[table.contract].columns.values()
    missing = [name for column in columns if column.name not in present for name in column.headings]
    return nearest_heading((read_heading(heading).name,), missing)
