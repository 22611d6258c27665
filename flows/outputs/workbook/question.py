"""Everything that the workbook of a year says, asked of the published database alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from flows import published
from flows.outputs.annual.question import Annual, YearWithoutData, annual
from flows.outputs.asked import Row, asked
from flows.outputs.splits import Split, by_month, by_part
from flows.outputs.workbook.records import Group, record_groups
from flows.published import Period

_ANY = (date.min, date.max)


@dataclass(frozen=True)
class Year:
    """A year, or its months up to one, with everything that its workbook says.

    Attributes:
        figures: as :func:`flows.published.compared` gives them.
        at_stake: figure → rejected rows that could move it once they are mended, at most.
        dates: figure → the Chinese name of the date that decides its year.
        months, months_before: of this year and of the same period of last year.
        annual: the statutory tables; None for a part of a year, which has none.
    """

    period: Period
    as_of: date
    build_id: str
    figures: Sequence[Row]
    at_stake: Mapping[str, int]
    dates: Mapping[str, str]
    groups: Sequence[Group]
    months: Split
    months_before: Split
    org_units: Split
    fields: Split
    annual: Annual | None
    rejections: Sequence[Row]
    files: Sequence[Row]
    cover: Mapping[str, list[date]]

    @property
    def words(self) -> str:
        """The period as it is called: 2023年度, 2023年1至6月, 2023年1月."""
        return period_words(self.period.year, self.period.last_month)


def period_words(year: int, last_month: int) -> str:
    """A year, or its months up to one."""
    match last_month:
        case 12:
            return f"{year}年度"
        case 1:
            return f"{year}年1月"
    return f"{year}年1至{last_month}月"


def ask_year(connection: duckdb.DuckDBPyConnection, period: Period, form: str) -> Year:
    """Everything of a period.

    Args:
        form: the form of the statutory tables.

    Raises:
        UnknownForm: no form has that name. YearWithoutData: no export covers the year.
    """
    build = asked(connection, "select as_of, build_id from build")[0]
    figures = published.compared(connection, period)
    if all(row["status"] in ("无数据", "不适用") for row in figures):
        raise YearWithoutData(f"没有{period_words(period.year, period.last_month)}的数据;已覆盖的月份见 enfstat files")
    before = Period(period.year - 1, int(figures[0]["previous_through"][-2:]))
    rejections = published.rejections(connection)
    return Year(
        period=period,
        as_of=build["as_of"],
        build_id=build["build_id"],
        figures=figures,
        at_stake=_at_stake(connection, period, figures, rejections),
        dates=_dates(connection, figures),
        groups=record_groups(connection, period, [row for row in figures if row["value"] is not None]),
        months=by_month(connection, period),
        months_before=by_month(connection, before),
        org_units=by_part(connection, period, "org_unit"),
        fields=by_part(connection, period, "field"),
        annual=annual(connection, period.year, form) if period.last_month == 12 else None,
        rejections=rejections,
        files=published.files(connection),
        cover=published.cover(connection),
    )


def years_with_data(connection: duckdb.DuckDBPyConnection, count: int) -> list[int]:
    """The last years up to that of the build that some export covers: as a rule the last closed one and the running."""
    found = asked(
        connection,
        "select distinct year(month) as year from covered_months cross join build "
        f"where year(month) <= year(as_of) order by year desc limit {count:d}",
    )
    return sorted(row["year"] for row in found)


def _at_stake(
    connection: duckdb.DuckDBPyConnection, period: Period, figures: Sequence[Row], rejections: Sequence[Row]
) -> dict[str, int]:
    """Figure → the rejected rows of its exports in files that cover a month of the period, or that cover none.

    A rejected row has no date that could be trusted, so the months of its file speak for it. A stock on 1 January
    depends on the months before.
    """
    months = _months_of_files(connection)
    places = {(row["contract"], row["file"], row["sheet"], row["row"]) for row in rejections}
    covers = [(contract, months.get((file, contract), [_ANY])) for contract, file, *_ in places]
    new_year = date(period.year, 1, 1)
    within, before = (new_year, date(period.year, period.last_month, 1)), (date.min, new_year - timedelta(days=1))
    stocks = {row["figure"] for row in asked(connection, "select figure from figure_definitions where not has_months")}
    spans = {row["figure"]: before if row["figure"] in stocks else within for row in figures}
    counts = {
        (contract, span): sum(name == contract and _overlaps(cover, span) for name, cover in covers)
        for contract in {name for name, _ in covers}
        for span in (within, before)
    }
    return {
        row["figure"]: sum(counts.get((contract, spans[row["figure"]]), 0) for contract in row["contracts"])
        for row in figures
    }


Span = tuple[date, date]


def _overlaps(cover: Sequence[Span], span: Span) -> bool:
    return any(first <= span[1] and last >= span[0] for first, last in cover)


def _months_of_files(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[Span]]:
    """File and contract → the months covered, each as a span."""
    months: dict[tuple[str, str], list[Span]] = {}
    for row in asked(
        connection,
        "select files.file, months.contract, months.month from file_months as months "
        "inner join files on months.file_sha256 = files.sha256",
    ):
        months.setdefault((row["file"], row["contract"]), []).append((row["month"], row["month"]))
    return months


def _dates(connection: duckdb.DuckDBPyConnection, figures: Sequence[Row]) -> dict[str, str]:
    """The date columns as the data dictionary calls them; several, the first that is filled, joined by 或."""
    found = asked(
        connection,
        "select 对象 as object, 列 as \"column\", regexp_extract(含义, '^[^:,;]*') as title from 数据字典 "
        "where 对象 like 'records.%' and 列 is not null",
    )
    titles = {(row["object"], row["column"]): row["title"] for row in found}
    return {
        row["figure"]: "或".join(
            titles.get((f"records.{row['figure']}", column.strip()), column.strip())
            for column in row["date"].split("/")
        )
        for row in figures
    }
