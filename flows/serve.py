"""``enfstat serve``: the nights on a schedule, and the Prefect server on loopback that shows them.

Decision 0021. Two parts, so that each can be a unit of the system: the server, and the schedule that asks it for due
runs. Nothing here imports Prefect before its environment is prepared.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from flows.errors import EnfstatError
from flows.prefect_environment import LOOPBACK, prepare_served_environment
from flows.settings import Settings

DEPLOYMENT = "nightly"
_SERVER_WITHIN_SECONDS = 180.0
_ASK_EVERY_SECONDS = 0.5
_STOP_WITHIN_SECONDS = 30.0


class ServerAway(EnfstatError):
    """No Prefect server answers."""


def serve_server(settings: Settings) -> None:
    """Become the Prefect server; does not return."""
    prepare_served_environment(settings)
    os.execv(sys.executable, _server_command(settings))  # noqa: S606 - this program's own interpreter


def serve_schedule(settings: Settings) -> None:
    """Run the nights of the schedule that a server keeps, until this process is told to stop.

    Raises:
        ServerAway: none answers within three minutes.
    """
    prepare_served_environment(settings)
    _wait_for_server()
    _serve(settings)


def serve_with_server(settings: Settings) -> None:
    """Run the nights of the schedule, with a server of its own where none answers.

    Raises:
        ServerAway: the server could not be started, or it ended while the schedule was running.
    """
    prepare_served_environment(settings)
    if _answers():
        _serve(settings)
        return
    with _own_server(settings) as server:
        _wait_for_server(server)
        _serve(settings)
        if server.poll() is not None:
            raise ServerAway(f"Prefect 服务器以状态 {server.returncode} 结束;请查看日志后重新启动 enfstat serve")


def _server_command(settings: Settings) -> list[str]:
    place = ["--host", LOOPBACK, "--port", str(settings.schedule.port)]
    return [sys.executable, "-m", "prefect", "server", "start", *place]


@contextmanager
def _own_server(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """A server as a child. Should it end by itself, this process is told to stop, for somebody to start both anew."""
    server = subprocess.Popen(_server_command(settings))  # noqa: S603 - this program's own interpreter
    is_ending = threading.Event()

    def watch() -> None:
        server.wait()
        if not is_ending.is_set():
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield server
    finally:
        is_ending.set()
        server.terminate()
        try:
            server.wait(_STOP_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_for_server(server: subprocess.Popen[bytes] | None = None) -> None:
    until = time.monotonic() + _SERVER_WITHIN_SECONDS
    while not _answers():
        if server is not None and server.poll() is not None:
            raise ServerAway(f"Prefect 服务器没有启动(状态 {server.returncode});端口可能已被占用,见设置 schedule.port")
        if time.monotonic() > until:
            raise ServerAway(f"{os.environ['PREFECT_API_URL']} 没有应答;请先启动 enfstat serve --only server")
        time.sleep(_ASK_EVERY_SECONDS)


def _answers() -> bool:
    """Whether the server answers that it is well."""
    url = f"{os.environ['PREFECT_API_URL']}/health"
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - the address of our own settings
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _serve(settings: Settings) -> None:
    """Ask for due runs and run them, one at a time, until told to stop. A stop leaves the schedule as it is."""
    from prefect.client.schemas.schedules import CronSchedule, IntervalSchedule
    from prefect.flows import EntrypointType

    from flows.left_runs import settle_left_runs
    from flows.nightly import nightly

    plan, seconds = settings.schedule, settings.schedule.every_seconds
    settle_left_runs(f"{nightly.name}/{DEPLOYMENT}")
    nightly.serve(
        name=DEPLOYMENT,
        schedule=IntervalSchedule(interval=timedelta(seconds=seconds))
        if seconds
        else CronSchedule(cron=plan.cron, timezone="Asia/Shanghai"),
        parameters={"raw": str(settings.raw), "warehouse": str(settings.warehouse)},
        limit=1,
        pause_on_shutdown=False,
        print_starting_message=False,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
