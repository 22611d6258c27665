"""What a run tells: progress while it goes on, and what it came to."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table

from flows.sequence import Exit, Outcome, Walk
from flows.settings import Settings
from flows.store.candidates import Candidate, Verdict
from flows.store.manifests import Status

_PLAIN_EVERY = 50  # files, between two lines where there is no terminal


class TerminalWalk(Walk):
    """Tells the reading of files as a bar on a terminal, as plain lines elsewhere."""

    def __init__(self) -> None:
        self.console = Console(stderr=True)
        self.progress = Progress(console=self.console, transient=True) if self.console.is_terminal else None
        self.task: TaskID | None = None

    def tell(self, done: int, total: int) -> None:
        """Show how far the reading is."""
        if self.progress is None:
            if done == total or done % _PLAIN_EVERY == 0:
                self.console.print(f"已读取 {done}/{total} 个文件", highlight=False)
            return
        if self.task is None:
            self.progress.start()
            self.task = self.progress.add_task("读取文件", total=total)
        self.progress.update(self.task, completed=done)
        if done == total:
            self.progress.stop()


def walk_on_terminal() -> Walk:
    """The plain walk of the command line."""
    return TerminalWalk()


def report_outcome(outcome: Outcome, settings: Settings) -> None:
    """Say what a night came to: published, nothing new, or held, and what was refused."""
    console = Console(highlight=False, soft_wrap=True)
    match outcome.exit, outcome.is_new:
        case Exit.HELD, _:
            console.print("[bold red]未发布[/]:已算出新结果,但核对未通过,继续使用上一次发布的数据")
        case _, True:
            console.print(f"[bold green]已发布[/] {settings.warehouse / 'enforcement.duckdb'}(版本 {outcome.build_id})")
        case _:
            console.print("没有新的数据,发布的内容不变")
    _report_files(console, outcome)
    _report_findings(console, outcome.verdict)


def report_hold(candidate: Candidate) -> None:
    """Say why a build is held, with the offenders that were kept."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"版本 {candidate.build_id} 未发布;核实后可用 enfstat promote --because 理由 --by 姓名 放行")
    _report_findings(console, candidate.verdict or Verdict(()), shown=20)


def _report_findings(console: Console, verdict: Verdict, shown: int = 5) -> None:
    for finding in verdict.findings:
        mark = "[red]阻止发布[/]" if finding.level == "hold" else "[yellow]请核对[/]"
        console.print(f"{mark} {finding.title}:{finding.message}({finding.offenders} 处)")
        if finding.level == "hold":
            for offender in finding.shown[:shown]:
                console.print("    " + ",".join(f"{name}={value}" for name, value in offender.items()), markup=False)


def _report_files(console: Console, outcome: Outcome) -> None:
    entries = outcome.manifest.entries
    counts = {status: sum(entry.status is status for entry in entries) for status in Status}
    console.print(
        f"文件:有效 {counts[Status.IN_FORCE]},被新版替换 {counts[Status.SUPERSEDED]},"
        f"拒收 {counts[Status.REFUSED]},已撤下 {counts[Status.RETRACTED]}"
    )
    for entry in entries:
        if entry.status is Status.REFUSED:
            console.print("[yellow]拒收[/] ", end="")
            console.print(f"{entry.path}:{entry.reason}", markup=False)
    for path, reason in outcome.unread.items():
        console.print("[yellow]未读[/] ", end="")
        console.print(f"{path}:{reason}", markup=False)


def report_cover(months: dict[str, list[date]]) -> None:
    """The months that each contract's files cover, by year."""
    years = sorted({month.year for covered in months.values() for month in covered})
    rows = [
        {"种类": contract} | {str(year): _months_of(covered, year) for year in years}
        for contract, covered in months.items()
    ]
    print_table(rows)


def revision_cells(row: dict[str, Any]) -> dict[str, str]:
    """A revision as a line of a table."""
    changed = ";".join(f"{item['title']} {item['then'] or '空'}→{item['now'] or '空'}" for item in row["changed"])
    return {
        "指标": row["title"] or "—",
        "发布值": row["printed_then"] or row["status_then"] or "—",
        "现值": row["printed_now"] or row["status_now"] or "—",
        "原因": row["cause_title"],
        "编号": row["key"] or "",
        "发布时": _place(row, "then"),
        "现在": _place(row, "now"),
        "变动": ";".join(filter(None, (changed, row["why"]))),
    }


def _place(row: dict[str, Any], side: str) -> str:
    file = row[f"file_{side}"]
    return f"{file} {row[f'sheet_{side}']} 第{row[f'row_{side}']}行" if file else ""


def _months_of(covered: list[date], year: int) -> str:
    months = [month.month for month in covered if month.year == year]
    return "全年" if len(months) == 12 else ("、".join(map(str, months)) or "—")


def print_table(rows: Sequence[dict[str, str]]) -> None:
    """Rows as a table; outside a terminal as wide as its content, so that nothing is cut."""
    if not rows:
        return
    table = Table(*rows[0].keys(), box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(str(value).replace("[", r"\[") for value in row.values()))
    console = Console(highlight=False)
    if not sys.stdout.isatty():
        console = Console(highlight=False, width=400)
    console.print(table)
