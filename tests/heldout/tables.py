"""Lines laid out as a sheet: titles, headings, the body with all that is no data, and where each line stands."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from openpyxl.utils import get_column_letter

from .lines import ACCEPTED, LOOSE, Line, needed_columns
from .spelling import NumberCell, Pen, RawCell, heading_text
from .vocabulary import CONTRACTS, Column, recognised_as

UNKNOWN_HEADINGS = ("录入人员", "所属乡镇", "审批意见", "系统主键", "经办窗口代码")
GROUP_HEADINGS = ("基本情况", "办理情况", "登记事项")
TITLES = (
    "某某县交通运输局执法台账", "依据《某某办法》（2019年修订）填报", "某交〔2020〕15号文件附件",
    "导出时间：2024-01-05 10:20:30", "制表日期：2023年11月", "打印日期 2022年3月4日",
    "单位：某某县交通运输局        填表要求：逐项填写",
)  # fmt: skip
CLOSING_NOTES = (
    "填报人：某某    审核人：某某", "制表：综合科", "说明：本表由系统生成", "备注：以上数据已核对", "备注:无",
)  # fmt: skip
MERGED_BODY = ("task_no", "task_name", "task_kind", "org_unit", "field", "item_name", "item_kind")


@dataclass(frozen=True)
class Style:
    """What the file format allows, and how wild the table may be."""

    has_merges: bool
    base_1904: bool = False
    is_wild: bool = True


@dataclass(frozen=True)
class Slot:
    """One column of the sheet: a contract's column under one of its headings, or something unknown."""

    heading: str
    column: Column | None = None
    unit: str = ""


@dataclass(frozen=True)
class Placed:
    """Where a line came to stand: sheet, Excel row, and for each column the cells that hold it."""

    line: Line
    sheet: str
    row: int
    cells: dict[str, frozenset[str]]


