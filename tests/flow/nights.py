"""Nights as a Prefect flow in a process of its own, with one temporary server for all of them.

``python -m tests.flow.nights FOLDER``: the caller has written ``FOLDER/enfstat.toml``, ``FOLDER/raw``, ``FOLDER/fewer``
(files that stand in for those of the same name on the third night). Written to ``FOLDER/nights.json``: what each night
came to, as the server tells it.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from flows import settings
from flows.prefect_environment import prepare_prefect_environment

FOLDER = Path(sys.argv[1])
AS_OF = "2024-03-15"
SETTLED_WITHIN_SECONDS = 30
# Of the server, its word home among them: a night that keeps its database busy keeps them from their work.
SERVICES_STARTED_AFTER_SECONDS = 8

settings.SETTINGS_FILE = FOLDER / "enfstat.toml"
prepare_prefect_environment(FOLDER)
os.environ["ENFSTAT_WAREHOUSE"] = str(FOLDER / "warehouse")

from prefect.client.orchestration import SyncPrefectClient, get_client  # noqa: E402
from prefect.client.schemas.filters import (  # noqa: E402
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowRunFilter,
    FlowRunFilterId,
)
from prefect.client.schemas.objects import FlowRun, TaskRun  # noqa: E402
from prefect.client.schemas.sorting import FlowRunSort  # noqa: E402

from flows.nightly import asked_for, run_asked  # noqa: E402
from flows.sequence import run_lock  # noqa: E402
from flows.store.layout import Warehouse  # noqa: E402


def main() -> None:
    """The nights, one after the other."""
    with get_client(sync_client=True) as client:
        client.hello()
        time.sleep(SERVICES_STARTED_AFTER_SECONDS)
    nights = {"first": told_night("raw"), "second": told_night("raw")}
    shutil.copytree(FOLDER / "fewer", FOLDER / "raw", dirs_exist_ok=True)
    nights["held"] = told_night("raw")
    nights["away"] = told_night("share")
    nights["bad day"] = told_night("raw", as_of="15.3.2024")
    with run_lock(Warehouse(FOLDER / "warehouse")):
        nights["in progress"] = told_night("raw")
    (FOLDER / "nights.json").write_text(json.dumps(nights, ensure_ascii=False), encoding="utf-8")


def told_night(raw: str, as_of: str = AS_OF) -> dict[str, Any]:
    """One night: its exit status, and the flow run, its tasks and artifacts as the server has them."""
    status = run_asked(asked_for(["--raw", str(FOLDER / raw), "--as-of", as_of]))
    with get_client(sync_client=True) as client:
        run = client.read_flow_runs(sort=FlowRunSort.START_TIME_DESC, limit=1)[0]
        assert run.state is not None
        return {
            "exit": int(status),
            "type": run.state.type.value,
            "name": run.state.name,
            "message": run.state.message,
            "parameters": run.parameters,
            "tasks": [task_facts(task) for task in settled_tasks(client, run)],
            "artifacts": artifacts(client, run),
            "published": str((FOLDER / "warehouse" / "published").readlink()),
        }


def settled_tasks(client: SyncPrefectClient, run: FlowRun) -> list[TaskRun]:
    """The task runs in the order of their start; the server learns of them a little later than the flow."""
    until = time.monotonic() + SETTLED_WITHIN_SECONDS
    while True:
        tasks = client.read_task_runs(flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[run.id])))
        if all(task.state and task.state.is_final() for task in tasks) or time.monotonic() > until:
            return sorted(tasks, key=lambda task: str(task.start_time))
        time.sleep(0.5)


def task_facts(task: TaskRun) -> dict[str, Any]:
    """What matters of a task run."""
    return {"name": task.name, "state": task.state_name, "runs": task.run_count, "inputs": task.task_inputs}


def artifacts(client: SyncPrefectClient, run: FlowRun) -> dict[str, Any]:
    """Key → description and rows."""
    mine = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run.id]))
    return {
        artifact.key: {"description": artifact.description, "rows": json.loads(str(artifact.data))}
        for artifact in client.read_artifacts(artifact_filter=mine)
        if artifact.key
    }


if __name__ == "__main__":
    main()
