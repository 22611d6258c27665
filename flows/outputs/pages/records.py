"""The records behind the figures, as scripts that a page loads when somebody wants to see them.

Figures whose year is decided by the same date share a list, so a case stands once in the list of what was decided in
2023 and not once for each of the thirty figures that count it. A line of a list is: number, month and day, unit,
field, place (file and sheet), row; then, as sums of powers of two by the figure's place in its list, which figures the
record belongs to and in which it counts (of a share also those of the denominator alone); then what it is worth in
each figure that adds something up, as ``place:value`` or ``place:numerator/denominator``.

DuckDB finds the lines and joins them into texts; first which records belong to which figures, by numbers alone, then
the words of each record once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from flows.building.loading import columns_of, union
from flows.outputs.asked import Row, asked

_FIGURES_IN_A_LIST = 50  # the sum of so many powers of two is exact in a browser, whose numbers have 53 bits
_PART_CHARACTERS = 600_000  # of one script: under 2 MB even where every character takes three bytes
_ADDED_UP = ("sum", "mean", "ratio")


@dataclass(frozen=True)
class ListedFigure:
    """A figure in its list.

    Attributes:
        place: its place in the list. rank: 0 for the figure with the most records, of all lists.
        first_months: year → the first month whose records are listed; earlier ones are too many.
        listed: year → how many records that makes. records: year → how many there are.
    """

    figure: str
    measure: str
    place: int
    rank: int
    first_months: Mapping[int, int]
    listed: Mapping[int, int]
    records: Mapping[int, int]


@dataclass(frozen=True)
class RecordList:
    """Figures dated by the same column of the records: ``decided_on``, or ``closed_on / filed_on``."""

    number: int
    name: str
    figures: tuple[ListedFigure, ...]


def record_lists(connection: duckdb.DuckDBPyConnection, years: Sequence[int], limit: int) -> list[RecordList]:
    """The lists of the figures that have records in these years.

    Args:
        limit: of a figure's records in a year, whole months are listed up to so many, the newest first; the newest
            month always.
    """
    found = _figures_with_records(connection, years)
    ranks = {row["figure"]: rank for rank, row in enumerate(sorted(found, key=lambda row: -_count(row)))}
    by_date: dict[str, list[Row]] = {}
    for row in found:
        by_date.setdefault(row["date"].replace(" / ", "_or_"), []).append(row)
    lists: list[RecordList] = []
    for date, rows in by_date.items():
        for start in range(0, len(rows), _FIGURES_IN_A_LIST):
            part = rows[start : start + _FIGURES_IN_A_LIST]
            figures = tuple(_listed(row, place, ranks[row["figure"]], limit) for place, row in enumerate(part))
            name = date if start == 0 else f"{date}-{start // _FIGURES_IN_A_LIST + 1}"
            lists.append(RecordList(len(lists), name, figures))
    return lists


def _figures_with_records(connection: duckdb.DuckDBPyConnection, years: Sequence[int]) -> list[Row]:
    within = ", ".join(map(str, years)) or "null"
    return asked(
        connection,
        f"""
        select definitions.figure, definitions.measure, definitions.date,
            list((cells.year, cells.month, cells.records) order by cells.year, cells.month desc) as months
        from figure_definitions as definitions
        inner join (
            select figure, year, coalesce(month, 1) as month, sum(records) as records
            from figure_cells
            where year in ({within})
            group by all
        ) as cells using (figure)
        where definitions.measure <> 'declared'
        group by all
        order by min(definitions.position)
        """,
    )


def _count(row: Row) -> int:
    return sum(records for _, _, records in row["months"])


def _listed(row: Row, place: int, rank: int, limit: int) -> ListedFigure:
    first_months: dict[int, int] = {}
    listed: dict[int, int] = {}
    all_records: dict[int, int] = {}
    for year, month, records in row["months"]:
        all_records[year] = all_records.get(year, 0) + int(records)
        if year not in listed or all_records[year] <= limit:
            first_months[year], listed[year] = month, all_records[year]
    return ListedFigure(row["figure"], row["measure"], place, rank, first_months, listed, all_records)


def record_scripts(connection: duckdb.DuckDBPyConnection, lists: Sequence[RecordList]) -> dict[str, str]:
    """The scripts by name: ``places.js`` and the parts of the lists, ``records-decided_on-2023-0.js``."""
    names = {item.number: item.name for item in lists}
    scripts = {"places.js": f"enfstat.places({_json(_find_places(connection))});\n"}
    for number, year, lines in _texts(connection, lists) if lists else ():
        name, parts = f"{names[number]}-{year}", list(_parts(lines))
        for at, part in enumerate(parts):
            call = f"enfstat.part({_json(name)}, {at}, {len(parts)}, {_json(part)});\n"
            scripts[f"records-{name}-{at}.js"] = call
    return scripts


def _parts(lines: str) -> Iterator[str]:
    """Whole lines of at most so many characters, unless a single one is longer."""
    start = 0
    while len(lines) - start > _PART_CHARACTERS:
        end = lines.rfind("\n", start, start + _PART_CHARACTERS)
        end = end if end > start else lines.find("\n", start + _PART_CHARACTERS)
        if end < 0:
            break
        yield lines[start:end]
        start = end + 1
    yield lines[start:]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _find_places(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Every file and sheet that gave a record; where it stands in the list is its number."""
    tables = columns_of(connection, "core")
    sheets = union(f"select distinct file_sha256, sheet from core.{name}" for name in sorted(tables))
    connection.execute(
        "create or replace temp table places as "
        "select row_number() over (order by files.file, sheets.sheet) - 1 as place, files.file, files.sha256, "
        f"sheets.sheet from (select distinct * from ({sheets})) as sheets "
        "inner join files on sheets.file_sha256 = files.sha256 and files.status = 'in force'"
    )
    return connection.execute("select file, sheet from places order by place").fetchall()


