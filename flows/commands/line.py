"""The command line as data: a command is a function with the arguments that it takes; which are there is known at once.

What a command needs it loads itself, when it is asked: a question is answered in less time than the libraries of a
night take to load.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flows.errors import EnfstatError

Work = Callable[..., int | None]
"""What a command does; its exit status, None for 0."""


class BadArgument(EnfstatError):
    """What a command was asked for does not make sense; exit status 2, as for any other misuse."""


@dataclass(frozen=True)
class Argument:
    """An argument as argparse takes it: its names, and what is to be known of it."""

    names: Sequence[str]
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Command:
    """A command: what it is called, what it is for, what it takes, what it does."""

    name: str
    title: str
    arguments: Sequence[Argument]
    work: Work


def argument(*names: str, **facts: Any) -> Argument:
    """An argument that commands may share."""
    return Argument(names, facts)


def flag(*names: str, **facts: Any) -> Argument:
    """An option that is given or not."""
    return Argument(names, {"action": "store_true", **facts})


class Commands:
    """Some commands in their order."""

    def __init__(self) -> None:
        self.all: list[Command] = []

    def command(self, *arguments: Argument) -> Callable[[Work], Work]:
        """Make a function a command: named as it is named, for what its docstring says first."""

        def added(work: Work) -> Work:
            title = (work.__doc__ or "").partition("\n")[0]
            self.all.append(Command(work.__name__.replace("_", "-"), title, arguments, work))
            return work

        return added


def asked_for(commands: Sequence[Command], words: Sequence[str]) -> Callable[[], int | None]:
    """What the words of a command line ask for, ready to be done.

    Raises:
        SystemExit: for help (0), or where they ask for nothing that there is (2); why is on the screen.
    """
    parser = argparse.ArgumentParser(
        prog="enfstat", description="交通运输行政执法统计:从 Excel 导出到可追溯的年度指标", allow_abbrev=False
    )
    known = parser.add_subparsers(title="命令", metavar="命令", required=True)
    # The parser of a command that is asked for suffices; without one, all are shown.
    for command in [command for command in commands if [command.name] == list(words[:1])] or commands:
        own = known.add_parser(command.name, help=command.title, description=command.title, allow_abbrev=False)
        own.set_defaults(work=command.work)
        for one in command.arguments:
            own.add_argument(*one.names, **one.facts)
    if not words:
        parser.print_help()
        parser.exit(2)
    asked = vars(parser.parse_args(words))
    work: Work = asked.pop("work")
    return lambda: work(**asked)
