"""The deployment for a work pool: what it names exists."""

from __future__ import annotations

import re

import yaml

from flows.schedule import Schedule
from tests.bureau import CHECKOUT


def test_the_work_pools_deployment_is_the_night_of_the_schedule() -> None:
    described = yaml.safe_load((CHECKOUT / "prefect.yaml").read_text(encoding="utf-8"))
    [deployment] = described["deployments"]
    path, _, name = deployment["entrypoint"].partition(":")
    assert re.search(rf"^@flow.*\ndef {name}\(", (CHECKOUT / path).read_text(encoding="utf-8"), re.MULTILINE)
    assert deployment["schedules"] == [{"cron": Schedule().cron, "timezone": "Asia/Shanghai"}]
