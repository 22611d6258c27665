"""Workbooks behind a password: Excel's own encryption of xlsx and xlsb (agile, standard) and of xls (RC4, XOR)."""

import io
import logging
import struct
from collections.abc import Sequence

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError

from flows.reading.recognise import OLE, Format, recognise
from flows.reading.records import has_password
from flows.reading.refusals import protected, wrong_password

# Excel opens files under this password without asking; it writes it when the structure of a workbook is protected
# ([MS-OFFCRYPTO] 2.4.2.3).
_SILENT_PASSWORD = "VelvetSweatshop"  # noqa: S105

# The library writes passwords into its log at the level DEBUG, which whoever starts the run may have chosen.
logging.getLogger("msoffcrypto").setLevel(logging.WARNING)


def is_locked(content: bytes) -> bool:
    """Whether the file is a workbook behind a password of Excel's kind.

    Raises:
        FileRefused: the file is none of the formats.
    """
    if not content.startswith(OLE):
        return False
    kind = recognise(content)
    return kind is Format.LOCKED or (kind is Format.XLS and has_password(content))


def unlocked(content: bytes, passwords: Sequence[str]) -> bytes:
    """The workbook inside a locked file, opened with the password that Excel tries silently or one of those given.

    Raises:
        FileRefused: no password opens it.
    """
    for password in (_SILENT_PASSWORD, *passwords):
        plain = _opened(content, password)
        if plain is not None:
            return plain
    raise wrong_password() if passwords else protected()


def _opened(content: bytes, password: str) -> bytes | None:
    """The workbook, if this password opens it."""
    plain = io.BytesIO()
    try:
        locked = msoffcrypto.OfficeFile(io.BytesIO(content))
        # An xls checks every password by itself.
        locked.load_key(password=password, **({"verify_password": True} if locked.format == "ooxml" else {}))
        locked.decrypt(plain)
    except (InvalidKeyError, DecryptionError, FileFormatError, struct.error):
        return None
    return plain.getvalue()
