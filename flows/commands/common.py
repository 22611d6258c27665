"""What the commands share: their options, questions to the published database, and how lists are printed."""

from __future__ import annotations

import csv
import json
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

from flows.commands.line import BadArgument, Work, argument, flag
from flows.settings import Settings, load_settings

_FIRST_YEAR, _LAST_YEAR = 2000, 2098  # as flows.periods has them, which takes longer to load than all of this


def _year(text: str) -> int:
    if not text.isdecimal() or not _FIRST_YEAR <= int(text) <= _LAST_YEAR:
        raise ArgumentTypeError(f"“{text}”不是 {_FIRST_YEAR} 到 {_LAST_YEAR} 之间的年度")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}”不是 YYYY-MM-DD 形式的日期") from None


PLACES = (
    argument("--raw", type=Path, help="存放导出文件的文件夹"),
    argument("--warehouse", type=Path, help="数据仓库所在的文件夹"),
    flag("--sample", help="使用随附的示例数据"),
)
YEAR = argument("year", type=_year, metavar="年度", help=f"{_FIRST_YEAR} 到 {_LAST_YEAR}")
THROUGH = argument("--through", metavar="YYYY-MM", help="统计到哪个月")
AS_OF = argument("--as-of", type=_day, metavar="YYYY-MM-DD", help="截止日,默认今天")
FORMAT = argument("--format", dest="shape", choices=("table", "json", "csv"), default="table", help="输出格式")


def with_settings(work: Callable[..., int | None]) -> Work:
    """A command that takes the settings in force where it is asked with :data:`PLACES`."""

    @wraps(work)
    def asked(*, raw: Path | None, warehouse: Path | None, sample: bool, **more: Any) -> int | None:
        return work(load_settings(raw, warehouse, sample), **more)

    return asked


def ask(settings: Settings, question: Callable[..., Any], *arguments: Any) -> Any:
    """Put a question to the published database; ``question`` takes the open connection first."""
    from flows.published import published_database
    from flows.store.layout import Warehouse

    with published_database(Warehouse(settings.warehouse)) as connection:
        return question(connection, *arguments)


def period_of(year: int, through: str | None) -> Any:
    """The period (flows.published.Period) of a year, or of the year up to the month of ``--through``.

    Raises:
        BadArgument: no month, or one of another year.
    """
    from flows.published import Period

    if through is None:
        return Period(year)
    try:
        last = date.fromisoformat(f"{through}-01")
    except ValueError:
        raise BadArgument(f"--through:“{through}”不是 YYYY-MM 形式的月份") from None
    if last.year != year:
        raise BadArgument(f"--through:“{through}”不在 {year} 年内")
    return Period(year, last.month)


def say(text: str) -> None:
    """Say what a command came to."""
    sys.stdout.write(f"{text}\n")


def complain(text: str) -> None:
    """Say what is wrong."""
    sys.stderr.write(f"{text}\n")


def warn(text: str) -> None:
    """Say what went wrong beside the matter."""
    complain(f"注意:{text}")


def cell(value: Any) -> str:
    """A value as a table shows it."""
    return "" if value is None else str(value)


def print_rows(rows: Sequence[dict[str, Any]], shape: str, shown: Sequence[dict[str, str]]) -> None:
    """Print a list: everything as JSON or CSV, what a person reads first as a table."""
    match shape:
        case "json":
            say(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        case "csv":
            _print_csv(rows)
        case _:
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
