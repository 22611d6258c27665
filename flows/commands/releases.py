"""What was published for good: release, revisions, verify-release."""

from __future__ import annotations

from flows.commands.common import FORMAT, PLACES, THROUGH, YEAR, complain, period_of, print_rows, say, with_settings
from flows.commands.line import Commands, argument
from flows.settings import Settings

commands = Commands()


@commands.command(
    YEAR,
    argument("--approved-by", required=True, help="批准人"),
    argument("--note", help="说明,如用于哪份报告"),
    argument("--because", help="有核对没有通过而仍要发布的理由"),
    THROUGH,
    *PLACES,
)
@with_settings
def release(
    settings: Settings, year: int, approved_by: str, note: str | None, because: str | None, through: str | None
) -> None:
    """冻结一个年度的指标:照当前发布的样子存档,连同每个来源文件的 SHA-256、程序版本和设置,不再改变。"""
    from flows.release.freeze import Approval, release_figures
    from flows.sequence import now, run_lock
    from flows.store.layout import Warehouse

    store = Warehouse(settings.warehouse)
    with run_lock(store):
        made = release_figures(store, period_of(year, through), Approval(approved_by, now(), note, because))
    say(f"已发布 {made.name}:{made.directory}\n指纹(release.json 的 SHA-256):{made.fingerprint}")


@commands.command(YEAR, argument("--release", dest="release_name", help="与哪次发布比较,默认最近一次"), FORMAT, *PLACES)
@with_settings
def revisions(settings: Settings, year: int, release_name: str | None, shape: str) -> None:
    """发布以后的变动:每个指标与发布时的不同、原因,及引起变动的每条记录。"""
    from flows.outputs.listed import revision_cells
    from flows.release.explain import revisions as explained
    from flows.store.layout import Warehouse
    from flows.store.releases import find_release

    store = Warehouse(settings.warehouse)
    found = find_release(store.releases, year, release_name)
    rows = explained(store, found)
    print_rows(rows, shape, [revision_cells(row) for row in rows])
    if not rows and shape == "table":
        say(f"与 {found.name} 相比没有变动")


@commands.command(argument("name", help="发布的编号,如 2023-r1"), *PLACES)
@with_settings
def verify_release(settings: Settings, name: str) -> int:
    """验证一次发布:只用归档的文件重新算一遍,逐字节比较。"""
    from flows.passwords import known_passwords
    from flows.release.verify import verify_release as proved
    from flows.reporting import walk_on_terminal
    from flows.store.layout import Warehouse
    from flows.store.releases import release_named

    store = Warehouse(settings.warehouse)
    found = release_named(store.releases, name)
    proof = proved(
        store,
        found,
        settings.reading,
        walk_on_terminal().tell,
        known_passwords(settings.password_file, store),
        settings.build_memory_bytes,
    )
    for note in proof.notes:
        say(f"注意  {note}")
    for fault in proof.faults:
        complain(f"不符  {fault}")
    if proof.faults:
        return 1
    say(f"已验证 {found.name}:由归档重新算出,与发布时一致\n指纹(release.json 的 SHA-256):{found.fingerprint}")
    return 0
