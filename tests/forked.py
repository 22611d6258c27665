"""Commands of the console script, each in a process of its own.

To start Python and import what a command needs takes longer than most commands do. So one process for each worker of
the tests imports it once and forks for every command: ``python -m tests.forked`` is that process. What a command finds
is what it would find otherwise: its arguments, folder, environment and open files. Variables that Python heeds when it
starts come too late here; who tests those starts a process of their own.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_CHECKOUT = Path(__file__).parents[1]
_IMPORTED = ("flows.cli", "flows.steps.build")


def run_command(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], limit_seconds: float
) -> subprocess.CompletedProcess[str]:
    """Run ``enfstat`` with these arguments in a folder and with this environment.

    Raises:
        TimeoutExpired: it took longer; it was killed.
    """
    with tempfile.TemporaryDirectory() as place:
        out, err = Path(place) / "out", Path(place) / "err"
        asked = {"arguments": list(arguments), "folder": str(folder), "environment": dict(environment)}
        status = _server().ask(asked | {"out": str(out), "err": str(err)}, limit_seconds)
        return subprocess.CompletedProcess(
            ["enfstat", *arguments], status, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8")
        )


class _Server:
    """The process that forks: a line of JSON for each command, a line with its process, a line with its status."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.forked"],
            cwd=_CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        atexit.register(self._process.kill)

    def ask(self, asked: dict[str, object], limit_seconds: float) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        command = int(self._process.stdout.readline())
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            if not selector.select(limit_seconds):
                os.kill(command, signal.SIGKILL)
                self._process.stdout.readline()
                raise subprocess.TimeoutExpired(["enfstat"], limit_seconds)
        return int(self._process.stdout.readline())


@cache
def _server() -> _Server:
    return _Server()


def _serve() -> None:
    """Fork for every command that is asked for, until nobody asks."""
    for name in _IMPORTED:
        __import__(name)
    for line in sys.stdin.buffer:
        command = os.fork()
        if command == 0:
            _become(json.loads(line))
        _say(command)
        _, status = os.waitpid(command, 0)
        _say(os.waitstatus_to_exitcode(status))


def _say(number: int) -> None:
    os.write(1, b"%d\n" % number)


def _become(asked: Mapping[str, object]) -> None:
    """Be the command: never returns."""
    environment = asked["environment"]
    assert isinstance(environment, dict)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(str(asked["folder"]))
    for handle, path in ((0, os.devnull), (1, str(asked["out"])), (2, str(asked["err"]))):
        opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(opened, handle)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.argv = ["enfstat", *map(str, asked["arguments"])]  # type: ignore[call-overload]
    os._exit(_status_of_main())


def _status_of_main() -> int:
    from flows.cli import main

    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    _serve()
