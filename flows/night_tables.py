"""What a night came to, as tables for the place it was started from: the figures, the rejected rows, files, verdict.

Only what is published, with personal values masked. Without Prefect, whose artifacts these tables become.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from flows import published
from flows.outputs.asked import Row
from flows.published import Period
from flows.sequence import Exit, Outcome
from flows.store.candidates import Finding
from flows.store.layout import Warehouse
from flows.store.manifests import Status
from flows.watch.alerts import Alert, Level

FIRST_REJECTIONS = 100
_OFFENDERS_SHOWN = 5
_HELD = "未发布:已算出新结果,但核对未通过,继续使用上一次发布的数据"
_NOTHING_NEW = "没有新的数据,发布的内容不变"
_GRAVITY = {Level.CRITICAL: "严重", Level.WARNING: "提醒"}
_LEVELS = {"hold": "阻止发布", "report": "请核对"}
# Prefect's pages render the text of a cell as Markdown, images included. An underscore inside a word is itself there.
_INLINE = r"[\\`*\[\]<>~&]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=www)\."
_AT_THE_START = r"^#|^[-+](?= )|(?<=^\d)[.)](?= )"
_MARKDOWN = re.compile(f"{_INLINE}|{_AT_THE_START}")


@dataclass(frozen=True)
class NightTable:
    """One table: a name of lower-case letters and dashes, what it shows (Markdown), and its rows."""

    key: str
    description: str
    rows: list[dict[str, str]]


def headline(outcome: Outcome) -> str:
    """What the night came to, in one sentence."""
    if outcome.exit is Exit.HELD:
        return f"{_HELD}({'、'.join(finding.title for finding in outcome.verdict.holds)})"
    return f"已发布(版本 {outcome.build_id})" if outcome.is_new else _NOTHING_NEW


def night_tables(outcome: Outcome, warehouse: Warehouse, as_of: date) -> list[NightTable]:
    """The tables of a night. The figures are left out where it was held: what was computed is not published."""
    tables = [_verdict(outcome), _files(outcome)]
    if outcome.damage:
        rows = [{"损坏": as_text(damage)} for damage in outcome.damage]
        tables.append(NightTable("damage", "数据仓库里发现的损坏,及处理的结果", rows))
    build = warehouse.candidate(outcome.build_id).database
    with duckdb.connect(str(build), read_only=True) as connection:
        connection.execute("set enable_external_access = false")
        tables += [_rejections_by_rule(connection), _rejections(connection)]
        if outcome.exit is Exit.DONE:
            tables.append(_figures(connection, as_of.year))
    return tables


def alert_table(alerts: Sequence[Alert]) -> NightTable:
    """What somebody has to do something about after this night."""
    rows = [
        {"级别": _GRAVITY[alert.level], "事项": as_text(alert.what), "处理": as_text(alert.remedy)} for alert in alerts
    ]
    return NightTable("alerts", "要处理的事" if rows else "没有要处理的事", rows)


def _figures(connection: duckdb.DuckDBPyConnection, year: int) -> NightTable:
    """Every figure of a year beside that of the year before."""
    before = {row["figure"]: row for row in published.figures(connection, Period(year - 1))}
    rows = [
        {"指标": as_text(row["title"]), "单位": as_text(row["unit"])}
        | _value_of(row)
        | _value_of(before[row["figure"]])
        | {"名称": as_text(row["figure"])}
        for row in published.figures(connection, Period(year))
    ]
    return NightTable("figures", f"{year} 年(截至目前)与 {year - 1} 年的指标", rows)


def _value_of(row: Row) -> dict[str, str]:
    year = row["year"]
    return {f"{year} 年": as_text(row["printed"] or "—"), f"{year} 年状态": as_text(row["status"])}


def _rejections_by_rule(connection: duckdb.DuckDBPyConnection) -> NightTable:
    query = (
        "select contract, rule, count(*) as rejections, count(distinct file) as files from rejections "
        "where status = 'open' group by contract, rule order by rejections desc, contract, rule"
    )
    rows = _texts(connection, query, ["种类", "规则", "退回", "涉及文件"])
    return NightTable("rejections-by-rule", "退回的单元格或行,按规则计数" if rows else "没有退回的行", rows)


def _rejections(connection: duckdb.DuckDBPyConnection) -> NightTable:
    total = connection.execute("select count(*) from rejections where status = 'open'").fetchall()[0][0]
    query = "select file, sheet, row, cell, heading, value, message from rejections where status = 'open' limit $limit"
    rows = _texts(
        connection, query, ["文件", "工作表", "行", "单元格", "列", "原值", "原因与处理"], limit=FIRST_REJECTIONS
    )
    which = f"前 {FIRST_REJECTIONS} 处(共 {total} 处),全部见 enfstat rejects" if total > len(rows) else f"共 {total} 处"
    return NightTable("rejections", f"退回记录,{which};个人信息已隐去", rows)


def _texts(connection: duckdb.DuckDBPyConnection, query: str, titles: list[str], **values: int) -> list[dict[str, str]]:
    found = connection.execute(query, values).fetchall()
    return [dict(zip(titles, map(as_text, row), strict=True)) for row in found]


def _files(outcome: Outcome) -> NightTable:
    """The files that do not count: refused, retracted, or not read this time."""
    states = {Status.REFUSED: "拒收", Status.RETRACTED: "已撤下"}
    entries = outcome.manifest.entries
    rows = [
        {"文件": as_text(entry.path), "状态": states[entry.status], "原因": as_text(entry.reason)}
        for entry in entries
        if entry.status in states
    ]
    rows += [
        {"文件": as_text(path), "状态": "未读", "原因": as_text(reason)} for path, reason in outcome.unread.items()
    ]
    return NightTable("files", f"有效文件 {len(outcome.manifest.in_force)} 个;下列文件不计入", rows)


def _verdict(outcome: Outcome) -> NightTable:
    return NightTable("verdict", headline(outcome), [_finding(finding) for finding in outcome.verdict.findings])


def _finding(finding: Finding) -> dict[str, str]:
    offenders = [
        ",".join(f"{name}={value}" for name, value in offender.items()) for offender in finding.shown[:_OFFENDERS_SHOWN]
    ]
    return {
        "级别": _LEVELS[finding.level],
        "核对": as_text(finding.title),
        "处数": str(finding.offenders),
        "说明": as_text(finding.message),
        "例": as_text(";".join(offenders)),
    }


def as_text(value: object) -> str:
    """A value as Markdown that shows just its characters: text from files can be neither a link nor an image."""
    line = " ".join(str(value).split()) if value is not None else ""
    return _MARKDOWN.sub(r"\\\g<0>", line)
