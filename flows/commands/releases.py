"""What was published for good: release, revisions, verify-release."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.commands.common import Format, Raw, Sample, Shape, Through, WarehouseAt, Year, period_of, print_rows
from flows.settings import load_settings

app = typer.Typer()


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
        made = release_figures(store, period_of(year, through), Approval(approved_by, now(), note, because))
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
    print_rows(rows, form, [revision_cells(row) for row in rows])
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
