"""What arrived and what became of it: files, rejects, corrections, retract."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.common import AsOf, Format, Raw, Sample, Shape, WarehouseAt, ask, cell, day_of, print_rows
from flows.settings import Settings, load_settings

app = typer.Typer()


@app.command()
def files(form: Shape = Format.TABLE, raw: Raw = None, warehouse: WarehouseAt = None, sample: Sample = False) -> None:
    """收到了哪些文件、哪些有效,以及各类数据覆盖的月份。"""
    from flows import published
    from flows.outputs.listed import print_cover

    settings = load_settings(raw, warehouse, sample)
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
    print_rows(rows, form, [{title: cell(row[name]) for name, title in titles.items()} for row in joined])
    if form is Format.TABLE:
        print_cover(ask(settings, published.cover))


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
    print_rows(rows, form, [{title: cell(row[name]) for name, title in titles.items()} for row in rows])


def _write_returns(settings: Settings, path: Path) -> None:
    """Write the correction workbook under a name with its day, and say so."""
    from flows.outputs.correction.question import ask_returns
    from flows.outputs.correction.workbook import named, write_correction_workbook
    from flows.passwords import known_passwords
    from flows.store.layout import Warehouse

    store = Warehouse(settings.warehouse)
    returns = ask(settings, ask_returns, store, known_passwords(settings.password_file, store))
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
def corrections(
    form: Shape = Format.TABLE, raw: Raw = None, warehouse: WarehouseAt = None, sample: Sample = False
) -> None:
    """申报的数据更正:更正、认可和退款各一条,是否生效,没有生效的是什么原因。"""
    from flows import published

    rows = ask(load_settings(raw, warehouse, sample), published.corrections)
    titles = {"file": "申报文件", "row": "行", "key": "编号", "title": "列", "status": "状态", "message": "说明"}
    print_rows(rows, form, [{title: cell(row[name]) for name, title in titles.items()} for row in rows])


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
        entry = retract_file(file, store, day_of(as_of) if as_of else today(), is_undone=undo)
    typer.echo(
        f"{'已恢复' if undo else '已撤下'}:{entry.path}(sha256 {entry.sha256[:12]}…)。请运行 enfstat run 使其生效"
    )
