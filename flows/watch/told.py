"""What was told and when: what is new is told at once, what goes on is told again, what is over is told once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flows.store.files import read_json, write_json
from flows.watch.alerts import Alert, Level
from flows.watch.channels import Notify

# A little less than a day, so that a night that ends some minutes earlier than the last one still tells it.
_DAILY = timedelta(hours=20)


@dataclass(frozen=True)
class Telling:
    """What was told of one subject."""

    version: str
    what: str
    at: str


@dataclass(frozen=True)
class News:
    """What is to be told now.

    Attributes:
        due: what is new, has changed, or goes on for so long that it is told again.
        over: what was told and is no longer so.
        told: what has been told once this is.
    """

    due: Sequence[Alert]
    over: Sequence[str]
    told: Mapping[str, Telling]


def news(alerts: Sequence[Alert], told: Mapping[str, Telling], notify: Notify, at: datetime) -> News:
    """What is to be told now of what is to be done."""
    due = [alert for alert in alerts if _is_due(alert, told.get(alert.subject), notify, at)]
    going_on = {alert.subject for alert in alerts}
    over = [telling.what for subject, telling in told.items() if subject not in going_on]
    still = {subject: telling for subject, telling in told.items() if subject in going_on}
    now = {alert.subject: Telling(alert.version, alert.what, at.isoformat()) for alert in due}
    return News(due, over, still | now)


def _is_due(alert: Alert, telling: Telling | None, notify: Notify, at: datetime) -> bool:
    if telling is None or telling.version != alert.version:
        return True
    pause = _DAILY if alert.level is Level.CRITICAL else timedelta(days=notify.repeat_days)
    return at - datetime.fromisoformat(telling.at) >= pause


def load_told(path: Path) -> dict[str, Telling]:
    """What was told so far. A file that is damaged counts for none: then it is all told again."""
    try:
        return {subject: Telling(**facts) for subject, facts in (read_json(path) or {}).items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def save_told(told: Mapping[str, Telling], path: Path) -> None:
    """Keep what was told."""
    write_json(path, {subject: asdict(telling) for subject, telling in told.items()})
