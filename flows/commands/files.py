"""What arrived and what became of it: files, rejects, corrections, retract."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flows.commands.common import AS_OF, FORMAT, PLACES, ask, cell, print_rows, say, with_settings
from flows.commands.line import Commands, argument, flag
from flows.settings import Settings

commands = Commands()


@commands.command(FORMAT, *PLACES)
@with_settings
def files(settings: Settings, shape: str) -> None:
    """收到了哪些文件、哪些有效,以及各类数据覆盖的月份。"""
    from flows import published
    from flows.outputs.listed import print_cover

    rows = ask(settings, published.files)
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
    print_rows(rows, shape, [{title: cell(row[name]) for name, title in titles.items()} for row in joined])
    if shape == "table":
        print_cover(ask(settings, published.cover))


@commands.command(
    FORMAT,
    argument("--workbook", type=Path, help="写出退回单(xlsx):含原文,改正后可放回"),
    flag("--clear", help="显示原文(读取归档,需要运行账号的权限)"),
    flag("--all", dest="history", help="已改正的也列出,写明由哪个文件改正"),
    *PLACES,
)
@with_settings
def rejects(settings: Settings, shape: str, workbook: Path | None, clear: bool, history: bool) -> None:
    """还待改正的退回:哪个文件、哪个单元格、违反哪条规则、如何改正。个人信息已隐去,--clear 和退回单除外。"""
    from flows import published

    if workbook is not None:
        _write_returns(settings, workbook)
        return
    rows = ask(settings, published.rejections, history)
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
    print_rows(rows, shape, [{title: cell(row[name]) for name, title in titles.items()} for row in rows])


def _write_returns(settings: Settings, path: Path) -> None:
    """Write the correction workbook under a name with its day, and say so."""
    from flows.outputs.correction.question import ask_returns
    from flows.outputs.correction.workbook import named, write_correction_workbook
    from flows.passwords import known_passwords
    from flows.store.layout import Warehouse

    store = Warehouse(settings.warehouse)
    returns = ask(settings, ask_returns, store, known_passwords(settings.password_file, store))
    if not returns.sheets and not returns.refused:
        say("没有待改正的退回,也没有拒收的文件,不写退回单")
        return
    written = named(path, returns)
    write_correction_workbook(returns, written)
    rows = sum(len(sheet.findings) for sheet in returns.sheets)
    say(
        f"已写出 {written}:{len(returns.sheets)} 张工作表,{rows} 行待改正。"
        "含个人信息原文,请只发给原报送人;文件名里的日期是它的导出时间,改正后连同文件名一起放回收件文件夹"
    )


@commands.command(FORMAT, *PLACES)
@with_settings
def corrections(settings: Settings, shape: str) -> None:
    """申报的数据更正:更正、认可和退款各一条,是否生效,没有生效的是什么原因。"""
    from flows import published

    rows = ask(settings, published.corrections)
    titles = {"file": "申报文件", "row": "行", "key": "编号", "title": "列", "status": "状态", "message": "说明"}
    print_rows(rows, shape, [{title: cell(row[name]) for name, title in titles.items()} for row in rows])


@commands.command(argument("file", help="raw 下的路径"), flag("--undo", help="恢复被撤下的文件"), AS_OF, *PLACES)
@with_settings
def retract(settings: Settings, file: str, undo: bool, as_of: date | None) -> None:
    """撤下一个文件当前有效的内容(或恢复);下次运行时生效。"""
    from flows.sequence import run_lock, today
    from flows.steps.retract import retract_file
    from flows.store.layout import Warehouse

    store = Warehouse(settings.warehouse)
    with run_lock(store):
        entry = retract_file(file, store, as_of or today(), is_undone=undo)
    say(f"{'已恢复' if undo else '已撤下'}:{entry.path}(sha256 {entry.sha256[:12]}…)。请运行 enfstat run 使其生效")
