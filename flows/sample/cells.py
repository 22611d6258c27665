"""How a clear value is spelled in a cell: the variety of dates, amounts, numbers and words that exports have."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import TypeVar

import cn2an

from flows.sample.layout import SheetLayout

T = TypeVar("T")

# What a cell holds: text, a number, a real Excel date, or nothing.
Cell = str | int | float | date | None

MONEY_COLUMNS = frozenset(
    {"fine", "confiscated_income", "confiscated_goods", "waived_fine", "reduced_fine", "amount", "fee"}
)
# Keys that may be spelled in several ways (exports.md, "Numbers of documents").
NUMBER_COLUMNS = frozenset({"case_no", "decision_no", "document_no", "review_no"})

EXCEL_EPOCH = date(1899, 12, 30)
FULL_WIDTH = str.maketrans("0123456789-.", "０１２３４５６７８９－．")
DOCUMENT_NO = re.compile(r"〔(\d{4})〕(\d+)号$")
HEADING_UNIT = re.compile(r"[（(]万元[）)]$")


def _full_width(text: str) -> str:
    return text.translate(FULL_WIDTH)


DATE_SPELLINGS: Mapping[str, Callable[[date], Cell]] = {
    "excel": lambda day: day,
    "iso": lambda day: day.isoformat(),
    "unpadded": lambda day: f"{day.year}-{day.month}-{day.day}",
    "slash": lambda day: f"{day:%Y/%m/%d}",
    "dot": lambda day: f"{day.year}.{day.month}.{day.day}",
    "compact": lambda day: f"{day:%Y%m%d}",
    "chinese": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "timed": lambda day: f"{day.isoformat()} {8 + day.day % 9:02d}:{day.day * 7 % 60:02d}:00",
    "serial": lambda day: (day - EXCEL_EPOCH).days,
    "serial_text": lambda day: str((day - EXCEL_EPOCH).days),
    "full_width": lambda day: _full_width(day.isoformat()),
}

MONEY_SPELLINGS: Mapping[str, Callable[[int], Cell]] = {
    "number": lambda yuan: yuan,
    "comma": lambda yuan: f"{yuan:,}.00",
    "yuan": lambda yuan: f"{yuan}元",
    "ten_thousands": lambda yuan: f"{Decimal(yuan) / 10_000:f}万元",
    "words": lambda yuan: str(cn2an.an2cn(yuan, "rmb")),
    "full_width": lambda yuan: f"{_full_width(str(yuan))}元",
}

NUMBER_SPELLINGS: Mapping[str, Callable[[str], Cell]] = {
    "plain": lambda number: number,
    "ascii": lambda number: DOCUMENT_NO.sub(r"(\1)\2号", number),
    "square": lambda number: DOCUMENT_NO.sub(r"[\1]\2号", number),
    "padded": lambda number: DOCUMENT_NO.sub(lambda match: f"（{match[1]}）第{int(match[2]):05d}号", number),
}


def in_ten_thousands(yuan: int) -> float:
    """Return an amount as a number cell in 万元; exact at the 15 digits that Excel shows."""
    return float(Decimal(yuan) / 10_000)


class Speller:
    """Spells the values of one sheet; the same random stream gives the same cells."""

    def __init__(self, rng: random.Random, layout: SheetLayout, dialect: Mapping[str, tuple[str, ...]]) -> None:
        self._rng = rng
        self._words = dialect
        self._blanks = layout.blanks
        self._date = self._chooser(DATE_SPELLINGS, layout.dates)
        self._money = self._chooser(MONEY_SPELLINGS, layout.money)
        self._number = self._chooser(NUMBER_SPELLINGS, layout.numbers)

    def for_column(self, heading: str, column: str) -> Callable[[object], Cell]:
        """Return the function that spells the values of one column."""
        is_in_ten_thousands = bool(HEADING_UNIT.search(heading))

        def spell(value: object) -> Cell:
            if value is None or value == ():
                return self._blank()
            match value:
                case bool():
                    return self._word(column, "true" if value else "false", "是" if value else "否")
                case date():
                    return self._date()(value)
                case int() if column in MONEY_COLUMNS:
                    return self._amount(value, is_in_ten_thousands)
                case int():
                    return value
                case tuple():
                    return "、".join(self._word(column, word, word) for word in value)
                case str() if column in NUMBER_COLUMNS:
                    return self._number()(value)
                case _:
                    return self._word(column, str(value), str(value))

        return spell

    def _amount(self, yuan: int, is_in_ten_thousands: bool) -> Cell:
        spelled = self._money()(yuan)
        if not is_in_ten_thousands:
            return spelled
        # A bare number is read in the unit of the heading; a cell that names its unit keeps it.
        return in_ten_thousands(yuan) if isinstance(spelled, int) else spelled

    def _blank(self) -> Cell:
        return (self._blanks[0] if len(self._blanks) == 1 else self._rng.choice(self._blanks)) or None

    def _word(self, column: str, word: str, default: str) -> str:
        choices = self._words.get(f"{column}.{word}") or self._words.get(word)
        return self._rng.choice(choices) if choices else default

    def _chooser(self, spellings: Mapping[str, T], weights: Mapping[str, int]) -> Callable[[], T]:
        chosen = [spellings[name] for name in weights]
        if len(chosen) == 1:
            return lambda: chosen[0]
        cumulative = list(accumulate(weights.values()))
        return lambda: self._rng.choices(chosen, cum_weights=cumulative)[0]
