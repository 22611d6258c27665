"""Selects over the shards in force, written from the contracts: SQL that is the same for each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from flows.building.loading import literal, union
from flows.building.models import Model
from flows.tables.types import DUCKDB_TYPES
from schemas import CONTRACTS
from schemas.base import ContractSpec, Kind

NAMED = ("org_unit", "field")  # the columns whose values the bureau's list of names may rename
ORIGIN_TYPES = {
    "file_sha256": "varchar",
    "sheet": "varchar",
    "row": "integer",
    "record_key": "varchar",
    "item_key": "varchar",
    "shown_key": "varchar",
    "cover_on": "date[]",
    "latest_on": "date",
}


def source_models(shards: Mapping[str, Sequence[Path]], *, has_names: bool = True) -> list[Model]:
    """``shards.*`` views over the Parquet files in force, and ``staging.<contract>`` without the rows out of force.

    Args:
        shards: contract → its Parquet files; a contract without files gives an empty table of its columns.
        has_names: the bureau has a list of names, in ``staging.names``; without one nothing is joined.
    """
    specs = CONTRACTS.values()
    return [
        *(Model(f"shards.{spec.name}", _all_rows(spec, shards.get(spec.name, ())), is_view=True) for spec in specs),
        Model("shards.row_keys", union(_keys(spec) for spec in specs), is_view=True),
        Model("shards.late_dates", union(_late_dates(spec) for spec in specs), is_view=True),
        Model("shards.contents", union(_contents(spec) for spec in specs), is_view=True),
        *(Model(_rows_in_force_name(spec), _rows_in_force(spec, has_names), is_view=True) for spec in specs),
    ]


def _rows_in_force_name(spec: ContractSpec) -> str:
    """A contract whose records are more than their rows is completed by a file of its own, which reads the plain rows.

    That of the inspections merges item lines; that of the payments adds what was refunded.
    """
    has_more = spec.facts.lines or spec.facts.item
    return f"staging.{spec.name.removesuffix('s')}_rows" if has_more else f"staging.{spec.name}"


def column_types(spec: ContractSpec) -> dict[str, str]:
    """Every column of a contract's shard with its DuckDB type, in order."""
    columns = {name: DUCKDB_TYPES[column.kind] for name, column in spec.columns.items()}
    written = {f"{name}_written": "varchar" for name, column in spec.columns.items() if column.is_document_no}
    return ORIGIN_TYPES | columns | written


def _all_rows(spec: ContractSpec, paths: Sequence[Path]) -> str:
    types = column_types(spec)
    if not paths:
        columns = ", ".join(f"cast(null as {kind}) as {_quoted(name)}" for name, kind in types.items())
        return f"select {columns} where false"
    files = ", ".join(literal(str(path)) for path in paths)
    return f"select {', '.join(map(_quoted, types))} from read_parquet([{files}])"


def _keys(spec: ContractSpec) -> str:
    return (
        f"select {literal(spec.name)} as contract, file_sha256, sheet, row, record_key, item_key, shown_key, "
        f"change, latest_on, cover_on from shards.{spec.name}"
    )


def _late_dates(spec: ContractSpec) -> str:
    """Every cell with a day that cannot have come yet."""
    days = [name for name, column in spec.columns.items() if column.kind is Kind.DATE]
    return union(
        f"select {literal(spec.name)} as contract, file_sha256, sheet, row, "
        f'{literal(day)} as "column", {_quoted(day)} as day '
        f"from shards.{spec.name}, staging.parameters where {_quoted(day)} > latest_plausible_on"
        for day in days
    )


def _contents(spec: ContractSpec) -> str:
    """What rows of one key are compared by: the contract's columns, not the spelling, nor how the row is marked.

    Only rows of contested keys are rendered; rendering all would cost more than everything else together.
    """
    compared = [name for name in spec.columns if name not in ("change", "is_test")]
    without_lines = [name for name in compared if name not in spec.facts.lines]
    return (
        f"select {literal(spec.name)} as contract, file_sha256, sheet, row, "
        f"{_digest(compared)} as content, {_digest(without_lines)} as content_without_lines "
        f"from (select rows.* from shards.{spec.name} as rows semi join staging.contested_keys as contested "
        f"on contested.contract = {literal(spec.name)} and rows.record_key = contested.record_key) as contested_rows"
    )


def _digest(columns: list[str]) -> str:
    return f"md5(cast(row({', '.join(map(_quoted, columns))}) as varchar))"


def _rows_in_force(spec: ContractSpec, has_names: bool) -> str:
    """The rows that count; what the bureau's list of names may rename also as it is written."""
    named = [name for name in NAMED if name in spec.columns]
    written = "".join(f"rows.{name} as {name}_written, " for name in named)
    columns, joins = _renamed(spec, named) if named and has_names else ("rows.*", "")
    return (
        f"select {columns}, {written}entries.export_on from shards.{spec.name} as rows "
        f"inner join staging.entries as entries on rows.file_sha256 = entries.sha256 {joins}"
        f"anti join staging.rows_out_of_force as gone on gone.contract = {literal(spec.name)} "
        f"and rows.file_sha256 = gone.file_sha256 and rows.sheet = gone.sheet and rows.row = gone.row"
    )


def _renamed(spec: ContractSpec, named: Sequence[str]) -> tuple[str, str]:
    """Each name as the list has it on the day of the row: the columns of the rows, and the joins that they take."""
    day = f"coalesce({', '.join([*(f'rows.{day}' for day in spec.facts.dates), 'entries.export_on'])})"
    names = ", ".join(f"coalesce({name}_names.name, rows.{name}) as {name}" for name in named)
    joins = "".join(
        f'left join staging.names as {name}_names on {name}_names."column" = {literal(name)} '
        f"and rows.{name} = {name}_names.written "
        f"and {day} between coalesce({name}_names.since_on, date '0001-01-01') "
        f"and coalesce({name}_names.until_on, date '9999-12-31') "
        for name in named
    )
    return f"rows.* replace ({names})", joins


def _quoted(name: str) -> str:
    return f'"{name}"'
