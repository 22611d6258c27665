"""Settings: from the command line, else the environment, else ``enfstat.toml``, else the defaults here.

``ENFSTAT_SETTINGS`` names another file than the ``enfstat.toml`` of the checkout.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flows.building.gates import Gates
from flows.errors import EnfstatError
from flows.schedule import Schedule
from flows.store.keep import Keep
from flows.store.limits import BUILD_MEMORY_BYTES, ReadingLimits
from flows.watch.channels import Notify, notify
from flows.watch.due import Expected

PROJECT = Path(__file__).resolve().parents[1]
SETTINGS_FILE = PROJECT / "enfstat.toml"
SAMPLE_RAW = PROJECT / "raw" / "sample"


class BadSettings(EnfstatError):
    """A setting that is unknown or not of its kind."""


@dataclass(frozen=True)
class Settings:
    """Everything that changes from bureau to bureau.

    Attributes:
        raw: the drop folder. warehouse: where everything is kept.
        key_file: the key of the keyed hashes; made on first use. It lies outside the warehouse.
        password_file: the passwords of locked workbooks by folder under raw (flows.passwords); it need not be there.
        own_calendar: a CSV of working days (day, is_workday) for years that the installed calendar does not know.
        corrections: the folder of the declared corrections (docs/corrections.md); None: there are none.
        names: a CSV of units and fields that were renamed, and of the units that there are; None: there is none.
        not_applicable: figures of which the bureau has no power; they are 不适用.
        powers: acts of the annual tables that no export holds and the bureau has the power for (行政征收, 行政裁决,
            行政给付, 行政奖励, 其他行政执法行为); they are 无数据, the others 不适用.
        organ: the name of the bureau as it stands in the annual tables and in the workbook.
        annual_form: the form of the annual tables in the workbook.
        workbook_years: so many of the last years with data get their workbook beside the database; 0 is none.
        pages_years: so many of them get their pages; 0 is no pages.
        pages_records: so many records of a figure are listed on its page for a year, the newest.
        gates: what is too large a change to publish unasked.
        keep: how much of the past is kept.
        check_nights: every byte of the warehouse is hashed again at least once in so many days.
        reading: what the reading of one file may take.
        build_memory_bytes: what the database may take while it is built; what is more goes to the disk.
        share_seconds: how long the drop folder may give no sign of life before a file in it counts as unread.
        share_retry_seconds: how long the flow waits before it looks again at a drop folder that is away.
        schedule: when the night runs under ``enfstat serve``, and the server that it is shown on.
        expected: contract → when its exports are expected.
        notify: who is told of what.
    """

    raw: Path = PROJECT / "raw"
    warehouse: Path = PROJECT / "warehouse"
    key_file: Path = PROJECT / "enfstat.key"
    password_file: Path = PROJECT / "enfstat.passwords.toml"
    own_calendar: Path | None = None
    corrections: Path | None = PROJECT / "schemas" / "corrections"
    names: Path | None = None
    not_applicable: tuple[str, ...] = ()
    powers: tuple[str, ...] = ()
    organ: str = ""
    annual_form: str = "zhejiang"
    workbook_years: int = 2
    pages_years: int = 2
    pages_records: int = 20_000
    gates: Gates = field(default_factory=Gates)
    keep: Keep = field(default_factory=Keep)
    check_nights: int = 7
    reading: ReadingLimits = field(default_factory=ReadingLimits)
    build_memory_bytes: int = BUILD_MEMORY_BYTES
    share_seconds: float = 120
    share_retry_seconds: float = 60
    schedule: Schedule = field(default_factory=Schedule)
    expected: Mapping[str, Expected] = field(default_factory=dict)
    notify: Notify = field(default_factory=Notify)


def load_settings(raw: Path | None = None, warehouse: Path | None = None, is_sample: bool = False) -> Settings:
    """The settings in force.

    Args:
        raw, warehouse: from the command line; they win over everything.
        is_sample: stands for the bundled sample and a warehouse of its own.

    Raises:
        BadSettings: the settings file has a name that is unknown or a value of the wrong kind, or the one that is
            named is not there; the key lies in the warehouse.
    """
    settings = _from_file(settings_file())
    if is_sample:
        settings = replace(settings, raw=SAMPLE_RAW, warehouse=PROJECT / "warehouse" / "sample")
        settings = replace(settings, corrections=None, names=None)  # what is declared is about the bureau's own files
    else:
        settings = _with_paths(settings, os.environ.get("ENFSTAT_RAW"), os.environ.get("ENFSTAT_WAREHOUSE"))
    if key_file := os.environ.get("ENFSTAT_KEY_FILE"):
        settings = replace(settings, key_file=Path(key_file).resolve())
    settings = _with_paths(settings, raw, warehouse)
    if settings.key_file.is_relative_to(settings.warehouse):
        raise BadSettings(
            f"密钥文件 {settings.key_file} 不能放在数据仓库里面:能读仓库的人会一并得到它;请改设置 key_file"
        )
    return settings


def settings_file() -> Path:
    """The file of settings: where ``ENFSTAT_SETTINGS`` says, as where it is installed apart from the code."""
    named = os.environ.get("ENFSTAT_SETTINGS")
    if named and not Path(named).is_file():
        raise BadSettings(f"ENFSTAT_SETTINGS 指的设置文件 {named} 不存在")
    return Path(named) if named else SETTINGS_FILE


def _with_paths(settings: Settings, raw: str | Path | None, warehouse: str | Path | None) -> Settings:
    return replace(
        settings,
        raw=Path(raw).resolve() if raw else settings.raw,
        warehouse=Path(warehouse).resolve() if warehouse else settings.warehouse,
    )


def _from_file(path: Path) -> Settings:
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{path.name} 不是合法的 TOML:{error}") from error
    try:
        return Settings(**{name: _value(name, value, path.parent) for name, value in facts.items()})
    except TypeError as error:
        raise BadSettings(f"{path.name} 里有不认识的设置:{error}") from error
    except ValueError as error:
        raise BadSettings(f"{path.name} 里有不对的设置:{error}") from error


def _value(name: str, value: Any, base: Path) -> Any:
    match name:
        case "raw" | "warehouse" | "key_file" | "password_file" | "own_calendar" | "corrections" | "names":
            return (base / str(value)).resolve()
        case "not_applicable" | "powers":
            return tuple(value)
        case "gates":
            return Gates(**value)
        case "keep":
            return Keep(**value)
        case "reading":
            return ReadingLimits(**value)
        case "schedule":
            return Schedule(**value)
        case "expected":
            return {contract: Expected(**calendar) for contract, calendar in value.items()}
        case "notify":
            return notify(value)
    return value
