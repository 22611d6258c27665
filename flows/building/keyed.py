"""The keyed hash (HMAC-SHA-256) under which personal identifiers are published, as a macro of the build."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from flows.errors import EnfstatError

_BLOCK = 64  # bytes, of SHA-256 (RFC 2104)
_SHOWN_DIGITS = 32  # 128 bits tell identifiers apart and keep the file small


class BadKey(EnfstatError):
    """What lies at the place of the key is none."""


def load_key(path: Path) -> bytes:
    """The bureau's key; made on first use, readable by its owner only.

    Raises:
        BadKey: the file holds something else.
    """
    try:
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return make_key(path)
    except ValueError:
        raise BadKey(f"密钥文件 {path} 已损坏;请把原来的密钥放回,或用 enfstat rotate-key 换新的") from None


def make_key(path: Path) -> bytes:
    """Make a key beside its place and link it there: of two runs at once, one key wins and both use it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}-{os.getpid()}")
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
        stream.write(secrets.token_hex(32))
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
    return load_key(path)


def keyed_macro(key: bytes) -> str:
    """The macro ``keyed(text)``: HMAC(key, text) as hexadecimal digits; null stays null.

    Temporary, because it holds the key.
    """
    block = key.ljust(_BLOCK, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in block).hex() for pad in (0x36, 0x5C))
    return (
        "create or replace temporary macro keyed(identifier) as "
        f"left(sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode(identifier)))), {_SHOWN_DIGITS})"
    )
