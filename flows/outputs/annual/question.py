"""The statutory annual tables of one year in one form, asked of the published database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

import duckdb

from flows.building.loading import literal
from flows.errors import EnfstatError
from flows.outputs.asked import Row, asked
from flows.outputs.printing import money, plain

PARTIAL = "部分"


class UnknownForm(EnfstatError):
    """There is no form of that name."""


class YearWithoutData(EnfstatError):
    """No export covers the year."""


@dataclass(frozen=True)
class Form:
    """What the notes and the printing need of a form; an end of its years that is None is open."""

    form: str
    title: str
    basis: str
    first_year: int | None
    last_year: int | None
    money_unit: str
    least_decimals: int
    most_decimals: int

    @property
    def years(self) -> str:
        """The years that it rules, in words."""
        match self.first_year, self.last_year:
            case None, None:
                return "各年度"
            case None, last:
                return f"{last} 年度及以前"
            case first, None:
                return f"{first} 年度起"
            case first, last:
                return f"{first} 至 {last} 年度"

    def rules(self, year: int) -> bool:
        """Whether the form is the one for a year."""
        return (self.first_year or year) <= year <= (self.last_year or year)


@dataclass(frozen=True)
class Cell:
    """One column of a table with its value: None where the state says that there is none.

    ``under`` are the headings above it; ``records`` what is behind the value; of a sum, ``filled`` of them had an
    amount.
    """

    table_name: str
    table_title: str
    position: int
    column: str
    under: tuple[str, ...]
    unit: str
    is_sum: bool
    value: Decimal | None
    status: str
    missing_months: tuple[str, ...]
    records: int
    filled: int | None

    def printed(self, form: Form) -> str:
        """The value as the form has it, or the state."""
        if self.value is None:
            return self.status
        decimals = (form.least_decimals, form.most_decimals)
        return money(self.value, decimals) if self.is_sum else plain(self.value)


@dataclass(frozen=True)
class Table:
    """One of the four tables."""

    name: str
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Annual:
    """The four tables of a year, with what the notes tell of them.

    Attributes:
        light_to_heavy: the columns of kinds in their order.
        classed_by: 处罚种类, 金额 or 无种类无金额 → the penalized cases that were classed by it.
        unknown_kinds: kind that the form does not know → the cases of the column 其他 that have it.
        rejected: contract → its rejected rows, of any year.
    """

    form: Form
    year: int
    as_of: date
    build_id: str
    tables: tuple[Table, ...]
    light_to_heavy: tuple[str, ...]
    classed_by: dict[str, int]
    unknown_kinds: dict[str, int]
    rejected: dict[str, int]

    @property
    def cells(self) -> list[Cell]:
        """The columns of all tables."""
        return [cell for table in self.tables for cell in table.cells]


def annual(connection: duckdb.DuckDBPyConnection, year: int, form: str) -> Annual:
    """The tables of a year in a form.

    Raises:
        UnknownForm: no form has that name. YearWithoutData: no export covers a month of the year or near it.
    """
    # As variables: DuckDB loads pandas to look at parameters.
    connection.execute(f"set variable form = {literal(form)}")
    connection.execute(f"set variable year = {year:d}")
    cells = [_cell(row) for row in asked(connection, _CELLS)]
    found = _form(connection, form)
    if not cells:
        raise YearWithoutData(f"没有 {year} 年度的数据,不能出年报;已覆盖的月份见 enfstat files")
    build = asked(connection, "select as_of, build_id from build")[0]
    return Annual(
        form=found,
        year=year,
        as_of=build["as_of"],
        build_id=build["build_id"],
        tables=_tables(cells),
        light_to_heavy=tuple(_counts(connection, _LIGHT_TO_HEAVY)),
        classed_by=_counts(connection, _CLASSED_BY),
        unknown_kinds=_counts(connection, _UNKNOWN_KINDS),
        rejected=_counts(connection, _REJECTED),
    )


def as_rows(annual: Annual) -> list[Row]:
    """The columns of all tables, one object each; ``value`` is decimal text or None, ``printed`` as the form has it."""
    return [
        {
            "form": annual.form.form,
            "year": annual.year,
            "table": cell.table_name,
            "position": cell.position,
            "column": cell.column,
            "value": None if cell.value is None else plain(cell.value),
            "unit": cell.unit,
            "status": cell.status,
            "printed": cell.printed(annual.form),
            "missing_months": list(cell.missing_months),
            "records": cell.records,
        }
        for cell in annual.cells
    ]


_CELLS = """
select
    columns.table_name, columns.table_title, columns.position, columns."column", columns.under, columns.unit,
    columns.is_sum, found.value, found.status, found.missing_months, found.records, found.filled
from annual_values as found
inner join annual_columns as columns
    on found.form = columns.form and found.table_name = columns.table_name and found.position = columns.position
where found.form = getvariable('form') and found.year = getvariable('year')
order by columns.table_position, columns.position
"""
_LIGHT_TO_HEAVY = """
select "column", weight
from annual_kinds
where form = getvariable('form') and is_known and weight > 0
group by "column", weight
order by weight
"""
_CLASSED_BY = """
select classed_by, count(*)
from annual.penalty_classes
where form = getvariable('form') and year(occurred_on) = getvariable('year')
group by classed_by
order by classed_by
"""
_UNKNOWN_KINDS = """
select kinds.kind, count(*)
from (
    select unnest(kinds) as kind, class
    from annual.penalty_classes
    where form = getvariable('form') and year(occurred_on) = getvariable('year')
) as kinds
inner join annual_kinds as known on kinds.kind = known.kind and kinds.class = known."column"
where known.form = getvariable('form') and not known.is_known
group by kinds.kind
order by kinds.kind
"""
_REJECTED = """
select rejections.contract, count(distinct (rejections.file_sha256, rejections.sheet, rejections.row))
from rejections
where rejections.status = 'open' and rejections.contract in (
    select unnest(contracts) from annual_columns where form = getvariable('form')
)
group by rejections.contract
order by rejections.contract
"""


def _form(connection: duckdb.DuckDBPyConnection, name: str) -> Form:
    forms = {row["form"]: row for row in asked(connection, "select * from annual_forms order by form")}
    if name not in forms:
        raise UnknownForm(f"没有名为“{name}”的年报格式;可以是:{'、'.join(forms)}")
    return Form(**forms[name])


def _cell(row: Row) -> Cell:
    return Cell(**row | {name: tuple(row[name]) for name in ("under", "missing_months")})


def _tables(cells: Sequence[Cell]) -> tuple[Table, ...]:
    grouped = groupby(cells, key=lambda cell: (cell.table_name, cell.table_title))
    return tuple(Table(name, title, tuple(columns)) for (name, title), columns in grouped)


def _counts(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, int]:
    return dict(connection.execute(query).fetchall())
