"""The records behind the figures, as scripts that a page loads when somebody wants to see them.

Figures whose year is decided by the same date share a list, so a case stands once in the list of what was decided in
2023 and not once for each of the thirty figures that count it. A line of a list is: number, month and day, unit,
field, file (by its number in ``files.js``), sheet, row; then, as sums of powers of two by the figure's place in its
list, which figures the record belongs to and in which it counts (of a share also those of the denominator alone), to
the base of 36, so that no sum reads like somebody's telephone number; then
what it is worth in each figure that adds something up, as ``place:value`` or ``place:numerator/denominator``.

DuckDB finds the lines and joins them into texts; first which records belong to which figures, by numbers alone, then
the words of each record once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from flows.building.loading import union
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
        has_org_unit, has_field: whether its records have them.
    """

    figure: str
    measure: str
    has_org_unit: bool
    has_field: bool
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
        select definitions.figure, definitions.measure, definitions.date, definitions.has_org_unit,
            definitions.has_field,
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
    known = {name: row[name] for name in ("figure", "measure", "has_org_unit", "has_field")}
    return ListedFigure(**known, place=place, rank=rank, first_months=first_months, listed=listed, records=all_records)


def record_scripts(connection: duckdb.DuckDBPyConnection, lists: Sequence[RecordList]) -> dict[str, str]:
    """The scripts by name: ``files.js`` and the parts of the lists, ``records-decided_on-2023-0.js``."""
    names = {item.number: item.name for item in lists}
    scripts = {"files.js": f"enfstat.files({_json(_numbered_files(connection))});\n"}
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


def _numbered_files(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The files in force; where a file stands in the list is its number."""
    connection.execute(
        "create or replace temp table numbered_files as "
        "select row_number() over (order by file, sha256) - 1 as number, file, sha256 from files "
        "where status = 'in force'"
    )
    return [file for (file,) in connection.execute("select file from numbered_files order by number").fetchall()]


def _texts(connection: duckdb.DuckDBPyConnection, lists: Sequence[RecordList]) -> list[tuple[int, int, str]]:
    """The number of a list, a year, and its lines, the newest record first."""
    figures = [(item, figure) for item in lists for figure in item.figures]
    connection.execute(f"create or replace temp table memberships as {_memberships(figures)}")
    telling = {rank for (rank,) in connection.execute("select distinct told_by from memberships").fetchall()}
    told = union(_told(item, figure) for item, figure in figures if figure.rank in telling)
    query = _LINES.format(told=told, key=_in_one_line("told.key"), sheet=_in_one_line("told.sheet"))
    return connection.execute(query).fetchall()


def _in_one_line(text: str) -> str:
    """A text without what parts the fields and lines of a list."""
    return f"translate({text}, chr(9) || chr(10) || chr(13), '   ')"


# Every record is told by the largest of its figures.
_LINES = """
with lines as (
    select
        told.list,
        told.occurred_on,
        numbered_files.number as file,
        told.sheet,
        told.row,
        told.record,
        concat_ws(
            chr(9), {key}, strftime(told.occurred_on, '%m%d'), coalesce(told.org_unit, ''),
            coalesce(told.field, ''), numbered_files.number, {sheet}, told.row,
            to_base(memberships.members::bigint, 36), to_base(memberships.counted::bigint, 36), memberships.worths
        ) as line
    from ({told}) as told
    inner join memberships
        on told.list = memberships.list and told.record = memberships.record and told.rank = memberships.told_by
    inner join numbered_files on told.file_sha256 = numbered_files.sha256
)

select
    list,
    year(occurred_on) as year,
    string_agg(line, chr(10) order by occurred_on desc, file desc, sheet desc, row desc, record) as lines
from lines
group by list, year(occurred_on)
order by list, year
"""


def _memberships(figures: Sequence[tuple[RecordList, ListedFigure]]) -> str:
    """For every record of a list the figures that it belongs to, and what it is worth in those that add it up."""
    places = sorted({figure.place for _, figure in figures if figure.measure in _ADDED_UP})
    worths = ", ".join(["' '", "null", *(f"max(worth) filter (where place = {place})" for place in places)])
    return (
        "select list, record, bit_or(member) as members, bit_or(counted) as counted, min(rank) as told_by, "
        f"concat_ws({worths}) as worths "
        f"from ({union(_membership(item, figure) for item, figure in figures)}) as memberships group by list, record"
    )


_PARTS_OF_WORTH = "numerator || '/' || denominator"
_RECORD = "hash(record_key, file_sha256, sheet, row)"


def _membership(item: RecordList, figure: ListedFigure) -> str:
    """The records of one figure: nothing but numbers, unless it adds something up."""
    bit = f"{1 << figure.place}::ubigint"
    counted = f"case when counted then {bit} else 0 end" if figure.measure == "share" else bit
    worth = {"sum": "quantity", "mean": _PARTS_OF_WORTH, "ratio": _PARTS_OF_WORTH}.get(figure.measure)
    told = f"'{figure.place}:' || {worth}" if worth else "null::varchar"
    return (
        f"select {item.number}::utinyint as list, {_RECORD} as record, {figure.place}::utinyint as place, "
        f"{bit} as member, {counted} as counted, {figure.rank}::utinyint as rank, {told} as worth "
        f"from {_source(figure)}"
    )


def _told(item: RecordList, figure: ListedFigure) -> str:
    """The records of a figure in words."""
    splits = [
        name if is_there else f"null::varchar as {name}"
        for name, is_there in (("org_unit", figure.has_org_unit), ("field", figure.has_field))
    ]
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
