"""Bytes to text without guessing: the charset is told by the bytes, a claim only counts where the bytes allow it."""

import re

from flows.errors import FileRefused
from flows.reading.recognise import SEND_EXPORT, utf_16_of

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
# One control character in a thousand is dirt of a database; more is no text.
_CONTROL_SHARE = 0.001
# Pages of Chinese systems often claim a Western charset, which fits any bytes; only what bytes can refute is heeded.
_CLAIMS_HEEDED = frozenset({"big5", "big5-hkscs", "euc-kr", "euc-jp", "shift_jis"})


def decode(content: bytes, claimed: str | None = None) -> str:
    """Decode text: byte-order mark, else the NUL pattern of UTF-16, else strict UTF-8, else strict GB18030.

    Charset guessers are not used: they get short GBK texts wrong. `claimed` is what a page says of itself; UTF-8
    and the GB family need no claim, and what cannot be refuted is not believed.

    Raises:
        FileRefused: rule `not-a-workbook` when the bytes are no text in any of these.
    """
    for encoding in _candidates(content, claimed):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and len(_CONTROL.findall(text)) <= len(text) * _CONTROL_SHARE:
            return text.removeprefix("\ufeff").removesuffix("\x1a")
    raise FileRefused("not-a-workbook", "文件不是表格：既不是工作簿，也不是 UTF-8、UTF-16 或 GB18030 文本", SEND_EXPORT)


def _candidates(content: bytes, claimed: str | None) -> list[str]:
    utf_16 = utf_16_of(content)
    if utf_16:
        return [utf_16]
    heeded = [claimed.lower()] if claimed and claimed.lower() in _CLAIMS_HEEDED else []
    return ["utf-8-sig", *heeded, "gb18030"]
