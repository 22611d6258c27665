"""How things stand, for a person, for Nagios or Zabbix, and as Prometheus reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.store.files import write_whole
from flows.watch.alerts import Alert, contract_title, level
from flows.watch.notify import summary
from flows.watch.standing import Standing

_OUTCOMES = ("published", "nothing new", "held", "failed")
_READABLE = 0o644


def headline(standing: Standing, found: Sequence[Alert]) -> str:
    """The first line, as monitoring plugins print it: state, what it is about, and after the bar the measures."""
    about = ";".join(alert.what for alert in found[:3]) or summary(standing)[0]
    more = f";另有 {len(found) - 3} 件" if len(found) > 3 else ""
    return f"{level(list(found)).name} - {about.replace('|', '/')}{more} | {_measures(standing)}"


def _measures(standing: Standing) -> str:
    ended = standing.last_ended_at
    hours = [f"hours_since_run={(standing.at - ended).total_seconds() / 3600:.2f}"] if ended else []
    late = sum(not delivery.is_there for delivery in standing.deliveries)
    counts = {"refused": len(standing.refused), "rejections": standing.open_rejections, "missing": late}
    return " ".join([*hours, *(f"{name}={value}" for name, value in counts.items())])


def lines(standing: Standing, found: Sequence[Alert]) -> Iterator[str]:
    """The lines below the first: what is to be done, the last run, what is published, what is expected."""
    for number, alert in enumerate(found, 1):
        yield f"{number}. {alert.what}"
        yield f"   处理:{alert.remedy}"
    yield from summary(standing)
    for delivery in standing.deliveries:
        state = "已收到" if delivery.is_there else "没有收到"
        yield (
            f"应报送:{contract_title(delivery.contract)},截至 {delivery.period_end},{delivery.due_on} 前:{state}"
            f"(最近一份 {delivery.newest_on or '—'})"
        )


def facts(standing: Standing, found: Sequence[Alert]) -> dict[str, Any]:
    """All of it as an object for ``--format json``; days and moments as ISO text."""
    run, published = standing.last_run, standing.published
    return {
        "status": level(list(found)).name,
        "at": standing.at.isoformat(timespec="seconds"),
        "alerts": [
            {"level": alert.level.name, "subject": alert.subject, "what": alert.what, "remedy": alert.remedy}
            for alert in found
        ],
        "last_run": run and {name: run[name] for name in ("started_at", "ended_at", "as_of", "outcome", "reason")},
        "published": published and vars(published),
        "held": standing.held and standing.held.build_id,
        "refused": [vars(refused) for refused in standing.refused],
        "open_rejections": standing.open_rejections,
        "files_in_force": standing.in_force,
        "expected": [vars(delivery) | {"is_there": delivery.is_there} for delivery in standing.deliveries],
    }


def write_prometheus(standing: Standing, found: Sequence[Alert], path: Path) -> None:
    """Write a file for the textfile collector of node_exporter: as a whole or not at all."""
    write_whole(path, "".join(f"{line}\n" for line in _metrics(standing, found)).encode())
    path.chmod(_READABLE)


def _metrics(standing: Standing, found: Sequence[Alert]) -> Iterator[str]:
    run, published = standing.last_run, standing.published
    yield from _gauge("status", "0 OK, 1 WARNING, 2 CRITICAL", [("", int(level(list(found))))])
    if run and standing.last_ended_at:
        started = datetime.fromisoformat(run["started_at"])
        ended = standing.last_ended_at
        yield from _gauge("last_run_timestamp_seconds", "End of the last run", [("", ended.timestamp())])
        yield from _gauge("last_run_duration_seconds", "How long it took", [("", (ended - started).total_seconds())])
        states = [(f'{{outcome="{outcome}"}}', int(run["outcome"] == outcome)) for outcome in _OUTCOMES]
        yield from _gauge("last_run_outcome", "What it came to", states)
    if published and published.at:
        moment = [("", published.at.timestamp())]
        yield from _gauge("published_timestamp_seconds", "When what is published was published", moment)
    yield from _gauge("held", "Whether a result is held", [("", int(standing.held is not None))])
    yield from _gauge("files_in_force", "Files that count", [("", standing.in_force)])
    yield from _gauge("files_refused", "Files that lie there and do not count", [("", len(standing.refused))])
    yield from _gauge("rejections_open", "Rejections still to be mended", [("", standing.open_rejections)])
    late = [(f'{{contract="{delivery.contract}"}}', int(not delivery.is_there)) for delivery in standing.deliveries]
    yield from _gauge("delivery_missing", "Whether the last delivery that was due is missing", late)


def _gauge(name: str, what: str, samples: Iterable[tuple[str, float]]) -> Iterator[str]:
    """One metric in the text format of Prometheus."""
    yield f"# HELP enfstat_{name} {what}"
    yield f"# TYPE enfstat_{name} gauge"
    for labels, value in samples:
        yield f"enfstat_{name}{labels} {value}"
