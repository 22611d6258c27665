"""What the commands share: their options, questions to the published database, and how lists are printed."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.settings import Settings


class Format(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


Raw = Annotated[Path | None, typer.Option("--raw", help="存放导出文件的文件夹")]
WarehouseAt = Annotated[Path | None, typer.Option("--warehouse", help="数据仓库所在的文件夹")]
Sample = Annotated[bool, typer.Option("--sample", help="使用随附的示例数据")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="截止日(YYYY-MM-DD),默认今天")]
Through = Annotated[str | None, typer.Option("--through", help="统计到哪个月(YYYY-MM)")]
Shape = Annotated[Format, typer.Option("--format", help="输出格式")]
Year = Annotated[int, typer.Argument(help="年度", min=2000, max=2098)]


def ask(settings: Settings, question: Callable[..., Any], *arguments: Any) -> Any:
    """Put a question to the published database; ``question`` takes the open connection first."""
    from flows.published import published_database
    from flows.store.layout import Warehouse

    with published_database(Warehouse(settings.warehouse)) as connection:
        return question(connection, *arguments)


def period_of(year: int, through: str | None) -> Any:
    """The period (flows.published.Period) of a year, or of the year up to the month of ``--through``."""
    from flows.published import Period

    if through is None:
        return Period(year)
    try:
        last = date.fromisoformat(f"{through}-01")
    except ValueError:
        raise typer.BadParameter(f"“{through}”不是 YYYY-MM 形式的月份", param_hint="--through") from None
    if last.year != year:
        raise typer.BadParameter(f"“{through}”不在 {year} 年内", param_hint="--through")
    return Period(year, last.month)


def day_of(text: str) -> date:
    """The day of ``--as-of``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"“{text}”不是 YYYY-MM-DD 形式的日期", param_hint="--as-of") from None


def warn(text: str) -> None:
    """Say what went wrong beside the matter."""
    typer.echo(f"注意:{text}", err=True)


def cell(value: Any) -> str:
    """A value as a table shows it."""
    return "" if value is None else str(value)


def print_rows(rows: Sequence[dict[str, Any]], form: Format, shown: Sequence[dict[str, str]]) -> None:
    """Print a list: everything as JSON or CSV, what a person reads first as a table."""
    match form:
        case Format.JSON:
            typer.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        case Format.CSV:
            _print_csv(rows)
        case Format.TABLE:
            from flows.outputs.listed import print_table

            print_table(shown)


def _print_csv(rows: Sequence[dict[str, Any]]) -> None:
    """CSV for a spreadsheet: a text that could be taken for a formula is kept a text."""
    if rows:
        writer = csv.DictWriter(sys.stdout, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _as_text(value) for name, value in row.items()} for row in rows)


def _as_text(value: Any) -> str:
    text = "、".join(map(str, value)) if isinstance(value, list) else cell(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdigit()
