"""What robots, mail and commands are sent, as each documents it, and what becomes of a channel that fails."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ssl
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from flows.watch.channels import Channel, channel
from flows.watch.robots import MOST_BYTES, shortened
from flows.watch.send import Message, send
from tests.watch.servers import TAKEN, certificate, mail_server, robot_server

MESSAGE = Message("【提醒】执法统计:1 件事要处理", ("1. 文件没有采用:案件.xlsx", "   处理:请重新导出"))
TOKEN, SECRET = "tok-3f9a77", "SEC-5be1c0"


def sent(channels: list[Channel], message: Message = MESSAGE) -> tuple[bool, list[str]]:
    said: list[str] = []
    return send(message, channels, said.append, lambda _: None), said


def robot(kind: str, address: str, **more: Any) -> Channel:
    paths = {"dingtalk": "/robot/send?access_token=", "wecom": "/cgi-bin/webhook/send?key="}
    return channel({"kind": kind, "url": f"{address}{paths.get(kind, '/open-apis/bot/v2/hook/')}{TOKEN}", **more})


@pytest.mark.parametrize("kind", ["dingtalk", "wecom"])
def test_dingtalk_and_wecom_get_the_documented_text(kind: str) -> None:
    with robot_server((200, TAKEN[kind])) as server:
        assert sent([robot(kind, server.address)]) == (True, [])
    [posted] = server.posted
    assert posted.body == {"msgtype": "text", "text": {"content": MESSAGE.text}}
    assert posted.content_type == "application/json; charset=utf-8"
    assert posted.path.endswith(f"={TOKEN}")


def test_dingtalk_is_signed_in_its_address() -> None:
    with robot_server((200, TAKEN["dingtalk"])) as server:
        assert sent([robot("dingtalk", server.address, secret=SECRET)]) == (True, [])
    [posted] = server.posted
    query = {name: value for name, [value] in parse_qs(urlsplit(posted.path).query).items()}
    assert abs(int(query["timestamp"]) - time.time() * 1000) < 60_000
    signed = f"{query['timestamp']}\n{SECRET}".encode()
    expected = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
    assert (query["access_token"], query["sign"]) == (TOKEN, expected)


def test_feishu_is_signed_in_its_object() -> None:
    with robot_server((200, TAKEN["feishu"])) as server:
        assert sent([robot("feishu", server.address, secret=SECRET)]) == (True, [])
        assert sent([robot("feishu", server.address)]) == (True, [])
    signed, unsigned = server.posted
    assert unsigned.body == {"msg_type": "text", "content": {"text": MESSAGE.text}}
    timestamp = signed.body["timestamp"]
    assert isinstance(timestamp, str)
    assert abs(int(timestamp) - time.time()) < 60
    digest = hmac.new(f"{timestamp}\n{SECRET}".encode(), b"", hashlib.sha256).digest()
    assert signed.body == {"timestamp": timestamp, "sign": base64.b64encode(digest).decode()} | unsigned.body


def test_a_file_name_calls_nobody() -> None:
    message = Message("文件没有采用", ('<@all>.xlsx <at user_id="all"></at>',))
    with robot_server((200, TAKEN["wecom"])) as server:
        sent([robot("wecom", server.address)], message)
    assert "<" not in server.posted[0].body["text"]["content"]


def test_a_long_message_keeps_whole_lines_and_says_that_there_is_more() -> None:
    text = "\n".join(f"{number}. 文件没有采用:案件台账{number}.xlsx" for number in range(200))
    short = shortened(text, MOST_BYTES["wecom"])
    assert len(short.encode()) <= 2048
    *lines, last = short.splitlines()
    assert lines == text.splitlines()[: len(lines)]
    assert "enfstat status" in last
    assert shortened(MESSAGE.text, 2048) == MESSAGE.text


@pytest.mark.parametrize(
    ("kind", "answer", "said"),
    [
        ("dingtalk", (200, {"errcode": 310000, "errmsg": "keywords not in content"}), "310000:keywords not in content"),
        ("wecom", (200, {"errcode": 93000, "errmsg": "invalid webhook url"}), "93000:invalid webhook url"),
        ("feishu", (200, {"code": 19021, "msg": "sign match fail"}), "19021:sign match fail"),
        ("feishu", (502, {}), "服务器答复 502"),
    ],
)
def test_a_refusal_is_tried_once_more_and_said(kind: str, answer: tuple[int, Any], said: str) -> None:
    with robot_server(answer) as server:
        is_sent, told = sent([robot(kind, server.address, **({"secret": SECRET} if kind != "wecom" else {}))])
    assert not is_sent
    assert len(server.posted) == len(told) == 2
    assert all(said in line for line in told)
    assert "已放弃,不影响运行结果" in told[1]
    assert TOKEN not in str(told)
    assert SECRET not in str(told)


def test_the_second_try_may_succeed() -> None:
    with robot_server((503, {}), (200, TAKEN["wecom"])) as server:
        is_sent, told = sent([robot("wecom", server.address)])
    assert (is_sent, len(told)) == (True, 1)


def test_one_channel_that_is_away_keeps_no_message_from_another(tmp_path: Path) -> None:
    away = robot("feishu", "http://127.0.0.1:9")
    letter = tmp_path / "letter"
    program = [sys.executable, "-c", "import sys; open(sys.argv[1], 'w').write(sys.stdin.read())", str(letter)]
    is_sent, told = sent([away, channel({"kind": "command", "command": program})])
    assert is_sent
    assert letter.read_text(encoding="utf-8") == MESSAGE.text + "\n"
    assert [line.partition(":")[0] for line in told] == ["消息没有送到(飞书机器人)"] * 2
    assert TOKEN not in str(told)


@pytest.mark.parametrize("command", [["/nowhere/program"], [sys.executable, "-c", "raise SystemExit(7)"]])
def test_a_command_that_fails_is_said(command: list[str]) -> None:
    is_sent, told = sent([channel({"kind": "command", "command": command})])
    assert not is_sent
    assert "No such file" in told[0] or "状态 7" in told[0]


def test_mail_is_a_letter_in_chinese() -> None:
    facts = {"kind": "mail", "host": "127.0.0.1", "sender": "enfstat@example.com", "recipients": ["a@example.com"]}
    with mail_server() as server:
        assert sent([channel(facts | {"port": server.port})]) == (True, [])
    [(sender, recipients, content)] = server.letters
    assert (sender, recipients) == ("enfstat@example.com", ["a@example.com"])
    letter = message_from_bytes(content, policy=policy.default)
    assert letter["Subject"] == MESSAGE.subject
    assert letter["Date"] is not None
    assert letter.get_body().get_content().splitlines() == list(MESSAGE.lines)  # type: ignore[union-attr]


def test_a_password_goes_over_tls_to_a_server_that_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    public, private = certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(public, private)
    letter = {"kind": "mail", "host": "127.0.0.1", "sender": "a@example.com", "recipients": ["b@example.com"]}
    with mail_server(tls, SECRET) as server:
        secure = letter | {"port": server.port, "tls": "tls", "user": "a"}
        is_sent, told = sent([channel(secure | {"password": SECRET})])
        assert not is_sent, "nobody vouches for this server"
        assert "certificate" in told[0].lower()
        monkeypatch.setenv("SSL_CERT_FILE", str(public))
        assert sent([channel(secure | {"password": SECRET})]) == (True, [])
        is_sent, told = sent([channel(secure | {"password": TOKEN})])
    assert (is_sent, len(server.letters)) == (False, 1)
    assert "邮件服务器答复 535" in told[0]
    assert TOKEN not in str(told)


def test_a_password_is_never_sent_in_clear() -> None:
    facts = {"kind": "mail", "host": "127.0.0.1", "sender": "a@example.com", "recipients": [], "password": "x"}
    with pytest.raises(ValueError, match="明文"):
        channel(facts)


def test_an_address_that_is_none_is_not_shown() -> None:
    is_sent, told = sent([channel({"kind": "wecom", "url": f"file:///etc/{TOKEN}"})])
    assert not is_sent
    assert "http" in told[0]
    assert TOKEN not in str(told)
