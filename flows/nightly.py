"""The night as a Prefect flow: the steps of :mod:`flows.sequence`, each of them a task.

``python -m flows.nightly [--raw DIR] [--warehouse DIR] [--as-of DATE] [--sample]`` runs it without a server; a server's
schedule runs ``flows/nightly.py:nightly``. What it came to is left as artifacts (:mod:`flows.night_tables`).
Exit status as that of ``enfstat run``: 0 published or nothing new, 1 failed, 3 held.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from flows.errors import EnfstatError
from flows.night_tables import alert_table, headline, night_tables
from flows.prefect_environment import prepare_prefect_environment
from flows.sequence import Exit, Outcome, Walk, day_of_run, night
from flows.settings import BadSettings, Settings, load_settings
from flows.steps.archive import archive_arrivals
from flows.store.layout import Warehouse
from flows.watch.nights import told_night
from flows.watch.notify import now_standing


def asked_for(arguments: Sequence[str]) -> argparse.Namespace:
    """What a command line asks for: the settings in force, and the day (as text) or None."""
    parser = argparse.ArgumentParser(prog="python -m flows.nightly", description="以 Prefect 流程运行一夜")
    parser.add_argument("--raw", type=Path, help="存放导出文件的文件夹")
    parser.add_argument("--warehouse", type=Path, help="数据仓库所在的文件夹")
    parser.add_argument("--as-of", help="截止日(YYYY-MM-DD),默认今天")
    parser.add_argument("--sample", action="store_true", help="使用随附的示例数据")
    asked = parser.parse_args(arguments)
    try:
        asked.settings = load_settings(asked.raw, asked.warehouse, asked.sample)
    except BadSettings as error:
        parser.exit(Exit.FAILED, f"错误:{error}\n")
    return asked


if __name__ == "__main__":
    ASKED = asked_for(sys.argv[1:])
    prepare_prefect_environment(ASKED.settings.warehouse)
elif "prefect" not in sys.modules:  # a schedule's process has it already, and its environment from the server's runner
    prepare_prefect_environment(load_settings().warehouse)

from prefect import State, Task, flow, get_run_logger, task  # noqa: E402
from prefect.artifacts import create_table_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.client.schemas.objects import TaskRun  # noqa: E402
from prefect.runtime import deployment  # noqa: E402
from prefect.states import Completed, Failed  # noqa: E402

from flows.left_runs import cancel_piled_up  # noqa: E402

P = ParamSpec("P")
T = TypeVar("T")

HELD = "Held"
_SHARE_RETRIES = 2
_TELL_EVERY = 50  # files


class TaskWalk(Walk):
    """Performs each step as a task of the flow that is running, one after the other in its process.

    A task has the name of its step's function. Looking at the drop folder is tried again when a share is away; the
    other steps give the same result each time.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def perform(self, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Perform one step as a task."""
        return self.as_task(step, *args, **kwargs)()

    def as_task(self, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Task[[], T]:
        """The step with its arguments as a task that takes none: Prefect keeps neither arguments nor result."""
        name = step.__name__.strip("_")

        @task(
            name=name,
            task_run_name=name,
            description=(step.__doc__ or "").partition("\n")[0],
            persist_result=False,
            cache_policy=NO_CACHE,
            retries=_SHARE_RETRIES if step is archive_arrivals else 0,
            retry_delay_seconds=self.settings.share_retry_seconds,
            retry_condition_fn=_is_share_away,
        )
        def bound() -> T:
            return step(*args, **kwargs)

        return bound

    def tell(self, done: int, total: int) -> None:
        """Log how far the reading is."""
        if done == total or done % _TELL_EVERY == 0:
            get_run_logger().info("已读取 %d/%d 个文件", done, total)


def _is_share_away(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether the step failed at the file system; anything else fails again."""
    return isinstance(state.data, OSError)


@flow(name="nightly", retries=0, persist_result=False)
def nightly(raw: str | None = None, warehouse: str | None = None, as_of: str | None = None) -> State[None]:
    """One night: archive, read, settle, build with its checks, promote; then what it came to, as artifacts.

    Published or nothing new is Completed. A night that is held, or fails, is Failed, since both leave yesterday's
    figures in place and need a person: whatever alerts on failed runs alerts on either. A held one has the name
    ``Held`` and says which check refused it.

    Args:
        raw, warehouse: folders, absolute on a schedule; None: as in the settings.
        as_of: the day for which to run, YYYY-MM-DD; None: today in Asia/Shanghai.
    """
    try:
        settings = load_settings(Path(raw) if raw else None, Path(warehouse) if warehouse else None)
        return perform_night(settings, _day(as_of) if as_of else day_of_run(settings))
    except (EnfstatError, OSError) as error:
        # Said as it is, without a traceback; an exception that is let through is also pickled into Prefect's home.
        return Failed(message=str(error))


def perform_night(settings: Settings, as_of: date) -> State[None]:
    """Perform the night and its report as tasks of the flow that is running; the state in which the flow ends."""
    walk = TaskWalk(settings)
    outcome = told_night(lambda: night(settings, as_of, walk), settings, get_run_logger().warning)
    reported = walk.as_task(report, outcome, settings, as_of)(return_state=True)
    if reported.is_failed():
        get_run_logger().warning("结果不受影响,但未能把本次情况写入 Prefect:%s", reported.message)
    said = headline(outcome)
    return Failed(name=HELD, message=said) if outcome.exit is Exit.HELD else Completed(message=said)


def report(outcome: Outcome, settings: Settings, as_of: date) -> None:
    """Leave what the night came to as artifacts of the run, and of the runs that fell due meanwhile only the last."""
    _, found = now_standing(settings)
    for table in [*night_tables(outcome, Warehouse(settings.warehouse), as_of), alert_table(found)]:
        create_table_artifact(table=table.rows, key=table.key, description=table.description)
    if deployment.id:
        cancel_piled_up(UUID(deployment.id))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadSettings(f"“{text}”不是 YYYY-MM-DD 形式的日期") from None


def run_asked(asked: argparse.Namespace) -> Exit:
    """Run the flow as asked for; the exit status."""
    settings = asked.settings
    state = nightly(raw=str(settings.raw), warehouse=str(settings.warehouse), as_of=asked.as_of, return_state=True)
    if state.is_completed():
        return Exit.DONE
    return Exit.HELD if state.name == HELD else Exit.FAILED


if __name__ == "__main__":
    sys.exit(run_asked(ASKED))
