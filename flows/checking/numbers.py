"""The numbers of a text: Arabic and Chinese, with unit and mark of roundness; years and months; what is no quantity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache

import cn2an

from flows.checking.words import one_of, words

_LONGEST = 20  # digits; what is longer is a code


class Kind(Enum):
    """What a written number is."""

    QUANTITY = "quantity"
    PERIOD = "period"
    OTHER = "other"


class Round(Enum):
    """How a number says that it is not exact."""

    DOWN = "余"
    NEAR = "约"
    UP = "近"


@dataclass(frozen=True)
class Span:
    """A year, or months of one.

    Attributes:
        year: None where the text names months alone. offset: years from the report's, where a word names it (去年).
        is_same: whether it is the same months of that year (去年同期).
        day: whether it is a day rather than a period.
    """

    year: int | None = None
    offset: int | None = None
    first: int = 1
    last: int = 12
    names_months: bool = False
    is_day: bool = False
    is_same: bool = False


@dataclass(frozen=True)
class Written:
    """A number as it stands in a text.

    Attributes:
        start, end: where it stands, its unit not included; unit_end: where the unit ends.
        value: in its unit. decimals: how many it has. place: the exponent of its last digit that is not zero.
        round: the mark of roundness. span: of a period.
        is_word: a Chinese numeral of one character, which is more often a word (一起) than a number.
    """

    kind: Kind
    start: int
    end: int
    unit: str = ""
    unit_end: int = 0
    value: Decimal = Decimal(0)
    decimals: int = 0
    place: int = 0
    round: Round | None = None
    span: Span | None = None
    is_word: bool = False

    @property
    def whole_end(self) -> int:
        """Where it ends with its unit, if it has one."""
        return max(self.end, self.unit_end)


_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " ", 0x2212: "-"}
_FULL_WIDTH |= {ord(dash): "-" for dash in "‐‒–"} | {ord("〇"): "零", ord("﹪"): "%"}
_CAPITALS = str.maketrans("壹贰貳叁参肆伍陆柒捌玖拾佰仟萬億兩", "一二二三三四五六七八九十百千万亿两")
_HAN = "零一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟"
_HAN_DIGITS = "零一二三四五六七八九"
_DASH = r" ?(?:[-—~至到]{1,2}) ?"


def folded(text: str) -> str:
    """A text of the same length with full-width characters and dashes as ASCII has them."""
    return text.translate(_FULL_WIDTH)


def numbers(text: str) -> list[Written]:
    """Every number of a text that :func:`folded` has folded, in order."""
    return list(_found(text))


def _found(text: str) -> Iterator[Written]:
    at = 0
    while match := _any().search(text, at):
        written = _written(match, text)
        if written is not None:
            yield written
        at = max(written.unit_end or written.end if written else match.end(), match.start() + 1)


def _written(match: re.Match[str], text: str) -> Written | None:
    if match["other"]:
        return Written(Kind.OTHER, match.start(), match.end())
    if match["period"]:
        return Written(Kind.PERIOD, match.start(), match.end(), span=_span(match))
    return _quantity(match, text)


# ---------------------------------------------------------------- what is no quantity

_OTHER = "|".join(
    [
        r"[〔\[(]\d{4}[〕\])] ?第?\d+号",
        rf"第 ?(?:\d+|[{_HAN}]+)(?![{_HAN}\d]|季度)",
        r"\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{4}[./]\d{1,2}[./]\d{1,2}(?!\d)",
        r"(?<![\d-])0\d{2,3}-\d{7,8}(?!\d)|(?<!\d)1\d{10}(?!\d)|\d{1,2}:\d\d(?::\d\d)?(?!\d)",
        r"[A-Za-z]+[-—]?\d[\dA-Za-z.-]*|\d[\d.]*[A-Za-z]+[\dA-Za-z]*",
        r"[①-⓿]",
        r"\d+(?:\.\d+)?(?:/\d+)+(?!\d)",
        rf"\d+(?:\.\d+)?{_DASH}\d+(?:\.\d+)?(?![\d月年季]|\.\d)",
        rf"\d{{{_LONGEST},}}(?:\.\d+)?|\d+\.\d{{{_LONGEST},}}|[{_HAN}万亿]{{{_LONGEST},}}",
    ]
)
_NUMBERING = r"^[ \t]*(?:\(\d{1,2}\)|\d{1,2}(?:\.\d{1,2})*[.、)](?!\d)|\d{1,2}(?:\.\d{1,2}){2,}(?!\d))"

# ---------------------------------------------------------------- years and months

_MONTHS = "|".join(
    [
        rf"(?P<from>\d{{1,2}}) ?月?份?{_DASH}(?P<to>\d{{1,2}}) ?月份?(?! ?\d+ ?[日号])",
        r"(?P<half>[上下])半年",
        r"第?(?P<quarter>[一二三四1-4])季度",
        r"前(?P<quarters>[一二三两1-3])个?季度",
        r"前(?P<months>\d{1,2})个月",
        r"(?P<month>\d{1,2}) ?月份?(?! ?\d+ ?[日号])",
    ]
)


def _period() -> str:
    year = rf"(?P<year>(?:19|20)\d\d|二零[{_HAN_DIGITS}]{{2}}) ?年度?|(?P<word>{one_of(words().years)})"
    day = rf"(?:{year})? ?(?:\d{{1,2}}) ?月 ?\d{{1,2}} ?[日号]"
    until = r"截[至止](?:(?P<until_year>20\d\d) ?年)?(?P<until>\d{1,2}) ?月(?:份|底|末| ?\d{1,2} ?[日号])?"
    since = r"(?:(?P<span_year>20\d\d) ?年)?(?P<since>\d{1,2}) ?月 ?1[日号]?"
    till = r"(?:20\d\d ?年)?(?P<till>\d{1,2}) ?月(?:底|末| ?(?:2[89]|3[01]) ?[日号])"
    named = rf"(?:{year})(?P<same>同期)?(?:的? ?(?:{_MONTHS}))?|(?:{_unnamed_months()})"
    return rf"(?P<period>{until}|{since}{_DASH}{till}|(?P<day>{_unnamed(day)})|{named})"


def _unnamed(pattern: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", pattern)


def _unnamed_months() -> str:
    return re.sub(r"\?P<(\w+)>", r"?P<only_\1>", _MONTHS)


_ORDINALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4}


def _span(match: re.Match[str]) -> Span:
    groups = {name.removeprefix("only_"): text for name, text in match.groupdict().items() if text}
    if "day" in groups:
        return Span(is_day=True)
    if "until" in groups:
        year = groups.get("until_year")
        return _in_bounds(Span(int(year) if year else None, None, 1, int(groups["until"]), names_months=True))
    if "since" in groups:
        year = groups.get("span_year")
        first, last = int(groups["since"]), int(groups["till"])
        return _in_bounds(Span(int(year) if year else None, None, first, last, names_months=(first, last) != (1, 12)))
    year = int(_digits(groups["year"])) if "year" in groups else None
    offset = words().years[groups["word"]] if "word" in groups else None
    first, last = _months(groups)
    names_months, is_same = (first, last) != (1, 12), "same" in groups
    return _in_bounds(Span(year, offset, first, last, names_months, is_same=is_same))


def _in_bounds(span: Span) -> Span:
    return span if 1 <= span.first <= span.last <= 12 else Span(is_day=True)


def _months(groups: dict[str, str]) -> tuple[int, int]:
    if "from" in groups:
        return int(groups["from"]), int(groups["to"])
    if "month" in groups:
        return int(groups["month"]), int(groups["month"])
    if "half" in groups:
        return (1, 6) if groups["half"] == "上" else (7, 12)
    if "quarter" in groups:
        number = _ordinal(groups["quarter"])
        return 3 * number - 2, 3 * number
    if "quarters" in groups:
        return 1, 3 * _ordinal(groups["quarters"])
    return 1, int(groups.get("months", 12))


def _ordinal(text: str) -> int:
    return _ORDINALS.get(text) or int(text)


def _digits(text: str) -> str:
    return "".join(str(_HAN_DIGITS.index(one)) if one in _HAN_DIGITS else one for one in text)


# ---------------------------------------------------------------- quantities

_MORE = r"余|多|来|几"
_ARABIC = r"\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d{1,3}(?:[\u2009\u202f]\d{3})+(?!\d)|\d+(?:\.\d+)?"
_CHINESE = rf"(?![百千佰仟])[{_HAN}](?:[{_HAN}万亿]{{0,{_LONGEST}}}[{_HAN}])?(?:点[{_HAN_DIGITS}]{{1,{_LONGEST}}})?"


@cache
def _any() -> re.Pattern[str]:
    quantity = (
        rf"(?P<per>百分之|千分之)(?P<per_number>{_CHINESE}|\d+(?:\.\d+)?)"
        rf"|(?P<minus>(?<![\d\w)%])-)?(?P<arabic>{_ARABIC})|(?P<chinese>{_CHINESE})"
    )
    return re.compile(rf"(?P<other>{_NUMBERING}|{_OTHER})|{_period()}|{quantity}", re.ASCII | re.MULTILINE)


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf" ?(?P<unit>{one_of(words().units)})")


_SCALES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_BEHIND = re.compile(
    rf"(?P<scale>[十百千万亿]{{0,3}})(?P<more>{_MORE})?(?P<scale_behind>[万亿])?(?P<more_behind>[余多])?"
)
_AFTER_UNIT = re.compile(r"(?P<down>以上|有余|余)|(?P<near>左右|上下)")
_BEFORE = re.compile(r"(?:(?P<down>超过|逾|超|突破|多达|不少于|至少)|(?P<near>大约|约)|(?P<up>将近|接近|近))(?:了)? ?$")


def _quantity(match: re.Match[str], text: str) -> Written | None:
    if match["per"]:
        unit = "%" if match["per"] == "百分之" else "‰"
        number = _value(match["per_number"])
        rounded = _before(text, match.start())
        return _made(match.start(), match.end(), number, 0, unit, match.end(), rounded)
    digits = match["arabic"] or match["chinese"]
    number = _value(digits) * (-1 if match["minus"] else 1)
    behind = _BEHIND.match(text, match.end())
    assert behind is not None  # noqa: S101 (every part of it may be blank)
    end, scale = _scaled(behind, text)
    more = text[match.end() : end].strip("十百千万亿") != ""
    behind_it = _unit().match(text, end)
    unit, unit_end = (behind_it["unit"], behind_it.end()) if behind_it else ("", end)
    if match["chinese"] and not unit and not _stands_alone(match["chinese"], text, match.start(), end):
        return None
    rounded = Round.DOWN if more else _after(text, unit_end) or _before(text, match.start())
    is_word = bool(match["chinese"]) and len(match["chinese"]) == 1 and not more and not scale
    return _made(match.start(), end, number, scale, unit, unit_end, rounded, is_word)


def _stands_alone(chinese: str, text: str, start: int, end: int) -> bool:
    """A Chinese numeral without a unit is a number where it is the whole text (a cell), or is as long as one."""
    return (start == 0 and end == len(text)) or (len(chinese) > 2 and any(one in chinese for one in "十百千"))


def _scaled(behind: re.Match[str], text: str) -> tuple[int, int]:
    """Where the number ends, and the power of ten that is written behind it; 万元 and 亿元 are units."""
    end = behind.end()
    parts = behind[0]
    if parts and parts[-1] in "万亿" and text[end : end + 1] == "元":
        end, parts = end - 1, parts[:-1]
    return end, sum(_SCALES.get(one, 0) for one in parts)


def _made(
    start: int,
    end: int,
    number: Decimal,
    scale: int,
    unit: str,
    unit_end: int,
    rounded: Round | None,
    is_word: bool = False,
) -> Written:
    decimals = max(0, -int(number.as_tuple().exponent) - scale)
    value = number.scaleb(scale)
    place = int(value.normalize().as_tuple().exponent) if value else 0
    place = max(place, -decimals)
    return Written(Kind.QUANTITY, start, end, unit, unit_end, value, decimals, place, rounded, None, is_word)


def _before(text: str, start: int) -> Round | None:
    match = _BEFORE.search(text, max(0, start - 6), start)
    return _marked(match)


def _after(text: str, end: int) -> Round | None:
    return _marked(_AFTER_UNIT.match(text, end))


def _marked(match: re.Match[str] | None) -> Round | None:
    if match is None:
        return None
    return {"down": Round.DOWN, "near": Round.NEAR, "up": Round.UP}[str(match.lastgroup)]


def _value(digits: str) -> Decimal:
    """The exact value of digits, Arabic or Chinese."""
    if digits[0].isdigit() and digits.isascii():
        return Decimal(digits.replace(",", ""))
    plain = digits.translate(_CAPITALS)
    if plain[0].isdigit():
        return Decimal(re.sub(r"[^\d.]", "", plain))
    whole, _, fraction = plain.partition("点")
    decimals = _digits(fraction)
    return Decimal(f"{_whole(whole)}.{decimals}") if decimals else Decimal(_whole(whole))


def _whole(plain: str) -> int:
    if all(one in _HAN_DIGITS for one in plain):
        return int(_digits(plain))
    try:
        return int(cn2an.cn2an(plain.replace("两", "二"), "smart"))
    except ValueError:
        return 0
