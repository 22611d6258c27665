"""The command line: ``enfstat``. Each command loads what it needs; none of them loads Prefect."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable

from flows.commands import figures, files, nights, releases, upkeep
from flows.commands.common import complain
from flows.commands.line import BadArgument, asked_for
from flows.errors import EnfstatError

_COMMANDS = [command for group in (nights, files, figures, releases, upkeep) for command in group.commands.all]
_MISUSED, _INTERRUPTED = 2, 130


def main() -> None:
    """Entry point: an error is one line that says what to do, never a traceback, and ends with exit status 1."""
    status = _status(asked_for(_COMMANDS, sys.argv[1:]))
    gc.freeze()  # Python looks once more through all that is loaded for what is garbage, before all of it goes
    sys.exit(status)


def _status(work: Callable[[], int | None]) -> int:
    """The exit status of what is asked for, done."""
    try:
        status = work()
        sys.stdout.flush()
    except BadArgument as error:
        complain(f"错误:{error}")
        return _MISUSED
    except EnfstatError as error:
        complain(f"错误:{error}")
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read has gone; what is left to be written at the end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        from flows.store.failing import store_failed

        if failed := store_failed(error):
            complain(f"错误:{failed}")
        elif os.environ.get("ENFSTAT_DEBUG"):
            raise
        else:
            complain(f"内部错误({type(error).__name__}):{error}。请把这一行和运行记录交给维护人员")
    else:
        return status or 0
    return 1
