"""Numbers and yes-or-no flags as exports write them (spec: exports, "Columns")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from flows.cells.problem import Unreadable
from flows.cells.text import DASHES, clean, refuse_artefact

RULES: dict[str, str] = {
    "int-unreadable": "不是整数;请只填阿拉伯数字,不带单位和小数",
    "int-negative": "数量不能为负;请核对后改正",
    "number-unreadable": "不是数;请只填阿拉伯数字(至多六位小数),单位和百分号填在单位列",
    "number-negative": "数值不能为负;请核对后改正",
    "flag-unreadable": "不是可识别的是否值;请填 是 或 否",
}

_INTEGER = re.compile(rf"(?P<sign>[{re.escape(DASHES)}]?)(?P<digits>[0-9]+|[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+)(?:\.0+)?")
_NUMBER = re.compile(
    rf"(?P<sign>[{re.escape(DASHES)}]?)(?P<digits>(?:[0-9]+|[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+)(?:\.[0-9]{{1,6}})?)"
)
_LIMIT = 10**9  # no count or term comes near it; a number of a document or telephone in the wrong column does
_LONGEST = 25

_LEGAL_BLANKS = frozenset({"无"})
_FLAGS: Mapping[str, bool] = {
    **dict.fromkeys(("是", "有", "1", "1.0", "Y", "TRUE", "√", "✓", "✔"), True),
    **dict.fromkeys(("否", "无", "0", "0.0", "N", "FALSE", "×", "✕", "✖", "✗", "✘"), False),
}


def read_int(text: str) -> int | None:
    """The whole number (``600``, ``600.0``, ``1,200``); None for a blank cell.

    Raises :class:`Unreadable` with ``int-unreadable`` or ``int-negative``.
    """
    cleaned = clean(text)
    if cleaned is None:
        return None
    refuse_artefact(cleaned)
    written = _INTEGER.fullmatch(cleaned) if len(cleaned) <= _LONGEST else None
    number = int(written["digits"].replace(",", "")) if written else _LIMIT
    if written is None or number >= _LIMIT:
        raise Unreadable("int-unreadable", RULES["int-unreadable"])
    if written["sign"] and number:
        raise Unreadable("int-negative", RULES["int-negative"])
    return number


def read_number(text: str) -> Decimal | None:
    """The exact number (``98.5``, ``1,200``), at most six decimals; None for a blank cell.

    Raises :class:`Unreadable` with ``number-unreadable`` or ``number-negative``.
    """
    cleaned = clean(text)
    if cleaned is None:
        return None
    refuse_artefact(cleaned)
    written = _NUMBER.fullmatch(cleaned) if len(cleaned) <= _LONGEST else None
    if written is None or Decimal(written["digits"].replace(",", "")) >= 10**18:
        raise Unreadable("number-unreadable", RULES["number-unreadable"])
    if written["sign"]:
        raise Unreadable("number-negative", RULES["number-negative"])
    return Decimal(written["digits"].replace(",", ""))


def read_flag(text: str) -> bool | None:
    """True or False; None (unknown) for a blank cell. 无 is an answer here, not a blank.

    Raises :class:`Unreadable` with ``flag-unreadable``.
    """
    cleaned = clean(text, keep=_LEGAL_BLANKS)
    if cleaned is None:
        return None
    refuse_artefact(cleaned)
    flag = _FLAGS.get(cleaned.upper())
    if flag is None:
        raise Unreadable("flag-unreadable", RULES["flag-unreadable"])
    return flag
