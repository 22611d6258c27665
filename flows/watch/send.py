"""Sending a message through the channels. What fails is tried once more and said; it never fails a run."""

from __future__ import annotations

import json
import smtplib
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.error import HTTPError, URLError

from flows.errors import EnfstatError
from flows.watch.channels import Channel, Command, Mail, Robot
from flows.watch.robots import refusal, request_to

_TIME_LIMIT_SECONDS = 20.0
_MOST_ANSWER_BYTES = 65_536
_TRIES = 2
_PAUSE_SECONDS = 5.0


class NotTaken(EnfstatError):
    """The other side did not take the message."""


@dataclass(frozen=True)
class Message:
    """A message: a line that says what it is about, and the lines below it."""

    subject: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join((self.subject, *self.lines))


def send(
    message: Message,
    channels: Iterable[Channel],
    say: Callable[[str], None],
    pause: Callable[[float], None] = time.sleep,
) -> bool:
    """Send a message through every channel; whether one of them took it.

    Args:
        say: hears of a channel that failed; the text holds no secret.
        pause: waits for so many seconds before the second try.
    """
    taken = [_sent(message, channel, say, pause) for channel in channels]
    return any(taken)


def _sent(message: Message, channel: Channel, say: Callable[[str], None], pause: Callable[[float], None]) -> bool:
    for attempt in range(_TRIES):
        try:
            _deliver(message, channel)
            return True
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a channel must not reach the run
            more = "稍后再试一次" if attempt + 1 < _TRIES else "已放弃,不影响运行结果"
            say(f"消息没有送到({channel.title}):{_reason(error)};{more}")
        if attempt + 1 < _TRIES:
            pause(_PAUSE_SECONDS)
    return False


def _reason(error: Exception) -> str:
    """What went wrong, without an address or a password: only texts that are ours or the operating system's."""
    match error:
        case EnfstatError():
            return str(error)
        case smtplib.SMTPResponseException():
            return f"邮件服务器答复 {error.smtp_code}"
        case HTTPError():
            return f"服务器答复 {error.code}"
        case URLError(reason=OSError() as inner):
            return inner.strerror or type(inner).__name__
        case OSError(strerror=str(text)):
            return text
    return type(error).__name__


def _deliver(message: Message, channel: Channel) -> None:
    match channel:
        case Robot():
            _post(message, channel)
        case Mail():
            _mail(message, channel)
        case Command():
            _run(message, channel)


def _post(message: Message, robot: Robot) -> None:
    wanted = request_to(robot, message.text, time.time())
    request = urllib.request.Request(  # noqa: S310 - request_to lets only http and https through
        wanted.url,
        data=json.dumps(wanted.body, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
    )
    with urllib.request.urlopen(request, timeout=_TIME_LIMIT_SECONDS) as response:  # noqa: S310
        answer = json.loads(response.read(_MOST_ANSWER_BYTES))
    if why := refusal(robot, answer):
        raise NotTaken(why)


def _mail(message: Message, mail: Mail) -> None:
    letter = EmailMessage()
    letter["Subject"] = message.subject
    letter["From"] = mail.sender
    letter["To"] = ", ".join(mail.recipients)
    letter["Date"] = formatdate(localtime=True)
    letter["Message-ID"] = make_msgid(domain=mail.sender.rpartition("@")[2])
    letter.set_content("\n".join(message.lines) or message.subject)
    secure = ssl.create_default_context()
    if mail.tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=_TIME_LIMIT_SECONDS, context=secure)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=_TIME_LIMIT_SECONDS)
    with server:
        if mail.tls == "starttls":
            server.starttls(context=secure)
        if mail.password is not None:
            server.login(mail.user or mail.sender, mail.password.reveal())
        server.send_message(letter)


def _run(message: Message, command: Command) -> None:
    done = subprocess.run(  # noqa: S603 - the bureau's own program, from its own settings, without a shell
        command.command,
        input=message.text + "\n",
        encoding="utf-8",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=_TIME_LIMIT_SECONDS,
        check=False,
    )
    if done.returncode:
        raise NotTaken(f"命令以状态 {done.returncode} 结束")
