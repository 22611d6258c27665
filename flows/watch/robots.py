"""What the robots of the three group chats are sent: an address, and a JSON object of the form that each documents.

The messages are plain text. Each of the three understands another subset of Markdown and none says how to escape it,
and a message quotes file names.

Sources: 钉钉 "自定义机器人发送群消息" and its signing; 企业微信 "群机器人配置说明" (text: 2048 bytes); 飞书
"自定义机器人使用指南" (a request: 20 kB).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlsplit

from flows.errors import EnfstatError
from flows.watch.channels import Robot

MOST_BYTES = {"dingtalk": 18_000, "wecom": 2048, "feishu": 18_000}
_REST = "……其余请运行 enfstat status 查看"


class BadAddress(EnfstatError):
    """The address of a robot is none."""


@dataclass(frozen=True)
class Request:
    """What is posted where."""

    url: str
    body: dict[str, Any]


def request_to(robot: Robot, text: str, at_seconds: float) -> Request:
    """The request that makes a robot say a text.

    Args:
        at_seconds: the time of sending, seconds since 1970; the robots take a signature for an hour at most.

    Raises:
        SecretMissing: the address or the secret is not where the settings say.
        BadAddress: it is none of http or https.
    """
    url = robot.url.reveal()
    if urlsplit(url).scheme not in ("http", "https"):
        raise BadAddress("机器人地址应以 http:// 或 https:// 开头")
    said = shortened(without_mentions(text), MOST_BYTES[robot.kind])
    secret = robot.secret.reveal() if robot.secret else None
    match robot.kind:
        case "feishu":
            signed = _signed_for_feishu(secret, int(at_seconds)) if secret else {}
            return Request(url, {**signed, "msg_type": "text", "content": {"text": said}})
        case "dingtalk" if secret:
            url += _signed_for_dingtalk(secret, int(at_seconds * 1000))
    return Request(url, {"msgtype": "text", "text": {"content": said}})


def _signed_for_dingtalk(secret: str, milliseconds: int) -> str:
    """钉钉: HMAC-SHA256 of time and secret under the secret, in the address."""
    signature = _base64_hmac(secret, f"{milliseconds}\n{secret}")
    return f"&timestamp={milliseconds}&sign={quote_plus(signature)}"


def _signed_for_feishu(secret: str, seconds: int) -> dict[str, str]:
    """飞书: HMAC-SHA256 of nothing under time and secret, in the object."""
    return {"timestamp": str(seconds), "sign": _base64_hmac(f"{seconds}\n{secret}", "")}


def _base64_hmac(key: str, message: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), message.encode(), hashlib.sha256)).decode()


def without_mentions(text: str) -> str:
    """企业微信 and 飞书 read ``<@name>`` and ``<at …>`` in a text as a call to people; a file may have such a name."""
    return text.replace("<", "＜")


def shortened(text: str, most_bytes: int) -> str:
    """A text of at most so many bytes, whole lines of it, with a last line that says that there is more."""
    if len(text.encode()) <= most_bytes:
        return text
    left = most_bytes - len(_REST.encode())
    whole = text.encode()[:left].decode(errors="ignore")
    return whole[: whole.rfind("\n") + 1] + _REST


def refusal(robot: Robot, answer: Mapping[str, Any]) -> str | None:
    """Why a robot did not take a message, or None where it did: all three answer 200 and tell in the object."""
    code = answer.get("code", answer.get("StatusCode")) if robot.kind == "feishu" else answer.get("errcode")
    if code == 0:
        return None
    return f"{code}:{answer.get('msg') or answer.get('errmsg') or '没有说明原因'}"
