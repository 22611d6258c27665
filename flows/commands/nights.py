"""The night and what holds it: run, hold, promote, serve, status."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from flows.commands.common import AS_OF, PLACES, say, warn, with_settings
from flows.commands.line import Commands, argument, flag
from flows.errors import EnfstatError
from flows.settings import Settings, load_settings

commands = Commands()


@commands.command(AS_OF, flag("--backlog", help="补录历史数据:这一次不与上次发布的结果比较"), *PLACES)
@with_settings
def run(settings: Settings, as_of: date | None, backlog: bool) -> int:
    """运行一夜:归档、读取、校验、计算、核对、发布。"""
    from flows.reporting import report_outcome, walk_on_terminal
    from flows.sequence import day_of_run, night
    from flows.watch.nights import told_night

    day = as_of or day_of_run(settings)
    outcome = told_night(lambda: night(settings, day, walk_on_terminal(), is_backlog=backlog), settings, warn)
    report_outcome(outcome, settings)
    return outcome.exit


@commands.command(*PLACES)
@with_settings
def hold(settings: Settings) -> None:
    """为什么没有发布:最近一次算出而被阻止发布的结果,及每一处问题。"""
    from flows.reporting import report_hold
    from flows.steps.override import held_build
    from flows.store.layout import Warehouse

    store = Warehouse(settings.warehouse)
    report_hold(held_build(store), store)


@commands.command(
    argument("--because", required=True, help="放行的理由"), argument("--by", required=True, help="放行人"), *PLACES
)
@with_settings
def promote(settings: Settings, because: str, by: str) -> None:
    """核实无误后,发布被阻止的结果;理由和放行人记入运行记录。"""
    from flows.sequence import now, run_lock
    from flows.steps.override import promote_held
    from flows.store.layout import Warehouse

    store = Warehouse(settings.warehouse)
    with run_lock(store):
        build_id = promote_held(store, because=because, by=by, at=now())
    say(f"已发布版本 {build_id}")


@commands.command(
    argument("--only", choices=("server", "schedule"), help="只启动服务器(server),或只按时运行(schedule)"), *PLACES
)
@with_settings
def serve(settings: Settings, only: str | None) -> None:
    """按设置的时间每夜运行,并在本机网页上显示运行记录;一直运行到被停止。"""
    from flows.serve import serve_both, serve_schedule, serve_server

    work = {None: serve_both, "server": serve_server, "schedule": serve_schedule}[only]
    work(settings)


@commands.command(
    argument("--format", dest="form", choices=("text", "json"), default="text", help="输出格式"),
    flag("--notify", help="有新情况时发出消息"),
    argument("--prometheus", type=Path, help="另写成 Prometheus 文本文件"),
    *PLACES,
)
def status(
    form: str, notify: bool, prometheus: Path | None, raw: Path | None, warehouse: Path | None, sample: bool
) -> int:
    """现在的状况:上次运行、发布了什么、暂缓了什么、该报的报了没有。退出码 0 正常,1 提醒,2 严重。"""
    from flows.watch.alerts import Level, level
    from flows.watch.nights import tell
    from flows.watch.notify import now_standing
    from flows.watch.status import facts, headline, lines, write_prometheus

    try:
        settings = load_settings(raw, warehouse, sample)
        standing, found = now_standing(settings)
        if notify:
            tell(settings, warn)
        if prometheus:
            write_prometheus(standing, found, prometheus)
    except (EnfstatError, OSError) as error:
        say(f"{Level.CRITICAL.name} - {error}")
        return Level.CRITICAL
    if form == "json":
        say(json.dumps(facts(standing, found), ensure_ascii=False, indent=1, default=str))
    else:
        say("\n".join([headline(standing, found), *lines(standing, found)]))
    return level(found)
