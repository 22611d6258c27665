"""Servers of a test on 127.0.0.1: one that takes what robots are sent, and one that takes mail."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TAKEN = {"dingtalk": {"errcode": 0, "errmsg": "ok"}, "wecom": {"errcode": 0, "errmsg": "ok"}}
TAKEN |= {"feishu": {"code": 0, "msg": "success", "data": {}}}


@dataclass
class Posted:
    """One request as it came."""

    path: str
    content_type: str
    body: dict[str, Any]


@dataclass
class RobotServer:
    """What came, and what is answered: the answers in turn, the last one from then on."""

    address: str
    answers: list[tuple[int, Any]]
    posted: list[Posted] = field(default_factory=list)


@contextmanager
def robot_server(*answers: tuple[int, Any]) -> Iterator[RobotServer]:
    """A server that answers as told; by default as a robot that took the message."""
    told = RobotServer("", list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            posted = Posted(self.path, self.headers["Content-Type"], json.loads(self.rfile.read(length)))
            told.posted.append(posted)
            status, answer = told.answers.pop(0) if len(told.answers) > 1 else told.answers[0]
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments: Any) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class MailServer:
    """Where it listens, and the letters that came: sender, recipients, bytes."""

    port: int
    letters: Sequence[tuple[str, list[str], bytes]]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server that takes every letter."""
    from aiosmtpd.controller import Controller

    letters: list[tuple[str, list[str], bytes]] = []

    class Handler:
        async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
            letters.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
            return "250 OK"

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(Handler(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield MailServer(port, letters)
    finally:
        controller.stop()
