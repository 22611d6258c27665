"""Runs that an outage left with the Prefect server: what was cut off is said to be, what piled up is not run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelled, Crashed

_UNDER_WAY = (StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)


def settle_left_runs(deployment: str) -> None:
    """Before a schedule is served again: settle the runs that it left when it ended.

    A run that the server believes under way died with the process that ran it, and is marked as crashed. Of the runs
    that fell due meanwhile the last one is left to be run and the others are cancelled: one night catches up with all.

    Args:
        deployment: its name, as ``flow/deployment``; one that is not known has left nothing.
    """
    with get_client(sync_client=True) as client:
        try:
            known = client.read_deployment_by_name(deployment).id
        except ObjectNotFound:
            return
        for run in _runs(client, known, _UNDER_WAY):
            client.set_flow_run_state(run.id, Crashed(message="运行被中断(停电或被结束)"), force=True)
        _cancel_all_but_the_last(client, known)


def cancel_piled_up(deployment: UUID) -> None:
    """At the end of a night: of the runs that fell due while it went on, leave the last one."""
    with get_client(sync_client=True) as client:
        _cancel_all_but_the_last(client, deployment)


def _cancel_all_but_the_last(client: SyncPrefectClient, deployment: UUID) -> None:
    late = [run for run in _runs(client, deployment, (StateType.SCHEDULED,)) if _is_due(run)]
    for run in sorted(late, key=lambda run: str(run.expected_start_time))[:-1]:
        client.set_flow_run_state(run.id, Cancelled(message="错过的运行,由之后的一次代替"), force=True)


def _is_due(run: FlowRun) -> bool:
    return run.expected_start_time is not None and run.expected_start_time <= datetime.now(UTC)


def _runs(client: SyncPrefectClient, deployment: UUID, states: Iterable[StateType]) -> list[FlowRun]:
    return client.read_flow_runs(
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment])),
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(states)))),
        limit=200,
    )
