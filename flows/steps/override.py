"""Publishing a held build by somebody's decision."""

from __future__ import annotations

from flows.errors import EnfstatError
from flows.steps.promote import promote, published_build
from flows.store.candidates import Candidate
from flows.store.layout import Warehouse
from flows.store.runs import RunRecord, record_run, recorded_runs
from flows.store.sums import is_whole


class NothingHeld(EnfstatError):
    """The last run held nothing back."""


def held_build(warehouse: Warehouse) -> Candidate:
    """The build that the last run held back.

    Raises:
        NothingHeld: the last run that built anything was published.
    """
    builds = [run for run in recorded_runs(warehouse.runs) if run["build_id"]]
    if not builds or builds[-1]["outcome"] != "held" or builds[-1]["build_id"] == published_build(warehouse):
        raise NothingHeld("没有被阻止发布的结果")
    return warehouse.candidate(builds[-1]["build_id"])


def promote_held(warehouse: Warehouse, *, because: str, by: str, at: str) -> str:
    """Publish the held build, recording who decided so and why; returns its identity.

    Raises:
        NothingHeld: there is nothing to publish, or nothing whole, or no reason or name was given.
    """
    if not because.strip() or not by.strip():
        raise NothingHeld("放行必须写明理由和放行人")
    candidate = held_build(warehouse)
    if not is_whole(candidate.directory):
        raise NothingHeld(f"被阻止发布的版本 {candidate.build_id} 已损坏;请运行 enfstat run 重新计算后再放行")
    held = next(run for run in reversed(recorded_runs(warehouse.runs)) if run["build_id"] == candidate.build_id)
    promote(candidate.build_id, warehouse)
    override = f"{by.strip()}:{because.strip()}"
    record = RunRecord(at, at, held["as_of"], "published", held["run"], candidate.build_id, held["reason"], override)
    record_run(record, warehouse.runs)
    return candidate.build_id
