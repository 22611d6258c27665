"""The bureau's list of names: units and fields that were renamed, and the units that there are (CSV)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from flows.cells.dates import read_date
from flows.cells.problem import Unreadable
from flows.cells.text import clean
from flows.errors import EnfstatError
from schemas.shared import FIELD

HEADINGS = ("列", "现名", "原写法", "自", "至")
COLUMNS = {"机构": "org_unit", "执法机构": "org_unit", "org_unit": "org_unit"} | dict.fromkeys(
    ("领域", "业务领域", "field"), "field"
)


class BadNames(EnfstatError):
    """A list of names that cannot be used as it is written."""


@dataclass(frozen=True)
class Name:
    """One line: a unit or field, how else it is written, and in which records, by their date.

    ``written``: None where the line only says that there is such a unit. ``since``, ``until``: inclusive, None: open.
    """

    line: int
    column: str
    name: str
    written: str | None
    since: date | None
    until: date | None

    def overlaps(self, other: Name) -> bool:
        """Whether both speak of some day."""
        starts = max(self.since or date.min, other.since or date.min)
        return starts <= min(self.until or date.max, other.until or date.max)


def read_names(archived: Path, path: str) -> list[Name]:
    """The lines of a list of names.

    Raises:
        BadNames: a heading is missing, a line is not as it must be, or two lines contradict one another.
    """
    lines = csv.DictReader(_text(archived.read_bytes()).splitlines())
    if missing := [heading for heading in HEADINGS if heading not in (lines.fieldnames or ())]:
        raise BadNames(f"{path} 缺少列 {'、'.join(missing)};应有 {'、'.join(HEADINGS)}")
    names = [
        _name(number, line, f"{path} 第 {number} 行") for number, line in enumerate(lines, 2) if any(line.values())
    ]
    _refuse_contradictions(names, path)
    return names


def _text(content: bytes) -> str:
    """UTF-8, or what Excel in Chinese saves a CSV as."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def _name(number: int, line: Mapping[str, str | None], where: str) -> Name:
    column, name, written, since, until = (clean(line[heading] or "") for heading in HEADINGS)
    if column not in COLUMNS:
        raise BadNames(f"{where} 的“列”应是 机构 或 领域")
    if name is None:
        raise BadNames(f"{where} 缺少“现名”")
    if COLUMNS[column] == "field" and name not in FIELD.synonyms:
        raise BadNames(f"{where} 的“{name}”不是规定的业务领域;可用的有 {'、'.join(FIELD.synonyms)}")
    first, last = _day(since, where), _day(until, where)
    if first and last and first > last:
        raise BadNames(f"{where} 的“自”晚于“至”")
    return Name(number, COLUMNS[column], name, written if written != name else None, first, last)


def _day(text: str | None, where: str) -> date | None:
    try:
        return read_date(text) if text else None
    except Unreadable:
        raise BadNames(f"{where} 的“{text}”不是 YYYY-MM-DD 形式的日期") from None


def _refuse_contradictions(names: Iterable[Name], path: str) -> None:
    """On any day one writing stands for one name, and what it stands for is no other's writing that day."""
    for one, other in combinations([name for name in names if name.written], 2):
        if one.column != other.column or not one.overlaps(other):
            continue
        if one.written == other.written:
            raise BadNames(f"{path} 第 {one.line} 行与第 {other.line} 行的原写法“{one.written}”日期重叠")
        if one.name == other.written or other.name == one.written:
            raise BadNames(f"{path} 第 {one.line} 行与第 {other.line} 行前后相接;请都写到最后的现名")
