"""What a run tells: progress while it goes on, and what it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from flows.sequence import Exit, Outcome, Walk
from flows.settings import Settings
from flows.store.candidates import START_PAGE, Candidate, Verdict
from flows.store.layout import DATABASE_NAME, Warehouse
from flows.store.manifests import Status

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_FIGURES_SHOWN, _RECORDS_SHOWN = 5, 10
_PLAIN_EVERY = 50  # files, between two lines where there is no terminal


class TerminalWalk(Walk):
    """Tells the reading of files as a bar on a terminal, as plain lines elsewhere."""

    def __init__(self) -> None:
        self.console = Console(stderr=True)
        self.progress = _bar(self.console) if self.console.is_terminal else None
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


def _bar(console: Console) -> Progress:
    from rich.progress import Progress  # where nobody looks it need not be loaded

    return Progress(console=console, transient=True)


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
            console.print(f"[bold green]已发布[/] {settings.warehouse / DATABASE_NAME}(版本 {outcome.build_id})")
            if (start := settings.warehouse / START_PAGE).exists():
                console.print(f"网页:用浏览器打开 {start}")
            if outcome.is_backlog:
                console.print("首次发布或补录历史数据:没有与上次发布的结果比较")
        case _:
            console.print("没有新的数据,发布的内容不变")
    for damage in outcome.damage:
        console.print("[red]发现损坏[/] ", end="")
        console.print(damage, markup=False)
    _report_files(console, outcome)
    _report_findings(console, outcome.verdict)


def report_hold(candidate: Candidate, warehouse: Warehouse) -> None:
    """Say why a build is held, with the offenders that were kept, and the records behind a figure that moved."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"版本 {candidate.build_id} 未发布;核实后可用 enfstat promote --because 理由 --by 姓名 放行")
    verdict = candidate.verdict or Verdict(())
    _report_findings(console, verdict, shown=20)
    for finding in verdict.holds:
        if finding.check == "figure-moved" and warehouse.database.exists():
            for offender in finding.shown[:_FIGURES_SHOWN]:
                _report_moved(console, candidate, warehouse, str(offender["figure"]), int(str(offender["year"])))


def _report_moved(console: Console, candidate: Candidate, warehouse: Warehouse, figure: str, year: int) -> None:
    from flows.outputs.held import moved_records

    moved = moved_records(candidate.database, warehouse.database.resolve(), figure, year)
    for what, records in (("新计入", moved.came), ("不再计入", moved.went)):
        if records:
            console.print(f"{year} 年 {figure} {what} {len(records)} 条" + ",其中:" * (len(records) > _RECORDS_SHOWN))
        for record in records[:_RECORDS_SHOWN]:
            place = f"{record['file']} {record['sheet']} 第 {record['row']} 行"
            console.print(f"    {record['key']} {record['occurred_on']} {place}", markup=False)


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
