"""Lists as they are printed: folded to the width of a terminal, else one line a row."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flows.outputs.terminal import console, visible
from flows.outputs.width import text_width


def print_cover(months: Mapping[str, Sequence[date]]) -> None:
    """The months that each contract's files cover, by year."""
    years = sorted({month.year for covered in months.values() for month in covered})
    print_table(
        [
            {"种类": contract} | {str(year): _months_of(covered, year) for year in years}
            for contract, covered in months.items()
        ]
    )


def _months_of(covered: Sequence[date], year: int) -> str:
    months = [month.month for month in covered if month.year == year]
    return "全年" if len(months) == 12 else ("、".join(map(str, months)) or "—")


def print_table(rows: Sequence[Mapping[str, str]]) -> None:
    """Rows under their headings."""
    if not rows:
        return
    if sys.stdout.isatty():
        _print_folded(rows)
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(rows))


def _print_folded(rows: Sequence[Mapping[str, str]]) -> None:
    from rich.table import Table

    table = Table(*rows[0].keys(), box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(visible(str(value)) for value in row.values()))
    console().print(table)


def _lines(rows: Sequence[Mapping[str, str]]) -> Iterable[str]:
    """Every row as one line, as long as its texts, so that nothing is cut where nobody can widen the window."""
    lines = [tuple(rows[0]), *(tuple(visible(str(value)) for value in row.values()) for row in rows)]
    widths = [max(map(text_width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (text + " " * (width - text_width(text)) for text, width in zip(line, widths, strict=True))
        yield "  ".join(cells).rstrip()


def revision_cells(row: dict[str, Any]) -> dict[str, str]:
    """A revision as a line of a table."""
    changed = ";".join(f"{item['title']} {item['then'] or '空'}→{item['now'] or '空'}" for item in row["changed"])
    return {
        "指标": row["title"] or "—",
        "发布值": row["printed_then"] or row["status_then"] or "—",
        "现值": row["printed_now"] or row["status_now"] or "—",
        "原因": row["cause_title"],
        "编号": row["key"] or "",
        "发布时": _place(row, "then"),
        "现在": _place(row, "now"),
        "变动": ";".join(filter(None, (changed, row["why"]))),
    }


def _place(row: dict[str, Any], side: str) -> str:
    file = row[f"file_{side}"]
    return f"{file} {row[f'sheet_{side}']} 第{row[f'row_{side}']}行" if file else ""
