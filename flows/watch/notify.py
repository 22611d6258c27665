"""Telling people how things stand, whoever asks: what is to be done, what is over, what the last night came to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.settings import Settings
from flows.store.layout import Warehouse
from flows.watch.alerts import Alert, Level, alerts
from flows.watch.nights import Say
from flows.watch.send import Message, send
from flows.watch.standing import Standing, look
from flows.watch.told import News, load_told, news, save_told

_BUREAU_TIME = ZoneInfo("Asia/Shanghai")
_MARKS = {Level.CRITICAL: "【严重】", Level.WARNING: "【提醒】"}
_MOST_ALERTS = 10
"""So many are spelled out in one message; the rest is counted."""


def now_standing(settings: Settings, failure: str | None = None) -> tuple[Standing, list[Alert]]:
    """How things stand now, and what is to be done."""
    standing = look(settings, datetime.now(_BUREAU_TIME), failure)
    return standing, alerts(standing, settings.notify)


def tell_news(settings: Settings, say: Say, failure: str | None, is_night: bool) -> None:
    """Look how things stand and send what is news."""
    standing, found_alerts = now_standing(settings, failure)
    path = Warehouse(settings.warehouse).told
    found = news(found_alerts, load_told(path), settings.notify, standing.at)
    is_wanted = found.due or found.over or (is_night and settings.notify.every_night)
    if is_wanted and send(message(standing, found, settings.organ), settings.notify.to, say):
        save_told(found.told, path)


def message(standing: Standing, found: News, organ: str) -> Message:
    """The message: what the last night came to, what is to be done, what is over."""
    gravest = max((alert.level for alert in found.due), default=Level.OK)
    about = f"{len(found.due)} 件事要处理" if found.due else ("已恢复正常" if found.over else "运行正常")
    subject = f"{_MARKS.get(gravest, '')}执法统计{f'({organ})' if organ else ''}:{about}"
    shown = found.due[:_MOST_ALERTS]
    rest = [f"另有 {len(found.due) - len(shown)} 件,见 enfstat status"] if len(found.due) > len(shown) else []
    numbered = [line for number, alert in enumerate(shown, 1) for line in _lines(number, alert)]
    over = [f"已解决:{what}" for what in found.over[:_MOST_ALERTS]]
    return Message(subject, (*numbered, *rest, *over, *summary(standing)))


def _lines(number: int, alert: Alert) -> Sequence[str]:
    return (f"{number}. {_MARKS[alert.level]}{alert.what}", f"   处理:{alert.remedy}")


def summary(standing: Standing) -> list[str]:
    """The last run and what is published, in a few lines."""
    outcomes = {"published": "已发布", "nothing new": "没有新的数据", "held": "未发布(核对未通过)", "failed": "失败"}
    lines = []
    if standing.last_run and standing.last_ended_at:
        lines.append(f"上次运行:{standing.last_ended_at:%Y-%m-%d %H:%M},{outcomes[standing.last_run['outcome']]}")
    if standing.published:
        newest = standing.published.newest_export_on
        moment = f"{standing.published.at:%Y-%m-%d %H:%M}" if standing.published.at else "—"
        lines.append(
            f"正在发布:截至 {standing.published.as_of} 的版本(发布于 {moment}),最新的导出文件是 {newest or '—'} 的"
        )
    files = f"有效文件 {standing.in_force} 个,没有采用 {len(standing.refused)} 个"
    return [*lines, f"{files},待改正的退回 {standing.open_rejections} 处"]
