"""What somebody has to do something about: each with what it is, and what to do, in Chinese. No personal data.

File names are shown as ``enfstat files`` and the published database show them; the offenders of a check are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from flows.watch.channels import Notify
from flows.watch.expected import Delivery
from flows.watch.standing import Standing


class Level(IntEnum):
    """How grave: the exit status by which Nagios and Zabbix know it."""

    OK = 0
    WARNING = 1
    CRITICAL = 2


@dataclass(frozen=True)
class Alert:
    """One thing to be done.

    Attributes:
        subject: what it is about, so that it is known again the next day.
        version: another version of the same subject is news.
    """

    subject: str
    version: str
    level: Level
    what: str
    remedy: str


def level(alerts: list[Alert]) -> Level:
    """The gravest of them."""
    return max((alert.level for alert in alerts), default=Level.OK)


def alerts(standing: Standing, notify: Notify) -> list[Alert]:
    """Everything that is to be done, the gravest first."""
    found = [
        *_runs(standing, notify),
        *_results(standing),
        *_files(standing),
        *(_missing(delivery) for delivery in standing.deliveries if not delivery.is_there),
    ]
    return sorted(found, key=lambda alert: -alert.level)


def _runs(standing: Standing, notify: Notify) -> Iterator[Alert]:
    ended = standing.last_ended_at
    if standing.failure or (standing.last_run and standing.last_run["outcome"] == "failed"):
        reason = standing.failure or (standing.last_run or {})["reason"] or "没有说明原因"
        yield Alert(
            "failed",
            reason,
            Level.CRITICAL,
            f"运行失败,没有发布新的结果:{reason}",
            "按原因处理后运行 enfstat run;上一次发布的数据不受影响",
        )
    if ended is None:
        yield Alert("overdue", "never", Level.CRITICAL, "还没有运行过", "运行 enfstat run,并检查定时任务是否已启用")
    elif (hours := _hours_since(ended, standing.at)) > notify.overdue_hours:
        yield Alert(
            "overdue",
            f"{ended:%Y-%m-%d}",
            Level.CRITICAL,
            f"已有 {hours:.0f} 小时没有运行(上次结束于 {ended:%Y-%m-%d %H:%M})",
            "检查服务器是否开机、定时任务是否在运行(systemctl status 'enfstat*'),然后运行 enfstat run",
        )


def _results(standing: Standing) -> Iterator[Alert]:
    for damage in (standing.last_run or {}).get("damage") or ():
        yield Alert(
            f"damage:{damage}",
            "",
            Level.WARNING,
            f"发现损坏:{damage}",
            "检查磁盘是否将坏(smartctl -a、dmesg)和备份是否正常;说请用 enfstat restore 的,照做",
        )
    for fault in standing.faults:
        yield Alert(
            f"fault:{fault}",
            "",
            Level.CRITICAL,
            f"数据仓库有损坏:{fault}",
            "检查磁盘和权限;运行 enfstat run,仍不行的从备份恢复(见运行手册)",
        )
    if standing.held is not None:
        findings = standing.held.verdict.holds if standing.held.verdict else ()
        what = "、".join(f"{finding.title}({finding.offenders} 处)" for finding in findings)
        yield Alert(
            "held",
            what,
            Level.CRITICAL,
            f"已算出新结果但未发布,核对没有通过:{what}",
            "运行 enfstat hold 查看每一处;改正来源后重新运行,或核实无误后运行 enfstat promote --because 理由 --by 姓名",
        )
    if standing.published is None and not standing.faults:
        yield Alert("unpublished", "", Level.CRITICAL, "还没有发布过数据", "把导出文件放进收件文件夹,运行 enfstat run")


def _files(standing: Standing) -> Iterator[Alert]:
    for refused in standing.refused:
        yield Alert(
            f"refused:{refused.file}",
            refused.reason,
            Level.WARNING,
            f"文件没有采用:{refused.file}",
            refused.reason,
        )


def _missing(delivery: Delivery) -> Alert:
    last = f"最近一份是 {_day(delivery.newest_on)}的" if delivery.newest_on else "从未收到"
    return Alert(
        f"missing:{delivery.contract}",
        str(delivery.period_end),
        Level.WARNING,
        f"{contract_title(delivery.contract)}应在 {_day(delivery.due_on)}前报送截至 "
        f"{_day(delivery.period_end)}的数据,还没有收到({last})",
        "从系统导出后放进收件文件夹,文件名写明导出日期;确实没有业务的,交一份只有表头的表",
    )


def contract_title(contract: str) -> str:
    """What the bureau calls a kind of export."""
    from schemas import CONTRACTS  # heavy, and wanted only where something is expected

    return CONTRACTS[contract].facts.title if contract in CONTRACTS else f"(设置 expected 里不认识的种类 {contract})"


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _hours_since(then: datetime, now: datetime) -> float:
    return (now - then).total_seconds() / 3600
