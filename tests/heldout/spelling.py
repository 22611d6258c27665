"""One value, every way in which somebody writes it into a cell."""

from __future__ import annotations

import math
import random
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

import cn2an

from .truth import Value
from .vocabulary import Column


@dataclass(frozen=True)
class NumberCell:
    """A cell that holds a number, not text."""

    value: float | int


@dataclass(frozen=True)
class SerialDay:
    """A day as Excel's serial number; `as_text` where the number is stored as text."""

    day: date
    as_text: bool

    @property
    def serial(self) -> int:
        return (self.day - date(1899, 12, 30)).days


RawCell = None | str | bool | date | datetime | NumberCell | SerialDay
BLANKS = ("—", "——", "-", "--", "/", "\\", "无", "暂无", "空", "null", "NULL", "N/A", " ", "　", "")
BLANK_DATES = ("1900-01-01", "9999-09-09", "9999-12-31", "2099-12-31", "9999/12/31", date(2099, 12, 31))
SEPARATORS = ("；", ";", "，", ",", "、", "/", "\n")
TRUE_WORDS = ("是", "有", "1", "Y", "√", "TRUE", True, NumberCell(1))
FALSE_WORDS = ("否", "无", "0", "N", "×", "FALSE", False, NumberCell(0))
FULL_WIDTH = str.maketrans("0123456789.,-/:()", "０１２３４５６７８９．，－／：（）")


