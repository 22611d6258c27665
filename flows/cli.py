"""The command line: ``enfstat``. Each command loads what it needs; none of them loads Prefect."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.errors import EnfstatError
from flows.settings import Settings, load_settings

app = typer.Typer(
    name="enfstat",
    help="交通运输行政执法统计:从 Excel 导出到可追溯的年度指标",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class Part(StrEnum):
    """What ``enfstat serve`` is made of."""

    SERVER = "server"
    SCHEDULE = "schedule"


class StatusFormat(StrEnum):
    """How the status is printed."""

    TEXT = "text"
    JSON = "json"


Raw = Annotated[Path | None, typer.Option("--raw", help="存放导出文件的文件夹")]
WarehouseAt = Annotated[Path | None, typer.Option("--warehouse", help="数据仓库所在的文件夹")]
Sample = Annotated[bool, typer.Option("--sample", help="使用随附的示例数据")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="截止日(YYYY-MM-DD),默认今天")]
Through = Annotated[str | None, typer.Option("--through", help="统计到哪个月(YYYY-MM)")]
Shape = Annotated[Format, typer.Option("--format", help="输出格式")]
Year = Annotated[int, typer.Argument(help="年度", min=2000, max=2098)]


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
    day = _day(as_of) if as_of else day_of_run(settings)
    outcome = told_night(lambda: night(settings, day, walk_on_terminal(), is_backlog=backlog), settings, _warn)
    report_outcome(outcome, settings)
    raise typer.Exit(outcome.exit)


@app.command()
def figures(
    year: Year,
    form: Shape = Format.TABLE,
    through: Through = None,
    raw: Raw = None,
    warehouse: WarehouseAt = None,
    sample: Sample = False,
) -> None:
    """一个年度(或到某个月)的全部指标,旁边是上年同期。"""
    from flows import published
    from flows.outputs.change import change_in_words, lacks_in_words, release_in_words

    rows = _ask(load_settings(raw, warehouse, sample), published.compared, _period(year, through))
    shown = [
        {
            "指标": row["title"],
            "数值": row["printed"] or "—",
            "单位": row["unit"],
            "上年同期": row["previous_printed"] or "—",
            "增减": change_in_words(row) or "—",
            "状态": row["status"],
            "说明": ";".join(filter(None, [*release_in_words(row), *lacks_in_words(row), row["note"]])),
            "名称": row["figure"],
        }
        for row in rows
    ]
    _print(rows, form, shown)


@app.command()
def trace(
    figure: Annotated[str, typer.Argument(help="指标名称,如 cases_penalized")],
    year: Year,
    form: Shape = Format.TABLE,
    through: Through = None,
    raw: Raw = None,
    warehouse: WarehouseAt = None,
    sample: Sample = False,
) -> None:
    """一个指标背后的每一条记录,及其文件、工作表和 Excel 行号。"""
    from flows import published

    rows = _ask(load_settings(raw, warehouse, sample), published.trace, figure, _period(year, through))
    titles = {"file": "文件", "sheet": "工作表", "row": "行", "key": "编号", "occurred_on": "日期", "value": "计入"}
    titles |= {"correction": "更正"} if any(row["correction"] for row in rows) else {}
    _print(rows, form, [{title: _cell(row[name]) for name, title in titles.items()} for row in rows])


@app.command()
def rejects(
    form: Shape = Format.TABLE,
    workbook: Annotated[Path | None, typer.Option("--workbook", help="写出退回单(xlsx):含原文,改正后可放回")] = None,
    clear: Annotated[bool, typer.Option("--clear", help="显示原文(读取归档,需要运行账号的权限)")] = False,
    history: Annotated[bool, typer.Option("--all", help="已改正的也列出,写明由哪个文件改正")] = False,
    raw: Raw = None,
    warehouse: WarehouseAt = None,
    sample: Sample = False,
) -> None:
    """还待改正的退回:哪个文件、哪个单元格、违反哪条规则、如何改正。个人信息已隐去,--clear 和退回单除外。"""
    from flows import published

    settings = load_settings(raw, warehouse, sample)
    if workbook is not None:
        _write_returns(settings, workbook)
        return
    rows = _ask(settings, published.rejections, history)
    if clear:
        from flows.outputs.correction.question import in_clear
        from flows.passwords import known_passwords
        from flows.store.layout import Warehouse

        store = Warehouse(settings.warehouse)
        rows = in_clear(rows, store, known_passwords(settings.password_file, store))
    titles = {
        "file": "文件",
        "sheet": "工作表",
        "cell": "单元格",
        "heading": "列",
        "value": "原值",
        "message": "原因与处理",
    } | ({"status": "状态", "mended_by": "改正文件"} if history else {})
    _print(rows, form, [{title: _cell(row[name]) for name, title in titles.items()} for row in rows])


def _write_returns(settings: Settings, path: Path) -> None:
    """Write the correction workbook under a name with its day, and say so."""
    from flows.outputs.correction.question import ask_returns
    from flows.outputs.correction.workbook import named, write_correction_workbook
    from flows.passwords import known_passwords
    from flows.store.layout import Warehouse

    store = Warehouse(settings.warehouse)
    returns = _ask(settings, ask_returns, store, known_passwords(settings.password_file, store))
    if not returns.sheets and not returns.refused:
        typer.echo("没有待改正的退回,也没有拒收的文件,不写退回单")
        return
    written = named(path, returns)
    write_correction_workbook(returns, written)
    rows = sum(len(sheet.findings) for sheet in returns.sheets)
    typer.echo(
        f"已写出 {written}:{len(returns.sheets)} 张工作表,{rows} 行待改正。"
        "含个人信息原文,请只发给原报送人;文件名里的日期是它的导出时间,改正后连同文件名一起放回收件文件夹"
    )


@app.command()
def files(form: Shape = Format.TABLE, raw: Raw = None, warehouse: WarehouseAt = None, sample: Sample = False) -> None:
    """收到了哪些文件、哪些有效,以及各类数据覆盖的月份。"""
    from flows import published
    from flows.outputs.listed import print_cover

    settings = load_settings(raw, warehouse, sample)
    rows = _ask(settings, published.files)
    titles = {
        "file": "文件",
        "contract": "种类",
        "status": "状态",
        "read": "读入",
        "accepted": "接受",
        "rejected": "退回",
        "skipped": "跳过",
        "reason": "原因",
        "notes": "附注",
    }
    joined = [row | {"notes": ";".join(row["notes"] or ())} for row in rows]
    _print(rows, form, [{title: _cell(row[name]) for name, title in titles.items()} for row in joined])
    if form is Format.TABLE:
        print_cover(_ask(settings, published.cover))


@app.command()
def corrections(
    form: Shape = Format.TABLE, raw: Raw = None, warehouse: WarehouseAt = None, sample: Sample = False
) -> None:
    """申报的数据更正:更正、认可和退款各一条,是否生效,没有生效的是什么原因。"""
    from flows import published

    rows = _ask(load_settings(raw, warehouse, sample), published.corrections)
    titles = {"file": "申报文件", "row": "行", "key": "编号", "title": "列", "status": "状态", "message": "说明"}
    _print(rows, form, [{title: _cell(row[name]) for name, title in titles.items()} for row in rows])


@app.command()
def retract(
    file: Annotated[str, typer.Argument(help="raw 下的路径")],
    undo: Annotated[bool, typer.Option("--undo", help="恢复被撤下的文件")] = False,
    raw: Raw = None,
    warehouse: WarehouseAt = None,
    as_of: AsOf = None,
    sample: Sample = False,
) -> None:
    """撤下一个文件当前有效的内容(或恢复);下次运行时生效。"""
    from flows.sequence import run_lock, today
    from flows.steps.retract import retract_file
    from flows.store.layout import Warehouse

    store = Warehouse(load_settings(raw, warehouse, sample).warehouse)
    with run_lock(store):
        entry = retract_file(file, store, _day(as_of) if as_of else today(), is_undone=undo)
    typer.echo(
        f"{'已恢复' if undo else '已撤下'}:{entry.path}(sha256 {entry.sha256[:12]}…)。请运行 enfstat run 使其生效"
    )


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
def backup(
    directory: Annotated[Path, typer.Argument(help="备份到哪个文件夹(最好在另一块磁盘上)")],
    with_key: Annotated[bool, typer.Option("--with-key", help="连同散列用的密钥一起备份(不建议:请另行保管)")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="备份后把其中的每个字节重新核对一遍")] = False,
    raw: Raw = None,
    warehouse: WarehouseAt = None,
    sample: Sample = False,
) -> None:
    """备份归档、收件清单、运行记录、发布和设置;只复制新增的,逐字节核对。"""
    from flows.backup.objects import Backup
    from flows.backup.take import take_backup
    from flows.sequence import now

    taken = take_backup(load_settings(raw, warehouse, sample), directory, now(), with_key=with_key)
    typer.echo(f"已备份 {len(taken.snapshot.files)} 个文件:{taken.path}{'' if with_key else '(不含密钥)'}")
    damaged = [*taken.damaged, *(Backup(directory).damaged(taken.snapshot) if verify else [])]
    _tell_damaged(damaged, "已损坏,没有备份")


@app.command()
def restore(
    directory: Annotated[Path, typer.Argument(help="备份所在的文件夹")],
    snapshot: Annotated[int | None, typer.Option("--snapshot", help="第几次备份,默认最近一次")] = None,
    raw: Raw = None,
    warehouse: WarehouseAt = None,
    sample: Sample = False,
) -> None:
    """从备份恢复:补回缺失或损坏的文件,完好的不动;恢复到空的数据仓库后运行一次即可。"""
    from flows.backup.restore import restore_backup
    from flows.sequence import run_lock
    from flows.store.access import private_by_default
    from flows.store.layout import Warehouse

    settings = load_settings(raw, warehouse, sample)
    with run_lock(Warehouse(settings.warehouse)), private_by_default():
        restored = restore_backup(settings, directory, snapshot)
    typer.echo(f"已恢复 {len(restored.files)} 个文件到 {settings.warehouse}。请运行 enfstat run")
    if restored.settings:
        typer.echo(f"备份时的设置在 {restored.settings},没有覆盖现用的设置;请核对")
    if not restored.is_key_there:
        typer.echo(f"备份不含密钥:请把原来的密钥放到 {settings.key_file},找不回的用 enfstat rotate-key 换新的")
    _tell_damaged(restored.damaged, "在备份中已损坏,没有恢复")


def _tell_damaged(names: Sequence[str], what: str) -> None:
    """Name what is damaged, and end with exit status 1 if anything is."""
    for name in names:
        typer.echo(f"损坏  {name} {what}", err=True)
    if names:
        raise typer.Exit(1)


@app.command(name="rotate-key")
def rotate_key(
    because: Annotated[str, typer.Option("--because", help="更换的理由")],
    by: Annotated[str, typer.Option("--by", help="经办人")],
    raw: Raw = None,
    warehouse: WarehouseAt = None,
    sample: Sample = False,
) -> None:
    """更换散列用的密钥:下次运行后公布的散列值全部改变,指标和已有的发布不受影响。"""
    from flows.sequence import now, run_lock
    from flows.steps.key import rotate_key as rotated
    from flows.store.access import private_by_default
    from flows.store.layout import Warehouse

    settings = load_settings(raw, warehouse, sample)
    store = Warehouse(settings.warehouse)
    with run_lock(store), private_by_default():
        old = rotated(settings.key_file, store, because=because, by=by, at=now())
    typer.echo(f"已更换密钥 {settings.key_file}。请运行 enfstat run 使其生效")
    if old is not None:
        typer.echo(f"旧密钥在 {old};不再需要核对旧散列值时请销毁")


@app.command()
def annual(
    year: Year,
    form: Annotated[str, typer.Option("--form", help="年报格式:zhejiang、shandong、pre2021")],
    out: Annotated[Path | None, typer.Option("--out", help="写成哪个工作簿(.xlsx);不填则打印")] = None,
    shape: Shape = Format.TABLE,
    raw: Raw = None,
    warehouse: WarehouseAt = None,
    sample: Sample = False,
) -> None:
    """行政执法统计年报:行政处罚、行政许可、行政强制、其他行政执法行为四张表及情况说明。"""
    from flows.outputs.annual import question

    settings = load_settings(raw, warehouse, sample)
    found = _ask(settings, question.annual, year, form)
    if not found.form.rules(year):
        typer.echo(f"注意:格式 {form} 适用于 {found.form.years},不是 {year} 年度规定的格式", err=True)
    if out is None:
        from flows.outputs.printing import spans

        rows = question.as_rows(found)
        titles = {"table": "表", "column": "栏", "printed": "数值", "unit": "单位", "status": "状态", "missing": "缺"}
        shown = [row | {"missing": spans(row["missing_months"])} for row in rows]
        _print(rows, shape, [{title: _cell(row[name]) for name, title in titles.items()} for row in shown])
        return
    from flows.outputs.annual.workbook import write_annual_workbook

    write_annual_workbook(found, settings.organ, out)
    typer.echo(f"已写出 {out}")


@app.command()
def workbook(
    year: Year,
    out: Annotated[Path, typer.Option("--out", help="写成哪个工作簿(.xlsx)")],
    through: Through = None,
    raw: Raw = None,
    warehouse: WarehouseAt = None,
    sample: Sample = False,
) -> None:
    """年度指标工作簿:指标与上年同期、口径、分月分机构、图表、统计年报、退回记录、每个指标背后的记录。"""
    from flows.outputs.sheets import require_workbook_name
    from flows.outputs.workbook.book import write_year_workbook
    from flows.outputs.workbook.question import ask_year

    require_workbook_name(out)
    settings = load_settings(raw, warehouse, sample)
    found = _ask(settings, ask_year, _period(year, through), settings.annual_form)
    write_year_workbook(found, settings.organ, out)
    typer.echo(f"已写出 {out}")


@app.command()
def report(
    year: Year,
    out: Annotated[Path, typer.Option("--out", help="写成哪个文件(.docx)")],
    template: Annotated[Path | None, typer.Option("--template", help="模板(.docx);不填则用随附的模板")] = None,
    through: Through = None,
    raw: Raw = None,
    warehouse: WarehouseAt = None,
    sample: Sample = False,
) -> None:
    """把年度指标填入 Word 模板;有填不了的占位符就不写,并逐处说明。"""
    from flows.outputs.report import render

    settings = load_settings(raw, warehouse, sample)
    chosen = template or render.TEMPLATE
    filled = _ask(settings, render.report, chosen, _period(year, through), settings.organ)
    render.write_report(filled.content, chosen, out)
    for remark in filled.remarks:
        typer.echo(f"注意:{remark}", err=True)
    typer.echo(f"已写出 {out}")


@app.command(name="check-report")
def check_report(
    file: Annotated[Path, typer.Argument(help="文稿(.docx、.txt、.md、.html、.pdf)")],
    year: Year,
    form: Shape = Format.TABLE,
    through: Through = None,
    comments: Annotated[Path | None, typer.Option("--comments", help="另存一份带批注的文稿(.docx)")] = None,
    everything: Annotated[bool, typer.Option("--all", help="相符的和与指标无关的数也列出")] = False,
    raw: Raw = None,
    warehouse: WarehouseAt = None,
    sample: Sample = False,
) -> None:
    """核稿:把文稿里的每一个数与数据库核对;有不符的数时退出码为 1。"""
    from flows.checking.check import check
    from flows.checking.documents.read import read_draft
    from flows.checking.wording import shown_rows, tally
    from flows.store.layout import Warehouse
    from flows.store.releases import recorded_releases

    period = _period(year, through)
    settings = load_settings(raw, warehouse, sample)
    draft = read_draft(file)
    checked = _ask(settings, check, draft, period, recorded_releases(Warehouse(settings.warehouse).releases))
    _print([one.as_row() for one in checked], form, shown_rows(checked, everything))
    if form is Format.TABLE:
        typer.echo(tally(checked))
    if comments is not None:
        from flows.checking.documents.comments import write_commented

        count = write_commented(file, comments, checked)
        typer.echo(f"已写出 {comments}:{count} 条批注", err=True)
    raise typer.Exit(1 if any(one.judgement.is_wrong for one in checked) else 0)


@app.command()
def release(
    year: Year,
    approved_by: Annotated[str, typer.Option("--approved-by", help="批准人")],
    note: Annotated[str | None, typer.Option("--note", help="说明,如用于哪份报告")] = None,
    because: Annotated[str | None, typer.Option("--because", help="有核对没有通过而仍要发布的理由")] = None,
    through: Through = None,
    raw: Raw = None,
    warehouse: WarehouseAt = None,
    sample: Sample = False,
) -> None:
    """冻结一个年度的指标:照当前发布的样子存档,连同每个来源文件的 SHA-256、程序版本和设置,不再改变。"""
    from flows.release.freeze import Approval, release_figures
    from flows.sequence import now, run_lock
    from flows.store.layout import Warehouse

    store = Warehouse(load_settings(raw, warehouse, sample).warehouse)
    with run_lock(store):
        made = release_figures(store, _period(year, through), Approval(approved_by, now(), note, because))
    typer.echo(f"已发布 {made.name}:{made.directory}\n指纹(release.json 的 SHA-256):{made.fingerprint}")


@app.command()
def revisions(
    year: Year,
    release_name: Annotated[str | None, typer.Option("--release", help="与哪次发布比较,默认最近一次")] = None,
    form: Shape = Format.TABLE,
    raw: Raw = None,
    warehouse: WarehouseAt = None,
    sample: Sample = False,
) -> None:
    """发布以后的变动:每个指标与发布时的不同、原因,及引起变动的每条记录。"""
    from flows.outputs.listed import revision_cells
    from flows.release.explain import revisions as explained
    from flows.store.layout import Warehouse
    from flows.store.releases import find_release

    store = Warehouse(load_settings(raw, warehouse, sample).warehouse)
    found = find_release(store.releases, year, release_name)
    rows = explained(store, found)
    _print(rows, form, [revision_cells(row) for row in rows])
    if not rows and form is Format.TABLE:
        typer.echo(f"与 {found.name} 相比没有变动")


@app.command(name="verify-release")
def verify_release(
    name: Annotated[str, typer.Argument(help="发布的编号,如 2023-r1")],
    raw: Raw = None,
    warehouse: WarehouseAt = None,
    sample: Sample = False,
) -> None:
    """验证一次发布:只用归档的文件重新算一遍,逐字节比较。"""
    from flows.passwords import known_passwords
    from flows.release.verify import verify_release as proved
    from flows.reporting import walk_on_terminal
    from flows.store.layout import Warehouse
    from flows.store.releases import release_named

    settings = load_settings(raw, warehouse, sample)
    store = Warehouse(settings.warehouse)
    found = release_named(store.releases, name)
    proof = proved(
        store,
        found,
        settings.reading,
        walk_on_terminal().tell,
        known_passwords(settings.password_file, store),
    )
    for note in proof.notes:
        typer.echo(f"注意  {note}")
    for fault in proof.faults:
        typer.echo(f"不符  {fault}", err=True)
    if proof.faults:
        raise typer.Exit(1)
    typer.echo(f"已验证 {found.name}:由归档重新算出,与发布时一致\n指纹(release.json 的 SHA-256):{found.fingerprint}")


@app.command()
def sample(
    directory: Annotated[Path, typer.Argument(help="写到哪个文件夹")],
    rows: Annotated[int | None, typer.Option("--rows", help="案件行数;不填为随附示例", min=1)] = None,
    seed: Annotated[int, typer.Option("--seed", help="随机种子")] = 2023,
) -> None:
    """生成合成的示例导出文件(不含真实数据)。"""
    from flows.sample import write_sample

    for path in write_sample(directory, rows, seed):
        typer.echo(str(path))


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
            tell(settings, _warn)
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


@app.command()
def doctor(
    deep: Annotated[bool, typer.Option("--deep", help="把数据仓库里的每个字节核对一遍")] = False,
    raw: Raw = None,
    warehouse: WarehouseAt = None,
    sample: Sample = False,
) -> None:
    """检查运行环境:版本、文件夹、权限、工作日历、数据校验开关。"""
    from flows.doctor import examine, examine_deeply

    settings = load_settings(raw, warehouse, sample)
    findings = [*examine(settings), *(examine_deeply(settings) if deep else [])]
    for finding in findings:
        typer.echo(f"{'正常' if finding.is_well else '异常'}  {finding.what}:{finding.detail}")
    raise typer.Exit(0 if all(finding.is_well for finding in findings) else 1)


def _ask(settings: Settings, question: Callable[..., Any], *arguments: Any) -> Any:
    from flows.published import published_database
    from flows.store.layout import Warehouse

    with published_database(Warehouse(settings.warehouse)) as connection:
        return question(connection, *arguments)


def _period(year: int, through: str | None) -> Any:
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


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"“{text}”不是 YYYY-MM-DD 形式的日期", param_hint="--as-of") from None


def _warn(text: str) -> None:
    typer.echo(f"注意:{text}", err=True)


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _print(rows: Sequence[dict[str, Any]], form: Format, shown: Sequence[dict[str, str]]) -> None:
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
    text = "、".join(map(str, value)) if isinstance(value, list) else _cell(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdigit()


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
