"""The command line: ``enfstat``. Each command loads what it needs; none of them loads Prefect."""

from __future__ import annotations

import os
import sys

import typer

from flows.commands import figures, files, nights, releases, upkeep
from flows.errors import EnfstatError

app = typer.Typer(
    name="enfstat",
    help="交通运输行政执法统计:从 Excel 导出到可追溯的年度指标",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for group in (nights, files, figures, releases, upkeep):
    app.add_typer(group.app)


def main() -> None:
    """Entry point: an error is one line that says what to do, never a traceback, and ends with exit status 1."""
    try:
        app()
    except EnfstatError as error:
        typer.echo(f"错误:{error}", err=True)
        sys.exit(1)
    except Exception as error:
        from flows.store.failing import store_failed

        if failed := store_failed(error):
            typer.echo(f"错误:{failed}", err=True)
            sys.exit(1)
        if os.environ.get("ENFSTAT_DEBUG"):
            raise
        typer.echo(f"内部错误({type(error).__name__}):{error}。请把这一行和运行记录交给维护人员", err=True)
        sys.exit(1)
