"""Where a figure comes from, drawn: column of an export → column of a core table → part of the figure.

Read from the table ``figure_lineage`` of the published database: figure, part, core_table, core_column, contract,
source_column, source_heading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from flows.outputs.asked import Row
from flows.outputs.kinds import kind_titles
from flows.outputs.pages.drawing import drawing

_PARTS = {
    "condition": "计不计入",
    "counted": "是否计入分子",
    "quantity": "数量",
    "numerator": "分子",
    "denominator": "分母",
    "occurred_on": "归哪一年",
}
_ROW, _BOX = 30, 24
_COLUMNS = ((0, 330), (430, 300), (830, 150))  # left edge and width: exports, core tables, parts of the figure
_WIDTH = 980

Edge = tuple[str, str]


@dataclass(frozen=True)
class Lineage:
    """A drawing of where a figure comes from, and the same in words, one line a part."""

    picture: Markup
    lines: tuple[tuple[str, str], ...]


def drawn_lineage(title: str, rows: Sequence[Row]) -> Lineage | None:
    """The lineage of one figure; None where nothing is known of it."""
    if not rows:
        return None
    edges = [(_source(row), _core(row), _PARTS.get(row["part"], str(row["part"]))) for row in rows]
    columns = [_stacked(dict.fromkeys(names)) for names in zip(*edges, strict=True)]
    height = max(len(column) for column in columns) * _ROW
    curves = [_curve(columns, at, ends) for at in (0, 1) for ends in dict.fromkeys(edge[at : at + 2] for edge in edges)]
    boxes = [_box(at, name, y) for at, column in enumerate(columns) for name, y in column.items()]
    words = f"{title}的数据来源图,文字见下表"
    return Lineage(drawing("lineage", (_WIDTH, height), words, "".join((*curves, *boxes))), tuple(_lines(edges)))


def _source(row: Row) -> str:
    if not row["contract"]:
        return "本次构建的截止日"
    return f"{kind_titles(row['contract'])}:{row['source_heading'] or row['source_column'] or '有哪些行'}"


def _core(row: Row) -> str:
    return f"{row['core_table']}.{row['core_column']}" if row["core_column"] else f"{row['core_table']} 的行"


def _stacked(names: Iterable[str]) -> dict[str, int]:
    """Each name at the middle of its row."""
    return {name: number * _ROW + _ROW // 2 for number, name in enumerate(names)}


def _box(at: int, name: str, y: int) -> str:
    left, width = _COLUMNS[at]
    return (
        f'<rect x="{left + 1}" y="{y - _BOX // 2}" width="{width - 2}" height="{_BOX}" rx="3"/>'
        f'<text x="{left + 10}" y="{y + 4}">{escape(name)}</text>'
    )


def _curve(columns: Sequence[Mapping[str, int]], at: int, ends: Sequence[str]) -> str:
    start = _COLUMNS[at][0] + _COLUMNS[at][1]
    end = _COLUMNS[at + 1][0]
    middle = (start + end) // 2
    y_start, y_end = columns[at][ends[0]], columns[at + 1][ends[1]]
    return f'<path d="M{start} {y_start}C{middle} {y_start} {middle} {y_end} {end} {y_end}"/>'


def _lines(edges: Iterable[tuple[str, str, str]]) -> Iterable[tuple[str, str]]:
    by_part: dict[str, list[str]] = {}
    for source, core, part in edges:
        by_part.setdefault(part, []).append(f"{core} ← {source}")
    return ((part, ";".join(dict.fromkeys(found))) for part, found in by_part.items())
