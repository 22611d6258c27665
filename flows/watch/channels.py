"""Where messages go, as the settings say: robots of 钉钉, 企业微信 and 飞书, mail, a command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from flows.watch.secret import Secret

ROBOTS = {"dingtalk": "钉钉", "wecom": "企业微信", "feishu": "飞书"}
_TLS = ("none", "starttls", "tls")


@dataclass(frozen=True)
class Robot:
    """A robot of a group chat: its kind, its address (with the token) and the secret with which it is signed."""

    kind: str
    url: Secret
    secret: Secret | None = None

    @property
    def title(self) -> str:
        """What it is called."""
        return f"{ROBOTS[self.kind]}机器人"

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """What must be there to send."""
        return (self.url, self.secret) if self.secret else (self.url,)


@dataclass(frozen=True)
class Mail:
    """A mail server and who gets the message.

    Attributes:
        tls: ``none``, ``starttls`` or ``tls`` (from the first byte); a password is never sent without.
    """

    host: str
    sender: str
    recipients: tuple[str, ...]
    port: int = 25
    tls: str = "none"
    user: str | None = None
    password: Secret | None = None

    title = "邮件"

    def __post_init__(self) -> None:
        if self.tls not in _TLS:
            raise ValueError(f"tls 应为 {'、'.join(_TLS)} 之一,不是“{self.tls}”")
        if self.password is not None and self.tls == "none":
            raise ValueError("有密码的邮件必须设 tls 为 starttls 或 tls,密码不以明文发送")

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """What must be there to send."""
        return (self.password,) if self.password else ()


@dataclass(frozen=True)
class Command:
    """A program with its arguments; it is given the message on its standard input."""

    command: tuple[str, ...]

    title = "命令"
    secrets: ClassVar[tuple[Secret, ...]] = ()


Channel = Robot | Mail | Command


def channel(facts: Mapping[str, Any]) -> Channel:
    """The channel that a table of the settings describes.

    Raises:
        ValueError, TypeError: it has no known kind, a name that is unknown, or one that is missing.
    """
    rest = dict(facts)
    kind = rest.pop("kind", None)
    for name in ("url", "secret", "password"):
        if name in rest:
            rest[name] = Secret.of(rest[name])
    if kind in ROBOTS:
        return Robot(kind=kind, **rest)
    if kind == "mail":
        return Mail(**(rest | {"recipients": tuple(rest.get("recipients", ()))}))
    if kind == "command":
        return Command(command=tuple(rest.pop("command", ())), **rest)
    raise ValueError(f"kind 应为 {'、'.join((*ROBOTS, 'mail', 'command'))} 之一,不是“{kind}”")


@dataclass(frozen=True)
class Notify:
    """What is told to whom, and when it is told again.

    Attributes:
        to: the channels; none: nothing is sent.
        overdue_hours: a night that ended longer ago than this means that one did not run.
        repeat_days: a warning that goes on is told again after so many days; what is grave, every day.
        every_night: also tell of a night when there is nothing to be done.
    """

    to: tuple[Channel, ...] = field(default=())
    overdue_hours: float = 26
    repeat_days: int = 7
    every_night: bool = False


def notify(facts: Mapping[str, Any]) -> Notify:
    """What the table ``notify`` of the settings says.

    Raises:
        ValueError, TypeError: as :func:`channel`, or an unknown name.
    """
    return Notify(**(dict(facts) | {"to": tuple(map(channel, facts.get("to", ())))}))
