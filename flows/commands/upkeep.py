"""Looking after the place: backup, restore, rotate-key, doctor, sample."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path

from flows.commands.common import PLACES, complain, say, with_settings
from flows.commands.line import Commands, argument, flag
from flows.settings import Settings

commands = Commands()


@commands.command(
    argument("directory", type=Path, help="备份到哪个文件夹(最好在另一块磁盘上)"),
    flag("--with-key", help="连同散列用的密钥一起备份(不建议:请另行保管)"),
    flag("--verify", help="备份后把其中的每个字节重新核对一遍"),
    *PLACES,
)
@with_settings
def backup(settings: Settings, directory: Path, with_key: bool, verify: bool) -> int:
    """备份归档、收件清单、运行记录、发布和设置;只复制新增的,逐字节核对。"""
    from flows.backup.objects import Backup
    from flows.backup.take import take_backup
    from flows.sequence import now

    taken = take_backup(settings, directory, now(), with_key=with_key)
    say(f"已备份 {len(taken.snapshot.files)} 个文件:{taken.path}{'' if with_key else '(不含密钥)'}")
    damaged = [*taken.damaged, *(Backup(directory).damaged(taken.snapshot) if verify else [])]
    return _tell_damaged(damaged, "已损坏,没有备份")


@commands.command(
    argument("directory", type=Path, help="备份所在的文件夹"),
    argument("--snapshot", type=int, help="第几次备份,默认最近一次"),
    *PLACES,
)
@with_settings
def restore(settings: Settings, directory: Path, snapshot: int | None) -> int:
    """从备份恢复:补回缺失或损坏的文件,完好的不动;恢复到空的数据仓库后运行一次即可。"""
    from flows.backup.restore import restore_backup
    from flows.sequence import run_lock
    from flows.store.access import private_by_default
    from flows.store.layout import Warehouse

    with run_lock(Warehouse(settings.warehouse)), private_by_default():
        restored = restore_backup(settings, directory, snapshot)
    say(f"已恢复 {len(restored.files)} 个文件到 {settings.warehouse}。请运行 enfstat run")
    if restored.settings:
        say(f"备份时的设置在 {restored.settings},没有覆盖现用的设置;请核对")
    if not restored.is_key_there:
        say(f"备份不含密钥:请把原来的密钥放到 {settings.key_file},找不回的用 enfstat rotate-key 换新的")
    return _tell_damaged(restored.damaged, "在备份中已损坏,没有恢复")


def _tell_damaged(names: Sequence[str], what: str) -> int:
    """Name what is damaged; the exit status."""
    for name in names:
        complain(f"损坏  {name} {what}")
    return 1 if names else 0


@commands.command(
    argument("--because", required=True, help="更换的理由"), argument("--by", required=True, help="经办人"), *PLACES
)
@with_settings
def rotate_key(settings: Settings, because: str, by: str) -> None:
    """更换散列用的密钥:下次运行后公布的散列值全部改变,指标和已有的发布不受影响。"""
    from flows.sequence import now, run_lock
    from flows.steps.key import rotate_key as rotated
    from flows.store.access import private_by_default
    from flows.store.layout import Warehouse

    store = Warehouse(settings.warehouse)
    with run_lock(store), private_by_default():
        old = rotated(settings.key_file, store, because=because, by=by, at=now())
    say(f"已更换密钥 {settings.key_file}。请运行 enfstat run 使其生效")
    if old is not None:
        say(f"旧密钥在 {old};不再需要核对旧散列值时请销毁")


@commands.command(flag("--deep", help="把数据仓库里的每个字节核对一遍"), *PLACES)
@with_settings
def doctor(settings: Settings, deep: bool) -> int:
    """检查运行环境:版本、文件夹、权限、工作日历、数据校验开关。"""
    from flows.doctor import examine, examine_deeply

    findings = [*examine(settings), *(examine_deeply(settings) if deep else [])]
    for finding in findings:
        say(f"{'正常' if finding.is_well else '异常'}  {finding.what}:{finding.detail}")
    return 0 if all(finding.is_well for finding in findings) else 1


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"“{text}”不是正整数")
    return int(text)


@commands.command(
    argument("directory", type=Path, help="写到哪个文件夹"),
    argument("--rows", type=_count, help="案件行数;不填为随附示例"),
    argument("--seed", type=int, default=2023, help="随机种子"),
)
def sample(directory: Path, rows: int | None, seed: int) -> None:
    """生成合成的示例导出文件(不含真实数据)。"""
    from flows.sample import write_sample

    for path in write_sample(directory, rows, seed):
        say(str(path))
