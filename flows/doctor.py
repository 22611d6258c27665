"""Is this machine fit to run? Versions, folders, permissions, calendar, validation."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flows.errors import EnfstatError
from flows.settings import Settings

_PACKAGES = ("duckdb", "polars", "pandera", "pandas", "prefect", "openpyxl", "fastexcel", "python-calamine", "docxtpl")
_LEAST_FREE_BYTES = 1 << 30


@dataclass(frozen=True)
class Examined:
    """One thing that was looked at."""

    what: str
    is_well: bool
    detail: str


def examine(settings: Settings) -> list[Examined]:
    """Look at everything that a run needs."""
    return [
        Examined("Python", sys.version_info >= (3, 11), sys.version.split()[0]),
        *(_package(name) for name in _PACKAGES),
        _folder("原始文件夹", settings.raw, os.R_OK | os.X_OK),
        _folder("数据仓库", _nearest(settings.warehouse), os.R_OK | os.W_OK | os.X_OK),
        _space(settings.warehouse),
        _key(settings.key_file),
        _passwords(settings.password_file),
        _calendar(),
        _validation(),
        _channels(settings),
    ]


def examine_deeply(settings: Settings) -> list[Examined]:
    """Hash everything that lies in the warehouse; what is damaged the next run makes again."""
    from flows.steps.examine import Night, find_damaged
    from flows.store.layout import Warehouse

    warehouse = Warehouse(settings.warehouse)
    damaged = find_damaged(warehouse, Night(0, nights=1))
    if not damaged:
        return [Examined("数据仓库的内容", True, "逐字节核对无误")]
    return [
        Examined(unit.kind, False, f"{unit.path} 缺失或已损坏;运行 enfstat run 会尽量修复并说明") for unit in damaged
    ]


def _package(name: str) -> Examined:
    try:
        return Examined(name, True, version(name))
    except PackageNotFoundError:
        return Examined(name, False, "未安装;请运行 make setup")


def _folder(what: str, path: Path, wanted: int) -> Examined:
    if not path.is_dir():
        return Examined(what, False, f"{path} 不存在;请建立该文件夹")
    return Examined(what, os.access(path, wanted), f"{path}" if os.access(path, wanted) else f"{path} 权限不足")


def _nearest(path: Path) -> Path:
    """The warehouse, or where it would be made."""
    return path if path.exists() else _nearest(path.parent)


def _space(warehouse: Path) -> Examined:
    free = shutil.disk_usage(_nearest(warehouse)).free
    return Examined("剩余空间", free >= _LEAST_FREE_BYTES, f"{free / (1 << 30):.1f} GiB")


def _key(path: Path) -> Examined:
    if not path.exists():
        return Examined("脱敏密钥", os.access(_nearest(path.parent), os.W_OK), f"{path} 尚未生成,首次运行时生成")
    is_private = path.stat().st_mode & 0o077 == 0
    return Examined("脱敏密钥", is_private, f"{path}" if is_private else f"{path} 可被他人读取;请 chmod 600")


def _passwords(path: Path) -> Examined:
    from flows.passwords import load_passwords

    try:
        folders = len(load_passwords(path).by_folder)
    except (EnfstatError, OSError) as error:
        return Examined("工作簿密码", False, str(error))
    return Examined("工作簿密码", True, f"已为 {folders} 个文件夹登记" if folders else f"未登记(需要时写入 {path})")


def _calendar() -> Examined:
    from flows.building.calendar import known_years
    from flows.sequence import today

    first, last = known_years()
    this_year = today().year
    detail = f"{first}–{last} 年" + (
        "" if this_year <= last else ";缺本年,请在设置 own_calendar 里提供或更新 chinesecalendar"
    )
    return Examined("工作日历", this_year <= last, detail)


def _validation() -> Examined:
    from flows.steps.switch import require_validation

    try:
        require_validation()
    except EnfstatError as error:
        return Examined("数据校验(pandera)", False, str(error))
    return Examined("数据校验(pandera)", True, "已开启")


def _channels(settings: Settings) -> Examined:
    """Who is told, and whether the addresses and passwords are where the settings say; none of them is shown."""
    missing = []
    for channel in settings.notify.to:
        try:
            for secret in channel.secrets:
                secret.reveal()
        except EnfstatError as error:
            missing.append(f"{channel.title}:{error}")
    told = "、".join(channel.title for channel in settings.notify.to) or "没有设置,不发消息"
    return Examined("消息", not missing, ";".join(missing) or told)
