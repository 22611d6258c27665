"""Two nights of a served schedule over a real Prefect server on loopback, which is killed and restarted in between."""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import HTTPError

import pytest

from tests.bureau import CHECKOUT
from tests.exports import cases, csv_file, put
from tests.watch.servers import TAKEN, RobotServer, robot_server

pytestmark = pytest.mark.slow

WITHIN_SECONDS = 240
PASSWORD = "enfstat:pw-71e0c4"  # noqa: S105
TOKEN = "tok-9d02f6"  # noqa: S105
ENFSTAT = [sys.executable, "-c", "from flows.cli import main; main()"]
T = TypeVar("T")


class Served:
    """A bureau's folder with the two parts of ``enfstat serve`` and a client of the server's API."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.parts: list[subprocess.Popen[bytes]] = []
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "ENFSTAT"))}
        password = {"PREFECT_SERVER_API_AUTH_STRING": PASSWORD, "PREFECT_API_AUTH_STRING": PASSWORD}
        # Else a hundred runs are laid out at once, which a night a day never comes to.
        few = {
            "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": "8",
            "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "10",
        }
        self.environment = kept | password | few | {"ENFSTAT_SETTINGS": str(folder / "enfstat.toml")}

    def start(self, *part: str) -> subprocess.Popen[bytes]:
        """Start a part in a group of processes of its own, its words in a file."""
        with (self.folder / "log").open("ab") as log:
            started = subprocess.Popen(
                [*ENFSTAT, "serve", *part],
                cwd=CHECKOUT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.parts.append(started)
        return started

    def kill(self, part: subprocess.Popen[bytes]) -> None:
        """What a power cut does."""
        os.killpg(part.pid, signal.SIGKILL)
        part.wait()

    def ask(self, what: str, password: str = PASSWORD, **filters: Any) -> Any:
        """A question to the server."""
        sent = base64.b64encode(password.encode()).decode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/{what}/filter",
            data=json.dumps(filters).encode(),
            headers={"Content-Type": "application/json"} | ({"Authorization": f"Basic {sent}"} if password else {}),
        )
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
            return json.load(response)

    def runs(self, *states: str) -> list[dict[str, Any]]:
        """The runs in these states, the oldest first."""
        found: list[dict[str, Any]] = self.ask(
            "flow_runs", flow_runs={"state": {"type": {"any_": states}}}, sort="START_TIME_ASC"
        )
        return found

    def wait_for(self, question: Callable[[], T | None]) -> T:
        """The first answer; the server may be away meanwhile."""
        until = time.monotonic() + WITHIN_SECONDS
        while time.monotonic() < until:
            try:
                if answer := question():
                    return answer
            except OSError:
                pass
            time.sleep(0.5)
        pytest.fail(f"nothing within {WITHIN_SECONDS} s:\n{(self.folder / 'log').read_text(encoding='utf-8')[-5000:]}")


@pytest.fixture
def robot() -> Iterator[RobotServer]:
    with robot_server((200, TAKEN["wecom"])) as server:
        yield server


@pytest.fixture
def served(tmp_path: Path, robot: RobotServer) -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    put(tmp_path / "raw" / "2023年案件.csv", csv_file("cases", *cases(range(1, 4))))
    put(tmp_path / "raw" / "坏.xlsx", b"not a workbook")
    settings = f"""
        raw = "raw"
        warehouse = "warehouse"
        key_file = "key"
        workbook_years = 0
        pages_years = 0
        [schedule]
        port = {port}
        every_seconds = 5
        poll_seconds = 1
        [[notify.to]]
        kind = "wecom"
        url = "{robot.address}/cgi-bin/webhook/send?key={TOKEN}"
    """
    (tmp_path / "enfstat.toml").write_text(settings, encoding="utf-8")
    bureau = Served(tmp_path, port)
    try:
        yield bureau
    finally:
        for part in bureau.parts:
            if part.poll() is None:
                bureau.kill(part)


def artifacts(served: Served, run: str) -> set[str]:
    return {each["key"] for each in served.ask("artifacts", artifacts={"flow_run_id": {"any_": [run]}})}


def test_two_nights_with_the_server_killed_in_between(served: Served, robot: RobotServer) -> None:
    server = served.start("--only", "server")
    schedule = served.start("--only", "schedule")
    first = served.wait_for(lambda: served.runs("COMPLETED"))[0]
    assert first["auto_scheduled"]
    assert first["state"]["message"].startswith("已发布")
    assert {"figures", "verdict", "alerts"} <= artifacts(served, first["id"])
    with pytest.raises(HTTPError, match="401"):
        served.ask("deployments", password="enfstat:guess")  # noqa: S106

    served.kill(server)
    server = served.start("--only", "server")
    restarted = served.wait_for(lambda: served.ask("deployments") and datetime.now(UTC).isoformat())
    second = served.wait_for(lambda: [run for run in served.runs("COMPLETED") if run["start_time"] > restarted])[0]
    assert second["state"]["message"] == "没有新的数据,发布的内容不变"
    assert {"figures", "verdict", "alerts"} <= artifacts(served, second["id"])
    piled_up = served.wait_for(lambda: served.runs("CANCELLED"))
    assert {run["state"]["message"] for run in piled_up} == {"错过的运行,由之后的一次代替"}

    os.kill(schedule.pid, signal.SIGTERM)
    assert schedule.wait(60) == 0
    [deployment] = served.ask("deployments")
    assert not deployment["paused"], "a stop must not pause the schedule"
    os.kill(server.pid, signal.SIGTERM)
    server.wait(60)

    [posted] = robot.posted
    assert "文件没有采用:坏.xlsx" in posted.body["text"]["content"]
    shown = (served.folder / "log").read_text(encoding="utf-8")
    with sqlite3.connect(served.folder / "warehouse" / "prefect" / "prefect.db") as history:
        shown += "\n".join(history.iterdump())
    assert TOKEN not in shown
    assert PASSWORD not in shown


def test_both_parts_end_when_one_does(served: Served) -> None:
    with socket.create_server(("127.0.0.1", served.port)):
        both = served.start()
        assert both.wait(WITHIN_SECONDS) == 1
    assert "--only server 以状态 1 结束" in (served.folder / "log").read_text(encoding="utf-8")
    with pytest.raises(ProcessLookupError):
        os.killpg(both.pid, 0)
