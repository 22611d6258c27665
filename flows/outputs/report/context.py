"""What a template can name: figures by name and title, the period, tables, charts, parts to repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from flows import published
from flows.outputs.printing import printed_figure
from flows.outputs.report.charts import Chart
from flows.outputs.report.errors import Unsayable
from flows.outputs.report.figure import Figure, Remarks
from flows.outputs.report.language import nearest
from flows.outputs.report.marks import BY_HAND
from flows.outputs.report.parts import By, Part, columns, split
from flows.outputs.report.tables import Table
from flows.published import Period

_WHOLE_YEAR = 12
_NO_ORGAN = "我局"
_WHOLE = "正常"
_ADDED_UP = {"count", "sum"}

_Functions = dict[tuple[str, str], Callable[..., object]]  # under a Chinese and an English name


@dataclass(frozen=True)
class Sources:
    """The figures of a report and what they are split into.

    Attributes:
        figures: by name. draw: makes the picture of a chart, where the template has it.
    """

    connection: duckdb.DuckDBPyConnection
    period: Period
    figures: dict[str, Figure]
    draw: Callable[[Chart], object]

    def figure(self, named: object) -> Figure:
        """A figure by its name or title; a figure is itself.

        Raises:
            Unsayable: there is none of that name.
        """
        if isinstance(named, Figure):
            return named
        for figure in self.figures.values():
            if named in (figure.row["figure"], figure.row["title"]):
                return figure
        raise Unsayable(f"没有名为“{named}”的指标{nearest(str(named), titles(self.figures.values()))}")

    def columns(self, by: By, figures: list[Figure]) -> list[list[Part]]:
        """The parts of figures that have values."""
        for figure in figures:
            figure.require_value()
        return columns(split(self.connection, self.period, by), by, [figure.row for figure in figures])

    def parts(self, by: By, named: object) -> list[Part]:
        """The parts of one figure."""
        return self.columns(by, [self.figure(named)])[0]

    def table(self, by: By, *named: object) -> Table:
        """Parts as rows, figures as columns, and the whole below."""
        figures = [self.figure(one) for one in _some(named)]
        found = self.columns(by, figures)
        rows = [[same[0].label, *(part.shown for part in same)] for same in zip(*found, strict=True)]
        whole = "合计" if all(figure.row["measure"] in _ADDED_UP for figure in figures) else "全部"
        return Table(
            [str(by), *(_heading(figure, "\n") for figure in figures)],
            [*rows, [whole, *(_whole(figure).shown for figure in figures)]],
        )

    def table_of(self, *named: object) -> Table:
        """Figures as rows, with last year and the change; a state where a year has no value."""
        figures = [self.figure(one) for one in _some(named)]
        return Table(["指标", "单位", "本期", "上年同期", "同比"], [_beside_last_year(figure) for figure in figures])

    def chart(self, by: By, named: object) -> object:
        """The parts of a figure as bars."""
        figure = self.figure(named)
        return self.draw(Chart(f"{figure.period}{_heading(figure)}", self.parts(by, figure), lies=by is not By.MONTH))

    def chart_of(self, title: str, *named: object) -> object:
        """Figures of one unit as bars."""
        figures = [self.figure(one) for one in _some(named)]
        units = {figure.row["unit"]: figure for figure in figures}
        if len(units) > 1:
            raise Unsayable(f"一张图里的指标单位要相同,这里有:{'、'.join(units)}")
        return self.draw(Chart(f"{title}({next(iter(units))})", [_whole(figure) for figure in figures], lies=True))


def context(
    connection: duckdb.DuckDBPyConnection,
    period: Period,
    organ: str,
    remarks: Remarks,
    draw: Callable[[Chart], object],
) -> dict[str, Any]:
    """Every name of a template, in Chinese and English, with what it stands for."""
    as_of: date = connection.execute("select as_of from build").fetchall()[0][0]
    rows = published.compared(connection, period)
    now = _in_words(period.year, period.last_month, as_of)
    figures = {row["figure"]: Figure(row, now, remarks, _before(row)) for row in rows}
    sources = Sources(connection, period, figures, draw)
    by_title = {row["title"]: figures[row["figure"]] for row in rows}
    return {**by_title, **figures, **_facts(period, organ, now, as_of), **_functions(sources)}


def titles(figures: Iterable[Figure]) -> Iterator[str]:
    """Names and titles."""
    for figure in figures:
        yield from (figure.row["figure"], figure.row["title"])


def _facts(period: Period, organ: str, now: str, as_of: date) -> dict[str, Any]:
    said = {
        ("年度", "year"): period.year,
        ("上年", "last_year"): period.year - 1,
        ("期间", "period"): now,
        ("是全年", "is_whole_year"): now == _in_words(period.year, _WHOLE_YEAR, date.max),
        ("机关", "organ"): organ or _NO_ORGAN,
        ("数据截止日", "as_of"): f"{as_of.year}年{as_of.month}月{as_of.day}日",
    }
    return {name: value for names, value in said.items() for name in names}


def _functions(sources: Sources) -> dict[str, Callable[..., object]]:
    given: _Functions = {
        ("指标", "figure"): lambda named: sources.figure(named),
        ("指标表", "table_of"): lambda *named: sources.table_of(*named),
        ("指标图", "chart_of"): lambda title, *named: sources.chart_of(str(title), *named),
    }
    for by, word, english in (
        (By.MONTH, "月", "month"),
        (By.ORG_UNIT, "机构", "org_unit"),
        (By.FIELD, "领域", "field"),
    ):
        given |= _split_functions(sources, by, word, english)
    return {name: function for names, function in given.items() for name in names}


def _split_functions(sources: Sources, by: By, word: str, english: str) -> _Functions:
    return {
        (f"各{word}", f"each_{english}"): lambda named: sources.parts(by, named),
        (f"分{word}表", f"table_by_{english}"): lambda *named: sources.table(by, *named),
        (f"分{word}图", f"chart_by_{english}"): lambda named: sources.chart(by, named),
    }


def _in_words(year: int, last_month: int, as_of: date) -> str:
    """The period: 2023年, 2023年1—6月; a year that has not ended: 2024年截至3月1日."""
    if year == as_of.year and last_month >= as_of.month:
        return f"{year}年截至{as_of.month}月{as_of.day}日"
    months = "" if last_month == _WHOLE_YEAR else "1月" if last_month == 1 else f"1—{last_month}月"
    return f"{year}年{months}"


def _before(row: dict[str, Any]) -> str:
    """The period of last year that a figure is beside."""
    year, month = row["previous_through"].split("-")
    return _in_words(int(year), int(month), date.max)


def _some(named: tuple[object, ...]) -> tuple[object, ...]:
    if not named:
        raise Unsayable("括号里要写至少一个指标")
    return named


def _heading(figure: Figure, between: str = "") -> str:
    return f"{figure.row['title']}{between}({figure.row['unit']})"


def _whole(figure: Figure) -> Part:
    """A figure as one part; exact also where the report writes 余."""
    label = f"{figure.row['title']}({BY_HAND})" if figure.is_by_hand else figure.row["title"]
    return Part(label, printed_figure(figure.row) or "", figure.value)


def _beside_last_year(figure: Figure) -> list[str]:
    """A figure as a row: its values or states. There is a change where both periods are whole."""
    row, before = figure.row, figure.last_year
    change = "—"
    if row["status"] == before.row["status"] == _WHOLE:
        change = figure.change_rate if row["unit"] == "%" or row["change_percent"] else figure.change
    return [row["title"], row["unit"], _stated(figure), _stated(before), change]


def _stated(figure: Figure) -> str:
    """The value, with a word where months are missing or nobody could check it; or the state."""
    status = str(figure.row["status"])
    if figure.row["value"] is None:
        return status
    word = BY_HAND if figure.is_by_hand else "" if status == _WHOLE else status
    return f"{figure.printed}\n({word})" if word else figure.printed