@dataclass(frozen=True)
class Pen:
    """Who writes: the source of chance, and how wild the spelling may be."""

    rng: random.Random
    is_wild: bool = True
    base_1904: bool = False  # serial numbers are not written into such workbooks by hand

    def write(self, column: Column, value: Value, unit: str = "") -> RawCell:
        """The value as a cell of the column; `unit` is the one that the heading names."""
        if value is None:
            return self.blank(column)
        writers = {"date": self.day, "int": self.integer, "bool": self.flag, "enum": self.enum, "set": self.several}
        if column.kind == "money":
            assert isinstance(value, Decimal)
            return self.money(value, unit)
        if column.is_document_no:
            return self.document_no(str(value))
        if column.kind == "id":
            return self.identifier(str(value))
        if column.kind == "text":
            return self.text(str(value))
        return writers[column.kind](column, value)

    def blank(self, column: Column) -> RawCell:
        """Blank in one of its spellings; `无` is 否 in a flag."""
        if not self.is_wild or self.rng.random() < 0.7:
            return None
        if column.kind == "date" and self.rng.random() < 0.4:
            return self.rng.choice(BLANK_DATES)
        word = self.rng.choice(BLANKS)
        return None if column.kind == "bool" and word == "无" else word

    def day(self, column: Column, value: Value) -> RawCell:
        """A real date, or text in every spelling, or a serial number."""
        assert isinstance(value, date)
        if not self.is_wild or self.rng.random() < 0.25:
            return value
        texts = self._day_texts(value)
        choices: list[RawCell] = [*texts, *(f"{text} 08:30:00" for text in texts[:6])]
        choices += [f"{texts[0]} 23:59", f"{texts[1]}  9:05", texts[0].translate(FULL_WIDTH), f" {texts[0]} "]
        choices += [datetime.combine(value, time(15, 4, 5))] * 3 + [NumberCell(int(f"{value:%Y%m%d}"))]
        if not self.base_1904:
            choices += [SerialDay(value, as_text=False)] * 3 + [SerialDay(value, as_text=True)] * 2
        return self.rng.choice(choices)

    @staticmethod
    def _day_texts(value: date) -> list[str]:
        year, month, day = value.year, value.month, value.day
        return [
            f"{year}-{month:02d}-{day:02d}",
            f"{year}-{month}-{day}",
            f"{year}/{month:02d}/{day:02d}",
            f"{year}/{month}/{day}",
            f"{year}.{month}.{day}",
            f"{year}年{month}月{day}日",
            f"{year}年{month:02d}月{day:02d}日",
            f"{year}{month:02d}{day:02d}",
        ]

    def money(self, value: Decimal, unit: str) -> RawCell:
        """A number in the heading's unit, or text that names its own."""
        scaled = value / 10_000 if unit == "万元" else value
        if not self.is_wild or self.rng.random() < 0.35:
            return NumberCell(self._noisy(scaled))
        return self.rng.choice([*self._money_own_unit(value), *self._money_in_heading_unit(scaled, unit)])

    def _noisy(self, value: Decimal) -> float | int:
        """As a spreadsheet's sum leaves it: right at fifteen digits, wrong at the seventeenth."""
        if value == value.to_integral_value() and self.rng.random() < 0.8:
            return int(value)
        return math.nextafter(float(value), math.inf) if value and self.rng.random() < 0.5 else float(value)

    def _money_own_unit(self, value: Decimal) -> list[str]:
        plain, wan = f"{value.normalize():f}", f"{(value / 10_000).normalize():f}"
        texts = [f"{plain}元", f"{wan}万元", f"{wan}万", f"{value:,.2f}元", f"{wan} 万元"]
        texts.append(f"{plain}元".translate(FULL_WIDTH))
        if value > 0:
            words = cn2an.an2cn(plain, "rmb")
            texts += [words, f"{words}({plain}元)", f"{words}（{plain}元）"]
        return texts

    @staticmethod
    def _money_in_heading_unit(scaled: Decimal, unit: str) -> list[str]:
        plain = f"{scaled.normalize():f}"
        texts = [plain, plain.translate(FULL_WIDTH), f"{Decimal(plain):,}", f" {plain} "]
        if unit != "万元":
            texts += [f"{scaled:,.2f}", f"{scaled:.2f}", f"¥{plain}", f"￥{scaled:,.2f}"]
        return texts

    def integer(self, column: Column, value: Value) -> RawCell:
        """A number, or its text."""
        assert isinstance(value, int)
        return self.rng.choice((NumberCell(value), str(value), str(value).translate(FULL_WIDTH), f" {value}"))

    def flag(self, column: Column, value: Value) -> RawCell:
        """是/否 in all its forms."""
        words: tuple[RawCell, ...] = TRUE_WORDS if value else FALSE_WORDS
        return self.rng.choice(words) if self.is_wild else words[0]

    def enum(self, column: Column, value: Value) -> RawCell:
        """The canonical value or a synonym."""
        name = str(value)
        names = (name, *(column.values or {}).get(name, ()))
        return self.text(self.rng.choice(names)) if self.is_wild else name

    def several(self, column: Column, value: Value) -> RawCell:
        """The members in any order between any separators, some of them twice."""
        assert isinstance(value, tuple)
        members = [self.rng.choice((name, *(column.values or {}).get(name, ()))) for name in value]
        self.rng.shuffle(members)
        if self.rng.random() < 0.1:
            members.append(members[0])
        separator = self.rng.choice(SEPARATORS)
        return separator.join(members)

    def text(self, value: str) -> RawCell:
        """Spaces around, and full-width brackets or letters that NFKC folds."""
        if not self.is_wild:
            return value
        value = value.replace("(", self.rng.choice("(（")).replace(")", self.rng.choice(")）"))
        return self.rng.choice((value, value, value, f" {value}", f"{value}　", f"{value}\n"))

    def identifier(self, value: str) -> RawCell:
        """Text; where short and all digits perhaps a number; letters in either case."""
        choices: list[RawCell] = [value, value, value.lower(), f" {value}", value.translate(FULL_WIDTH)]
        if re.fullmatch(r"[1-9]\d{0,14}", value):
            choices += [NumberCell(int(value)), f"{value}.0", NumberCell(float(value))]
        return self.rng.choice(choices) if self.is_wild else value

    def document_no(self, value: str) -> RawCell:
        """`head〔year〕serial` with other brackets, 第, 字, 号, zeros, spaces and cases."""
        if not self.is_wild:
            return value
        match = re.fullmatch(r"(.*)〔(\d{4})〕(\d+)", value)
        assert match, value
        head, year, serial = match.groups()
        opening, closing = self.rng.choice(("〔〕", "()", "（）", "[]", "［］", "【】"))
        head = self.rng.choice((head, head, f"{head}字", head.lower()))
        wide = serial.translate(FULL_WIDTH)
        serial = self.rng.choice((serial, serial, serial.zfill(4), f"第{serial.zfill(5)}", wide))
        tail = self.rng.choice(("", "号", " 号"))
        space = self.rng.choice(("", "", " "))
        return f"{head}{space}{opening}{year}{closing}{space}{serial}{tail}"


def heading_text(rng: random.Random, heading: str, unit: str) -> str:
    """A heading with its unit, or with one of the decorations that do not matter."""
    if unit:
        return heading + rng.choice((f"({unit})", f"（{unit}）", f"（单位：{unit}）", f"\n({unit})"))
    decorations = (
        heading, heading, heading, heading, f"*{heading}", f"{heading}*", f"{heading}（必填）", f" {heading} ",
        f"{heading[:2]}\n{heading[2:]}", " ".join(heading), f"{heading}(见说明)",
    )  # fmt: skip
    return rng.choice(decorations)
