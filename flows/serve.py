"""``enfstat serve``: the nights on a schedule, and the Prefect server on loopback that shows them.

Decision 0021. Two parts, so that each can be a unit of the system: the server, and the schedule that asks it for due
runs. Nothing here imports Prefect before its environment is prepared.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import traceback
import urllib.error
import urllib.request

from flows.errors import EnfstatError
from flows.prefect_environment import LOOPBACK, prepare_served_environment
from flows.settings import Settings

DEPLOYMENT = "nightly"
_SERVER_WITHIN_SECONDS = 180.0
_ASK_EVERY_SECONDS = 0.5
_STOP_WITHIN_SECONDS = 30.0


Part = subprocess.Popen[bytes]


class ServerAway(EnfstatError):
    """No Prefect server answers."""


class PartEnded(EnfstatError):
    """The server or the schedule ended by itself."""


def serve_both(settings: Settings) -> None:
    """Run the server and the schedule as children, until this process is told to stop.

    Raises:
        PartEnded: one of them ended by itself; the other was stopped, for somebody to start both anew.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    parts = {name: _start(name, settings) for name in ("server", "schedule")}
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        name, ended = next((name, part) for name, part in parts.items() if part.poll() is not None)
        raise PartEnded(f"--only {name} 以状态 {ended.returncode} 结束;请按日志处理后重新启动 enfstat serve")
    finally:
        for part in reversed(parts.values()):  # the schedule first: it says goodbye to the server
            _stop(part)


def _start(name: str, settings: Settings) -> Part:
    """One part as a child."""
    command = [sys.executable, "-c", "from flows.cli import main; main()", "serve", "--raw", str(settings.raw)]
    command += ["--warehouse", str(settings.warehouse), "--only", name]
    return subprocess.Popen(command)  # noqa: S603 - this program itself


def _stop(part: Part) -> None:
    part.terminate()
    try:
        part.wait(_STOP_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        part.kill()
        part.wait()


def serve_server(settings: Settings) -> None:
    """Become the Prefect server; does not return."""
    prepare_served_environment(settings)
    place = ["--host", LOOPBACK, "--port", str(settings.schedule.port)]
    os.execv(sys.executable, [sys.executable, "-m", "prefect", "server", "start", *place])  # noqa: S606 - ourselves


def serve_schedule(settings: Settings) -> None:
    """Run the nights of the schedule that a server keeps, until this process is told to stop; does not return.

    Raises:
        ServerAway: none answers within three minutes.
    """
    prepare_served_environment(settings)
    _wait_for_server()
    status = 1
    try:
        _serve(settings)
        status = 0
    except SystemExit:  # told to stop
        status = 0
    except Exception:  # noqa: BLE001 - it is said, and whoever started this starts it again
        traceback.print_exc()
    finally:
        # Threads of Prefect's client wait for a server that may be gone, and keep a process from ending by itself:
        # then nobody would start it anew.
        sys.stdout.flush()
        os._exit(status)


def _wait_for_server() -> None:
    until = time.monotonic() + _SERVER_WITHIN_SECONDS
    while not _answers():
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
    from prefect.schedules import Cron, Interval
    from prefect.types.entrypoint import EntrypointType

    from flows.left_runs import settle_left_runs
    from flows.nightly import nightly

    plan, seconds = settings.schedule, settings.schedule.every_seconds
    settle_left_runs(f"{nightly.name}/{DEPLOYMENT}")
    nightly.serve(
        name=DEPLOYMENT,
        schedule=Interval(seconds) if seconds else Cron(plan.cron, timezone="Asia/Shanghai"),
        parameters={"raw": str(settings.raw), "warehouse": str(settings.warehouse)},
        limit=1,
        pause_on_shutdown=False,
        print_starting_message=False,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
