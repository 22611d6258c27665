"""released ↔ today: every difference by figure and by cause, down to the records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows import published
from flows.building.loading import literal
from flows.published import Period
from flows.release.causes import TITLES, Cause, Known, figure_cause, record_cause, state_causes
from flows.release.compared import SIDES, Row, compare, files_by_sha256, rows_of_query, take_records
from flows.release.frozen import RECORDS, column_titles, opened, selects
from flows.store.candidates import BUILD_FILE
from flows.store.files import read_json
from flows.store.layout import Warehouse
from flows.store.releases import Release
from schemas import CONTRACTS

_RECORDS = "from changed_records inner join record_facts using (id)"


def revisions(warehouse: Warehouse, release: Release) -> list[Row]:
    """What differs between a release and what is published today, one object per figure and record, with its cause.

    ``figure`` is null for a record that changed without moving a figure, ``key`` for a figure that no record moved.
    ``numerator_change`` and ``denominator_change`` are what the record adds to the figure's sums (a count's and a
    sum's value, in yuan, is its numerator); those of one figure add up to its whole change. ``changed`` lists the
    columns of the record that differ.

    Raises:
        NothingPublished: nothing is published to compare with.
    """
    with published.published_database(warehouse):
        database = warehouse.database.resolve()
    period = Period(release.year, release.last_month)
    with opened(database, period) as connection:
        _compare(connection, release.directory)
        today = {row["figure"]: row for row in published.figures(connection, period)}
        known = _known(connection, release, read_json(database.parent / BUILD_FILE))
        records = {row["id"]: row for row in rows_of_query(connection, _RECORDS)}
        found = _Found(release.name, {row["figure"]: row for row in release.figures}, today, known, records)
        counts = rows_of_query(connection, "from causes order by figure, id, is_first desc, record_id")
        idle = rows_of_query(connection, "from idle_records order by id")
    rows = [*found.of_counts(counts), *found.of_states({row["figure"] for row in counts}), *found.of_idle(idle)]
    order = [*dict.fromkeys([*today, *found.figures]), None]
    return sorted(rows, key=lambda row: (order.index(row["figure"]), row["cause"], row["key"] or ""))


def _compare(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Temporary tables: both sides in the shape of a release, then what differs and why."""
    selected = selects()
    for name in ("counted", "corrections"):
        connection.execute(f"create temporary table now_{name} as {selected[name]}")
        path = folder / f"{name}.parquet"
        # A release of 0.1 knows of no corrections.
        then = f"from read_parquet({literal(str(path))})" if path.exists() else f"from now_{name} limit 0"
        connection.execute(f"create temporary view then_{name} as {then}")
    take_records(connection, {contract: _records(contract, folder, selected) for contract in CONTRACTS})
    compare(connection)


def _records(contract: str, folder: Path, selected: Mapping[str, str]) -> tuple[str, str]:
    """Where the records of a contract stand, released and today. A contract that is new had none."""
    path, now = folder / RECORDS / f"{contract}.parquet", f"({selected[f'{RECORDS}/{contract}']})"
    return f"read_parquet({literal(str(path))})" if path.exists() else f"(from {now} limit 0)", now


def _known(connection: duckdb.DuckDBPyConnection, release: Release, build: Row) -> Known:
    """What the causes are told by, besides the records themselves."""
    return Known(
        then=release.facts["settings"],
        now=build["settings"],
        code_then=release.code_files,
        code_now=build["code_files"],
        files_then={entry.sha256: entry for entry in release.manifest.entries},
        files_now=files_by_sha256(connection),
        paths_then=release.manifest.declared_paths,
    )


@dataclass(frozen=True)
class _Found:
    """What differs, ready to be told."""

    release: str
    figures: Mapping[str, Row]
    today: Mapping[str, Row]
    known: Known
    records: Mapping[int, Row]

    def of_counts(self, counts: Iterable[Row]) -> Iterator[Row]:
        """One row for every record that moved a figure; a part moved by no record has its own."""
        for count in counts:
            record = self.records.get(count["record_id"])
            cause, why = record_cause(record, self.known) if record else figure_cause(count["figure"], self.known)
            effect = {
                name: f"{count[name]:f}" if count["is_first"] and count[name] is not None else None
                for name in ("numerator_change", "denominator_change")
            }
            yield self._row(count["figure"], cause, why, record or (count | {"content_then": None})) | effect

    def of_states(self, moved: set[str]) -> Iterator[Row]:
        """Figures whose status, missing months or words differ, whether a record moved them or not."""
        for figure in dict.fromkeys([*self.figures, *self.today]):
            before, after = self.figures.get(figure), self.today.get(figure)
            for cause, why in state_causes(before, after, self.known, is_explained=figure in moved):
                yield self._row(figure, cause, why, None)

    def of_idle(self, idle: Iterable[Row]) -> Iterator[Row]:
        """Records behind the figures that changed while no figure did."""
        for row in idle:
            record = self.records[row["id"]]
            cause, why = record_cause(record, self.known)
            yield self._row(None, cause, f"{why};没有使指标变动", record)

    def _row(self, figure: str | None, cause: Cause, why: str, record: Row | None) -> Row:
        then, now = (rows.get(figure or "", {}) for rows in (self.figures, self.today))
        of_figure = {
            f"{name}_{side}": row.get(name)
            for name in ("value", "printed", "status")
            for side, row in zip(SIDES, (then, now), strict=True)
        }
        return {
            "release": self.release,
            "figure": figure,
            **{name: now.get(name, then.get(name)) for name in ("title", "unit")},
            "cause": cause.value,
            "cause_title": TITLES[cause],
            "why": why,
            **self._place(record),
            "changed": _changed(record),
            "numerator_change": None,
            "denominator_change": None,
            **of_figure,
        }

    def _place(self, record: Row | None) -> Row:
        """The record with its place then and now; of one that was deleted by a row, that row is its place now."""
        if record is None:
            names = ("contract", "key", "file_then", "sheet_then", "row_then", "file_now", "sheet_now", "row_now")
            return dict.fromkeys(names)
        then, now = ((record[f"sha256_{side}"], record[f"sheet_{side}"], record[f"row_{side}"]) for side in SIDES)
        path_then, path_now = self.known.path(then[0]), self.known.path(now[0])
        if now[0] is None and record.get("by_file"):
            path_now, now = record["by_file"], (None, record["by_sheet"], record["by_row"])
        return {
            "contract": record["contract"],
            "key": record["shown_key"],
            "file_then": path_then,
            "sheet_then": then[1],
            "row_then": then[2],
            "file_now": path_now,
            "sheet_now": now[1],
            "row_now": now[2],
        }


def _changed(record: Row | None) -> list[Row]:
    """The columns that differ, of a record that is there then and now."""
    if record is None or record.get("content_then") is None or record.get("content_now") is None:
        return []
    then, now = json.loads(record["content_then"]), json.loads(record["content_now"])
    titles = column_titles(CONTRACTS[record["contract"]])
    return [
        {"column": name, "title": titles[name], "then": then[name], "now": now[name]}
        for name in then
        if then[name] != now[name]
    ]
