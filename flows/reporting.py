"""What a run tells: progress while it goes on, and what it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from flows.outputs.terminal import console, visible
from flows.sequence import Exit, Outcome, Walk
from flows.settings import Settings
from flows.store.candidates import START_PAGE, Candidate, Verdict
from flows.store.layout import DATABASE_NAME, Warehouse
from flows.store.manifests import Status

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

_FIGURES_SHOWN, _RECORDS_SHOWN = 5, 10
_PLAIN_EVERY = 50  # files, between two lines where there is no terminal


class TerminalWalk(Walk):
    """Tells the reading of files as a bar on a terminal, as plain lines elsewhere."""

    def __init__(self) -> None:
        self.console = console(is_for_errors=True)
        self.progress = _bar(self.console) if self.console.is_terminal else None
        self.task: TaskID | None = None

    def tell(self, done: int, total: int) -> None:
        """Show how far the reading is."""
        if self.progress is None:
            if done == total or done % _PLAIN_EVERY == 0:
                self.console.print(f"已读取 {done}/{total} 个文件")
            return
        if self.task is None:
            self.progress.start()
            self.task = self.progress.add_task("读取文件", total=total)
        self.progress.update(self.task, completed=done)
        if done == total:
            self.progress.stop()


def _bar(shown_on: Console) -> Progress:
    from rich.progress import Progress  # where nobody looks it need not be loaded

    return Progress(console=shown_on, transient=True)


def walk_on_terminal() -> Walk:
    """The plain walk of the command line."""
    return TerminalWalk()


def report_outcome(outcome: Outcome, settings: Settings) -> None:
    """Say what a night came to: published, nothing new, or held, and what was refused."""
    match outcome.exit, outcome.is_new:
        case Exit.HELD, _:
            _say(":已算出新结果,但核对未通过,继续使用上一次发布的数据", "未发布", "bold red")
        case _, True:
            _say(f" {settings.warehouse / DATABASE_NAME}(版本 {outcome.build_id})", "已发布", "bold green")
            if (start := settings.warehouse / START_PAGE).exists():
                _say(f"网页:用浏览器打开 {start}")
            if outcome.is_backlog:
                _say("首次发布或补录历史数据:没有与上次发布的结果比较")
        case _:
            _say("没有新的数据,发布的内容不变")
    for damage in outcome.damage:
        _say(f" {damage}", "发现损坏", "red")
    _report_files(outcome)
    _report_findings(outcome.verdict)


def report_hold(candidate: Candidate, warehouse: Warehouse) -> None:
    """Say why a build is held, with the offenders that were kept, and the records behind a figure that moved."""
    _say(f"版本 {candidate.build_id} 未发布;核实后可用 enfstat promote --because 理由 --by 姓名 放行")
    verdict = candidate.verdict or Verdict(())
    _report_findings(verdict, shown=20)
    for finding in verdict.holds:
        if finding.check == "figure-moved" and warehouse.database.exists():
            for offender in finding.shown[:_FIGURES_SHOWN]:
                _report_moved(candidate, warehouse, str(offender["figure"]), int(str(offender["year"])))


def _report_moved(candidate: Candidate, warehouse: Warehouse, figure: str, year: int) -> None:
    from flows.outputs.held import moved_records

    moved = moved_records(candidate.database, warehouse.database.resolve(), figure, year)
    for what, records in (("新计入", moved.came), ("不再计入", moved.went)):
        if records:
            _say(f"{year} 年 {figure} {what} {len(records)} 条" + ",其中:" * (len(records) > _RECORDS_SHOWN))
        for record in records[:_RECORDS_SHOWN]:
            place = f"{record['file']} {record['sheet']} 第 {record['row']} 行"
            _say(f"    {record['key']} {record['occurred_on']} {place}")


def _report_findings(verdict: Verdict, shown: int = 5) -> None:
    for finding in verdict.findings:
        mark, style = ("阻止发布", "red") if finding.level == "hold" else ("请核对", "yellow")
        _say(f" {finding.title}:{finding.message}({finding.offenders} 处)", mark, style)
        if finding.level == "hold":
            for offender in finding.shown[:shown]:
                _say("    " + ",".join(f"{name}={value}" for name, value in offender.items()))


def _report_files(outcome: Outcome) -> None:
    entries = outcome.manifest.entries
    counts = {status: sum(entry.status is status for entry in entries) for status in Status}
    _say(
        f"文件:有效 {counts[Status.IN_FORCE]},被新版替换 {counts[Status.SUPERSEDED]},"
        f"拒收 {counts[Status.REFUSED]},已撤下 {counts[Status.RETRACTED]}"
    )
    for entry in entries:
        if entry.status is Status.REFUSED:
            _say(f" {entry.path}:{entry.reason}", "拒收", "yellow")
    for path, reason in outcome.unread.items():
        _say(f" {path}:{reason}", "未读", "yellow")


def _say(text: str, mark: str = "", style: str = "") -> None:
    """One line, however long, with a coloured mark before it."""
    console().print(Text.assemble((mark, style), visible(text)), soft_wrap=True)
