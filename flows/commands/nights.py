"""The night and what holds it: run, hold, promote, serve, status."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.common import AsOf, Raw, Sample, WarehouseAt, day_of, warn
from flows.errors import EnfstatError
from flows.settings import load_settings

app = typer.Typer()


class Part(StrEnum):
    """What ``enfstat serve`` is made of."""

    SERVER = "server"
    SCHEDULE = "schedule"


class StatusFormat(StrEnum):
    """How the status is printed."""

    TEXT = "text"
    JSON = "json"


@app.command()
def run(
    raw: Raw = None,
    warehouse: WarehouseAt = None,
    as_of: AsOf = None,
    backlog: Annotated[bool, typer.Option("--backlog", help="补录历史数据:这一次不与上次发布的结果比较")] = False,
    sample: Sample = False,
) -> None:
    """运行一夜:归档、读取、校验、计算、核对、发布。"""
    from flows.reporting import report_outcome, walk_on_terminal
    from flows.sequence import day_of_run, night
    from flows.watch.notify import told_night

    settings = load_settings(raw, warehouse, sample)
    day = day_of(as_of) if as_of else day_of_run(settings)
    outcome = told_night(lambda: night(settings, day, walk_on_terminal(), is_backlog=backlog), settings, warn)
    report_outcome(outcome, settings)
    raise typer.Exit(outcome.exit)


@app.command()
def hold(raw: Raw = None, warehouse: WarehouseAt = None, sample: Sample = False) -> None:
    """为什么没有发布:最近一次算出而被阻止发布的结果,及每一处问题。"""
    from flows.reporting import report_hold
    from flows.steps.override import held_build
    from flows.store.layout import Warehouse

    store = Warehouse(load_settings(raw, warehouse, sample).warehouse)
    report_hold(held_build(store), store)


@app.command()
def promote(
    because: Annotated[str, typer.Option("--because", help="放行的理由")],
    by: Annotated[str, typer.Option("--by", help="放行人")],
    raw: Raw = None,
    warehouse: WarehouseAt = None,
    sample: Sample = False,
) -> None:
    """核实无误后,发布被阻止的结果;理由和放行人记入运行记录。"""
    from flows.sequence import now, run_lock
    from flows.steps.override import promote_held
    from flows.store.layout import Warehouse

    store = Warehouse(load_settings(raw, warehouse, sample).warehouse)
    with run_lock(store):
        build_id = promote_held(store, because=because, by=by, at=now())
    typer.echo(f"已发布版本 {build_id}")


@app.command()
def serve(
    only: Annotated[Part | None, typer.Option("--only", help="只启动服务器(server),或只按时运行(schedule)")] = None,
    raw: Raw = None,
    warehouse: WarehouseAt = None,
    sample: Sample = False,
) -> None:
    """按设置的时间每夜运行,并在本机网页上显示运行记录;一直运行到被停止。"""
    from flows.serve import serve_both, serve_schedule, serve_server

    work = {None: serve_both, Part.SERVER: serve_server, Part.SCHEDULE: serve_schedule}[only]
    work(load_settings(raw, warehouse, sample))


@app.command()
def status(
    form: Annotated[StatusFormat, typer.Option("--format", help="输出格式")] = StatusFormat.TEXT,
    notify: Annotated[bool, typer.Option("--notify", help="有新情况时发出消息")] = False,
    prometheus: Annotated[Path | None, typer.Option("--prometheus", help="另写成 Prometheus 文本文件")] = None,
    raw: Raw = None,
    warehouse: WarehouseAt = None,
    sample: Sample = False,
) -> None:
    """现在的状况:上次运行、发布了什么、暂缓了什么、该报的报了没有。退出码 0 正常,1 提醒,2 严重。"""
    from flows.watch.alerts import Level, level
    from flows.watch.notify import now_standing, tell
    from flows.watch.status import facts, headline, lines, write_prometheus

    try:
        settings = load_settings(raw, warehouse, sample)
        standing, found = now_standing(settings)
        if notify:
            tell(settings, warn)
        if prometheus:
            write_prometheus(standing, found, prometheus)
    except (EnfstatError, OSError) as error:
        typer.echo(f"{Level.CRITICAL.name} - {error}")
        raise typer.Exit(Level.CRITICAL) from None
    if form is StatusFormat.JSON:
        typer.echo(json.dumps(facts(standing, found), ensure_ascii=False, indent=1, default=str))
    else:
        typer.echo("\n".join([headline(standing, found), *lines(standing, found)]))
    raise typer.Exit(level(found))