@dataclass
class Sheet:
    """A grid from A1, with merges as (first row, first column, last row, last column), from 0."""

    name: str
    grid: list[list[RawCell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_hidden: bool = False
    placed: list[Placed] = field(default_factory=list)
    skipped: int = 0  # rows that are certainly no data
    maybe_skipped: int = 0  # blank rows and repeated headings below the heading


def lay_sheet(
    rng: random.Random, name: str, contract: str, lines: Sequence[Line], style: Style, stated: str = ""
) -> Sheet:
    """A sheet that holds the lines, in their order unless merges want them sorted; `stated` is a title with cover."""
    slots = choose_slots(rng, contract, lines, style)
    sheet = Sheet(name)
    left = rng.choice((0, 0, 0, 1, 2)) if style.is_wild else 0
    _write_top(rng, sheet, left, len(slots), stated, style)
    _write_headings(rng, sheet, left, slots, style)
    merged = rng.choice(MERGED_BODY) if style.has_merges and rng.random() < 0.4 else ""
    if merged:
        lines = sorted(lines, key=lambda line: str(line.values.get(merged)))
    _write_body(rng, sheet, left, slots, lines, style)
    if merged:
        _merge_runs(sheet, left, slots, merged)
    return sheet


# -- columns ---------------------------------------------------------------------------------------------------------
def choose_slots(rng: random.Random, contract: str, lines: Sequence[Line], style: Style) -> list[Slot]:
    """The columns in some order under some of their headings; the table must be recognisable without doubt."""
    while True:
        slots = _some_slots(rng, contract, lines, style)
        headings = {slot.heading if slot.column is None else _plain(slot) for slot in slots}
        known = sum(slot.column is not None for slot in slots)
        if known >= 3 and recognised_as(headings) == contract:  # fewer than three are no heading row
            return slots


def _plain(slot: Slot) -> str:
    """The heading as the specification lists it."""
    assert slot.column is not None
    squeezed = "".join(slot.heading.split()).replace("*", "")
    bare = squeezed.replace("（", "(").partition("(")[0]
    return next(heading for heading in slot.column.headings if heading == bare)


def _some_slots(rng: random.Random, contract: str, lines: Sequence[Line], style: Style) -> list[Slot]:
    wanted = {column.name for column in CONTRACTS[contract] if column.is_needed}
    for line in lines:
        wanted |= needed_columns(line)
    banned = {name for line in lines for name in line.lacks}
    slots: list[Slot] = []
    for column in CONTRACTS[contract]:
        if column.name in banned or (column.name not in wanted and rng.random() < 0.7):
            continue
        slots += _slots_of(rng, column, style)
    if style.is_wild:
        slots += [Slot(heading) for heading in rng.sample(UNKNOWN_HEADINGS, rng.choice((0, 0, 1, 2)))]
        rng.shuffle(slots)
    return _with_a_head(rng, contract, slots)


def _slots_of(rng: random.Random, column: Column, style: Style) -> list[Slot]:
    """One slot mostly; now and then two of the column's headings stand in the same table."""
    unit = rng.choice(("", "", "元", "万元")) if column.kind == "money" and style.is_wild else ""
    may_be_double = style.is_wild and len(column.headings) > 1 and column.kind in ("date", "enum", "bool")
    chosen = [rng.choice(column.headings)]
    if may_be_double and rng.random() < 0.08:
        chosen = rng.sample(column.headings, 2)
    return [Slot(heading_text(rng, heading, unit) if style.is_wild else heading, column, unit) for heading in chosen]


def _with_a_head(rng: random.Random, contract: str, slots: list[Slot]) -> list[Slot]:
    """A counter or the key comes first, since totals and notes stand in the first column."""
    if rng.random() < 0.5:
        return [Slot("序号"), *slots]
    key = CONTRACTS[contract][0].name if contract != "outreach" else "event_name"
    first = next(slot for slot in slots if slot.column is not None and slot.column.name == key)
    return [first, *(slot for slot in slots if slot is not first)]


# -- above the body --------------------------------------------------------------------------------------------------
def _write_top(rng: random.Random, sheet: Sheet, left: int, width: int, stated: str, style: Style) -> None:
    """Blank rows, titles and notes."""
    titles = rng.sample(TITLES, rng.choice((0, 0, 1, 2))) if style.is_wild else []
    if stated:
        titles.insert(rng.randrange(len(titles) + 1), stated)
    sheet.grid += [[] for _ in range(rng.choice((0, 0, 1, 3)) if style.is_wild else 0)]
    for title in titles:
        row = len(sheet.grid)
        sheet.grid.append(_indented(left, [title]))
        if style.has_merges and width > 2 and rng.random() < 0.5:
            sheet.merges.append((row, left, row, left + width - 1))
        if rng.random() < 0.3:
            sheet.grid.append([])


def _indented(left: int, cells: Sequence[RawCell]) -> list[RawCell]:
    """The cells behind the blank columns at the left edge."""
    return [*[None] * left, *cells]


def _write_headings(rng: random.Random, sheet: Sheet, left: int, slots: Sequence[Slot], style: Style) -> None:
    """One row of headings, or two with a group over some of them."""
    names: list[RawCell] = [slot.heading for slot in slots]
    start = rng.randrange(2, max(len(slots) - 2, 3))
    stop = min(start + rng.choice((2, 3)), len(slots))
    known_outside = sum(slot.column is not None for slot in (*slots[:start], *slots[stop:]))
    if not (style.has_merges and known_outside >= 3 and stop - start > 1 and rng.random() < 0.3):
        sheet.grid.append([None] * left + names)
        return
    top = len(sheet.grid)
    upper: list[RawCell] = list(names)
    upper[start:stop] = [rng.choice(GROUP_HEADINGS), *[None] * (stop - start - 1)]
    lower: list[RawCell] = [name if start <= place < stop else None for place, name in enumerate(names)]
    sheet.grid += [[None] * left + upper, [None] * left + lower]
    sheet.merges.append((top, left + start, top, left + stop - 1))
    sheet.merges += [
        (top, left + place, top + 1, left + place) for place in range(len(slots)) if not start <= place < stop
    ]


# -- the body --------------------------------------------------------------------------------------------------------
def _write_body(
    rng: random.Random, sheet: Sheet, left: int, slots: Sequence[Slot], lines: Sequence[Line], style: Style
) -> None:
    pen = Pen(rng, style.is_wild, style.base_1904)
    one_row_heading = list(sheet.grid[-1]) if not any(merge[0] != merge[2] for merge in sheet.merges) else None
    if style.is_wild:
        _write_hints(rng, sheet, left, slots, lines, pen)
    for number, line in enumerate(lines, start=1):
        _write_line(sheet, left, slots, line, pen, number)
        if style.is_wild and rng.random() < 0.04:
            _write_interruption(rng, sheet, left, slots, one_row_heading)
    if style.is_wild:
        _write_end(rng, sheet, left, slots, is_empty=not lines)


def _write_line(sheet: Sheet, left: int, slots: Sequence[Slot], line: Line, pen: Pen, number: int) -> None:
    """The line's cells; where a column stands twice, the heading listed first decides."""
    row: list[RawCell] = [None] * left
    by_name: dict[str, list[int]] = {}
    for place, slot in enumerate(slots):
        if slot.column is None:
            other = pen.rng.choice((None, "某某", "2019-02-30", "-1"))
            row.append(NumberCell(number) if slot.heading == "序号" else other)
        else:
            row.append(None)
            by_name.setdefault(slot.column.name, []).append(place)
    for places in by_name.values():
        places.sort(key=lambda place: _rank(slots[place]))
        _fill(row, left, slots, places, line, pen)
    excel_row = len(sheet.grid) + 1
    cells = {
        name: frozenset(f"{get_column_letter(left + place + 1)}{excel_row}" for place in places)
        for name, places in by_name.items()
    }
    sheet.grid.append(row)
    sheet.placed.append(Placed(line, sheet.name, excel_row, cells))


def _rank(slot: Slot) -> int:
    assert slot.column is not None
    return slot.column.headings.index(_plain(slot))


def _fill(row: list[RawCell], left: int, slots: Sequence[Slot], places: list[int], line: Line, pen: Pen) -> None:
    """Write one column of the line into its cell, or into one or both of its cells."""
    column = slots[places[0]].column
    assert column is not None
    if column.name in line.raw:
        row[left + places[0]] = line.raw[column.name]
        return
    value = line.values.get(column.name)
    texts = [pen.write(column, value, slots[place].unit) for place in places]
    if len(places) == 1:
        row[left + places[0]] = texts[0]
        return
    pattern = pen.rng.choice(("first", "second", "both", "differing"))
    if value is None or pattern == "first":
        row[left + places[0]] = texts[0]
    elif pattern == "second":
        row[left + places[1]] = texts[1]
    else:
        row[left + places[0]], row[left + places[1]] = texts[0], texts[1]
        if pattern == "differing":
            row[left + places[1]] = _another(column, pen)


def _another(column: Column, pen: Pen) -> RawCell:
    """A legal value that should lose against the heading listed first."""
    if column.kind == "date":
        return pen.write(column, date(2021, 7, 7))
    if column.kind == "bool":
        return pen.write(column, pen.rng.random() < 0.5)
    return pen.write(column, pen.rng.choice(list(column.values or {})))


def _write_hints(
    rng: random.Random, sheet: Sheet, left: int, slots: Sequence[Slot], lines: Sequence[Line], pen: Pen
) -> None:
    """A line of hints, or an example to be deleted, right under the heading."""
    if rng.random() < 0.12:
        hints: list[RawCell] = [
            "YYYY-MM-DD" if slot.column is not None and slot.column.kind == "date" else None for slot in slots
        ]
        if any(hints):
            sheet.grid.append([None] * left + hints)
            sheet.skipped += 1
    if rng.random() < 0.12 and lines:
        example = rng.choice(lines).values
        row: list[RawCell] = [
            pen.write(slot.column, example.get(slot.column.name), slot.unit) if slot.column is not None else None
            for slot in slots
        ]
        row[0] = rng.choice(("例", "示例", "案例(请删除)", "案例（请删除）"))
        sheet.grid.append([None] * left + row)
        sheet.skipped += 1


def _write_interruption(
    rng: random.Random, sheet: Sheet, left: int, slots: Sequence[Slot], heading: list[RawCell] | None
) -> None:
    """A blank row, a subtotal of the page, or the heading once more."""
    kind = rng.choice(("blank", "subtotal", "heading"))
    if kind == "blank":
        sheet.grid.append([])
        sheet.maybe_skipped += 1
    elif kind == "subtotal":
        _write_total(rng, sheet, left, slots, rng.choice(("小计", "本页小计")))
    elif heading is not None:
        sheet.grid.append(list(heading))
        sheet.maybe_skipped += 1


def _write_total(rng: random.Random, sheet: Sheet, left: int, slots: Sequence[Slot], word: str) -> None:
    """A row with the word in the first column and numbers under the amounts."""
    has_sum = [slot.column is not None and slot.column.kind in ("money", "int") for slot in slots]
    row: list[RawCell] = [NumberCell(rng.randrange(1, 99999)) if summed else None for summed in has_sum]
    row[0] = word
    sheet.grid.append([None] * left + row)
    sheet.skipped += 1


def _write_end(rng: random.Random, sheet: Sheet, left: int, slots: Sequence[Slot], is_empty: bool) -> None:
    """Totals and notes below; in an empty ledger perhaps a row that says so."""
    if is_empty and slots[0].heading == "序号" and rng.random() < 0.7:
        sheet.grid.append(_indented(left, [NumberCell(1), rng.choice(("无", "本年无", "本月无", "零报告"))]))
        sheet.skipped += 1
    if rng.random() < 0.4:
        _write_total(rng, sheet, left, slots, rng.choice(("合计", "总计")))
    if rng.random() < 0.3:
        sheet.grid.append([])
        sheet.maybe_skipped += 1
    for note in rng.sample(CLOSING_NOTES, rng.choice((0, 0, 1, 2))):
        sheet.grid.append(_indented(left, [note]))
        sheet.skipped += 1


def _merge_runs(sheet: Sheet, left: int, slots: Sequence[Slot], name: str) -> None:
    """Neighbouring lines with the same value share one merged cell in that column."""
    places = [place for place, slot in enumerate(slots) if slot.column is not None and slot.column.name == name]
    if len(places) != 1:
        return
    column = left + places[0]
    for run in _runs(sheet.placed, name):
        first, last = run[0].row - 1, run[-1].row - 1
        for row in range(first + 1, last + 1):
            sheet.grid[row][column] = None
        sheet.merges.append((first, column, last, column))


def _runs(placed: Iterable[Placed], name: str) -> list[list[Placed]]:
    """Stretches of two good lines or more, one under another, with the same filled value."""
    runs: list[list[Placed]] = []
    for place in placed:
        line = place.line
        value = line.values.get(name)
        if value is None or name in line.raw or line.verdict not in (ACCEPTED, LOOSE):
            continue
        last = runs[-1][-1] if runs else None
        if last is not None and last.row + 1 == place.row and last.line.values.get(name) == value:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [run for run in runs if len(run) > 1]
