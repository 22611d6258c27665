"""Two nights of a served schedule over a real Prefect server on loopback, which is killed and restarted in between."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.bureau import CHECKOUT
from tests.exports import cases, csv_file, put

pytestmark = pytest.mark.slow

WITHIN_SECONDS = 240
ENFSTAT = [sys.executable, "-c", "from flows.cli import main; main()"]
T = TypeVar("T")


class Served:
    """A bureau's folder with the two parts of ``enfstat serve`` and a client of the server's API."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.parts: list[subprocess.Popen[bytes]] = []
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "ENFSTAT"))}
        self.environment = kept | {"ENFSTAT_SETTINGS": str(folder / "enfstat.toml")}

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

    def ask(self, what: str, **filters: Any) -> Any:
        """A question to the server."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/{what}/filter",
            data=json.dumps(filters).encode(),
            headers={"Content-Type": "application/json"},
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
def served(tmp_path: Path) -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    put(tmp_path / "raw" / "2023年案件.csv", csv_file("cases", *cases(range(1, 4))))
    settings = (
        f'raw = "raw"\nwarehouse = "warehouse"\nkey_file = "key"\nworkbook_years = 0\n[schedule]\nport = {port}\n'
    )
    (tmp_path / "enfstat.toml").write_text(f"{settings}every_seconds = 5\npoll_seconds = 1\n", encoding="utf-8")
    bureau = Served(tmp_path, port)
    try:
        yield bureau
    finally:
        for part in bureau.parts:
            if part.poll() is None:
                bureau.kill(part)


def artifacts(served: Served, run: str) -> set[str]:
    return {each["key"] for each in served.ask("artifacts", artifacts={"flow_run_id": {"any_": [run]}})}


def test_two_nights_with_the_server_killed_in_between(served: Served) -> None:
    server = served.start("--only", "server")
    schedule = served.start("--only", "schedule")
    first = served.wait_for(lambda: served.runs("COMPLETED"))[0]
    assert first["auto_scheduled"]
    assert first["state"]["message"].startswith("已发布")
    assert {"figures", "verdict", "alerts"} <= artifacts(served, first["id"])

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