def _texts(connection: duckdb.DuckDBPyConnection, lists: Sequence[RecordList]) -> list[tuple[int, int, str]]:
    """The number of a list, a year, and its lines, the newest record first."""
    figures = [(item, figure) for item in lists for figure in item.figures]
    memberships = union(_membership(item, figure) for item, figure in figures)
    connection.execute(
        "create or replace temp table memberships as "
        "select list, record, bit_or(member) as members, bit_or(counted) as counted, min(rank) as told_by "
        f"from ({memberships}) as memberships group by list, record"
    )
    connection.execute(f"create or replace temp table worths as {_worths(figures)}")
    telling = {rank for (rank,) in connection.execute("select distinct told_by from memberships").fetchall()}
    columns = columns_of(connection, "records")
    told = union(_told(item, figure, columns) for item, figure in figures if figure.rank in telling)
    return connection.execute(_LINES.format(told=told)).fetchall()


# Every record is told by the largest of its figures.
_LINES = """
with lines as (
    select
        told.list,
        told.occurred_on,
        places.place,
        told.row,
        told.record,
        concat_ws(
            chr(9), replace(told.key, chr(9), ' '), strftime(told.occurred_on, '%m%d'), coalesce(told.org_unit, ''),
            coalesce(told.field, ''), places.place, told.row, memberships.members, memberships.counted, worths.worth
        ) as line
    from ({told}) as told
    inner join memberships
        on told.list = memberships.list and told.record = memberships.record and told.rank = memberships.told_by
    inner join places on told.file_sha256 = places.sha256 and told.sheet = places.sheet
    left join worths on told.list = worths.list and told.record = worths.record
)

select
    list,
    year(occurred_on) as year,
    string_agg(line, chr(10) order by occurred_on desc, place desc, row desc, record) as lines
from lines
group by list, year(occurred_on)
order by list, year
"""


def _worths(figures: Iterable[tuple[RecordList, ListedFigure]]) -> str:
    """What a record is worth in the figures that add something up, in the order of their places."""
    added_up = [(item, figure) for item, figure in figures if figure.measure in _ADDED_UP]
    places = sorted({figure.place for _, figure in added_up})
    columns = ", ".join(f"max(worth) filter (where place = {place})" for place in places)
    if not added_up:
        return "select 0 as list, 0 as record, '' as worth where false"
    return (
        f"select list, record, concat_ws(' ', {columns}) as worth "
        f"from ({union(_worth(item, figure) for item, figure in added_up)}) as worths group by list, record"
    )


_RECORD = "hash(record_key, file_sha256, sheet, row)"


def _membership(item: RecordList, figure: ListedFigure) -> str:
    """The records of a figure as numbers."""
    bit = f"{1 << figure.place}::ubigint"
    counted = f"case when counted then {bit} else 0 end" if figure.measure == "share" else bit
    return (
        f"select {item.number}::utinyint as list, {_RECORD} as record, {bit} as member, {counted} as counted, "
        f"{figure.rank}::utinyint as rank from {_source(figure)}"
    )


def _worth(item: RecordList, figure: ListedFigure) -> str:
    worth = "quantity" if figure.measure == "sum" else "numerator || '/' || denominator"
    return (
        f"select {item.number}::utinyint as list, {_RECORD} as record, {figure.place} as place, "
        f"'{figure.place}:' || {worth} as worth from {_source(figure)}"
    )


def _told(item: RecordList, figure: ListedFigure, columns: Mapping[str, set[str]]) -> str:
    """The records of a figure in words."""
    known = columns[figure.figure]
    splits = [name if name in known else f"null::varchar as {name}" for name in ("org_unit", "field")]
    return (
        f"select {item.number}::utinyint as list, {figure.rank}::utinyint as rank, {_RECORD} as record, "
        f"file_sha256, sheet, row, shown_key as key, occurred_on, {', '.join(splits)} from {_source(figure)}"
    )


def _source(figure: ListedFigure) -> str:
    spans = " or ".join(_span(year, month) for year, month in sorted(figure.first_months.items()))
    return f'records."{figure.figure}" where {spans}'


def _span(year: int, first_month: int) -> str:
    return f"occurred_on between make_date({year:d}, {first_month:d}, 1) and make_date({year:d}, 12, 31)"


def lists_of(lists: Iterable[RecordList]) -> dict[str, tuple[RecordList, ListedFigure]]:
    """Figure → its list and its place there."""
    return {figure.figure: (item, figure) for item in lists for figure in item.figures}
