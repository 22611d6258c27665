"""Days, months and spans written in file names, folder names and title rows.

Two questions are answered here, from text alone (spec: exports, "Which row counts"): when a file was exported
(`export_day`, `export_time`), and which months it says it covers (`stated_months`, `path_months`). Cover decides
between 无数据 and 0, so what is doubtful covers nothing.

A text is read in three steps: the places where a period with a four-digit year stands (`_mentions`), pairs of them
that 至 or a dash makes a span (`_joined`), and months without a year that narrow a year written elsewhere in the
same name, as in `2023年案件台账(1-6月)` (`_narrowed`).
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import PurePosixPath

FIRST_YEAR = 2000
LAST_YEAR = 2098
LONGEST_SPAN_MONTHS = 30 * 12


def months_between(first: date, last: date) -> tuple[date, ...]:
    """First days of all months from that of `first` to that of `last`, both included; none if reversed."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return tuple(date(number // 12, number % 12 + 1, 1) for number in numbers)


def month_end(year: int, month: int) -> date:
    """Last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def export_day(name: str) -> date | None:
    """Latest day or month that one file or folder name states, or None.

    A month stands for its last day, a span for its end; a year alone says nothing (spec: exports, "Export time").
    """
    text = _normalised(name)
    mentions = list(_mentions(text))
    stated = [mention for mention in mentions if not mention.is_only_in_span]
    stated += _narrowed(text, _joined(text, mentions))
    periods = (mention.period for mention in stated if mention.period is not None)
    return max((period.last for period in periods if period.grain is not _Grain.YEAR), default=None)


def export_time(path: PurePosixPath) -> date | None:
    """Export day of a file: that of its name, else of the nearest folder that has one, else None.

    `path` is relative to raw/, so that nothing above raw/ is read.
    """
    days = (export_day(part) for part in reversed(path.parts))
    return next((day for day in days if day is not None), None)


def stated_months(text: str) -> frozenset[date]:
    """First days of the months that one name or one title row says it covers.

    A title row is one text, its cells joined by a blank: what follows 导出, 打印, 制表, 填报, 上报 or 截至 covers
    nothing, and such a label and its value are often neighbouring cells (spec: exports, "cover is kept by month").
    """
    return _covered(_without_making(text))


def path_months(path: PurePosixPath) -> frozenset[date]:
    """First days of the months stated by a file's name and its folders' names; `path` is relative to raw/.

    The names are read together: in `2023年/12月/案件.xlsx` the month belongs to the year of the folder above it.
    """
    return _covered(_BORDER.join(_without_making(part) for part in path.parts))


class _Grain(Enum):
    """How finely a period is written."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    SPAN = "span"


@dataclass(frozen=True)
class _Period:
    first: date
    last: date
    grain: _Grain


@dataclass(frozen=True)
class _Mention:
    """A place in a text where a period is written; `period` is None where it is impossible (20231345).

    Some forms say too little alone and count only as an end of a span: the 2022 of `2022-2024年`, `2023-1`.
    """

    start: int
    end: int
    period: _Period | None
    is_only_in_span: bool = False
    is_joined: bool = False


# ---------------------------------------------------------------- the text

# Stands for what was taken out and between the names of a path, so that nothing is joined across it.
_BORDER = "|"
_HAN_DIGITS = dict(zip("〇○零一二两三四五六七八九", "0001223456789", strict=True))
_HAN_DIGIT = "[〇○零一二三四五六七八九]"
_HAN_YEAR = re.compile(rf"(?<!{_HAN_DIGIT})二[〇○零]{_HAN_DIGIT}{{2}}(?=[年至到~—-])")
_HAN_NUMBER = re.compile(
    r"[一二两三四五六七八九十]{1,3}"
    r"(?=(?: ?(?:月份?|季度?)? ?[-~–—至到] ?第?[一二三四五六七八九十0-9]{1,3})? ?(?:个?月|个?季|日))"
)
_IN_BRACKETS = r"[^()\[\]【】]{0,60}"
_CITATION = re.compile(rf"〔[^〔〕]*〕|《[^《》]*》|[(\[【]{_IN_BRACKETS}修[订正]{_IN_BRACKETS}[)\]】]")
# 截止 is how 截至 is mostly written.
_MADE_VERB = re.compile(r"导出|打印|制表|填报|上报")
_MADE_LABEL = r" ?(?:时间|日期|年月|月份|人|单位|机构|部门|:)"
_MADE = re.compile(rf"(?P<verb>{_MADE_VERB.pattern})(?P<label>{_MADE_LABEL})?|截[至止]")


def _normalised(text: str) -> str:
    """NFKC, white space folded to one blank, numerals of dates as digits (二〇二三年十二月 is 2023年12月)."""
    folded = " ".join(unicodedata.normalize("NFKC", text).split())
    years = _HAN_YEAR.sub(lambda found: "".join(_HAN_DIGITS[digit] for digit in found[0]), folded)
    return _HAN_NUMBER.sub(lambda found: _arabic(found[0]), years)


def _arabic(numeral: str) -> str:
    """Digits of a numeral up to 99 (十二 is 12); what is no numeral (一二) comes back as it was."""
    tens, ten, units = numeral.rpartition("十")
    if len(tens) > 1 or len(units) > 1 or "十" in tens:
        return numeral
    tens_value = int(_HAN_DIGITS[tens]) if tens else len(ten)
    return str(tens_value * 10 + int(_HAN_DIGITS.get(units, "0")))


def _without_making(text: str) -> str:
    """The part of a text that can state cover: no citations, nothing that tells when the file was made.

    A verb stays, to be seen by the month right before it (2024年1月导出); a label (导出时间:) goes, because it
    belongs to what follows.
    """
    plain = _CITATION.sub(_BORDER, _normalised(text))
    made = _MADE.search(plain)
    if made is None:
        return plain
    return plain[: made.end() if made["verb"] and not made["label"] else made.start()]


# ---------------------------------------------------------------- the forms of a period

_UNTIL = r"(?: ?起? ?[至到] ?| ?[~〜∼→]{1,2} ?)"
# A dash makes a span, or merely divides the parts of a name: 202312-20240105 is December, exported on 5 January.
_DASH = r"(?: ?[-‐‒–—―−─ー]{1,2} ?)"
_TO = rf"(?:{_UNTIL}|{_DASH})"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_IN_YEAR = r"(?: ?年度?+ ?[-_.(]? ?|[-_. ])"
_CLOCK = (
    r"(?:[ T_-]?\d{1,2}:\d\d?(?::\d\d?(?:\.\d{1,6})?)?"
    r"| ?\d{1,2}[时点](?: ?\d{1,2}分)?(?: ?\d{1,2}秒)?"
    r"|[ T_](?:[01]\d|2[0-3])[.-][0-5]\d(?:[.-][0-5]\d)?(?!\d)"
    r"|[ T_-](?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?!\d))?"
)
_CLOCK_DIGITS = r"(?:(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d(?:\d{3})?)?)?"
# 第三季度, 1-3季度, 前三季度, Q3, 上半年, H1, 前11个月, 1-6月, 1月至6月
_MONTHS = "|".join(
    [
        rf"第?(?P<quarter>[1-4]) ?(?:季度?)?(?:{_TO}第?(?P<to_quarter>[1-4]))? ?季度?",
        r"前(?P<quarters>[1-4]) ?个?季度?",
        rf"[Qq](?P<q>[1-4])(?:{_TO}[Qq]?(?P<to_q>[1-4]))?(?![0-9A-Za-z])",
        r"(?P<half>[上下])半年|[Hh](?P<h>[12])(?![0-9A-Za-z])",
        r"前(?P<months>\d{1,2}) ?个月",
        rf"(?P<from_month>\d{{1,2}}) ?(?:月份?)?{_TO}(?P<to_month>\d{{1,2}}) ?月份?(?! ?\d{{1,2}} ?[日号])",
    ]
)


def _pattern(*parts: str) -> re.Pattern[str]:
    # ASCII: \d would otherwise take digits of other scripts, which NFKC leaves alone.
    return re.compile("".join(parts), re.ASCII)


_FULL_DAY = _pattern(
    _YEAR, _IN_YEAR, r"(?P<month>\d\d?) ?月 ?(?P<day>\d\d?)(?: ?[日号]|(?<! \d)(?<! \d\d)(?![\d个月]))", _CLOCK
)
_DIVIDED_DAY = _pattern(_YEAR, r"(?P<mark>[-./_])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)(?!\d)(?! ?月(?!报))", _CLOCK)
_COMPACT_DAY = _pattern(_YEAR, r"(?P<month>\d\d)(?P<day>\d\d)", _CLOCK_DIGITS, r"(?!\d)", _CLOCK)
_SOME_MONTHS = _pattern(_YEAR, rf"(?:{_IN_YEAR}|(?=[第前上下QqHh]))(?:{_MONTHS})")
_FULL_MONTH = _pattern(_YEAR, _IN_YEAR, r"(?P<month>\d\d?) ?月份?+(?!版|[以之]?前)")
_COMPACT_MONTH = _pattern(_YEAR, r"(?P<month>\d\d)(?!\d)(?! ?[号元])(?: ?月份?)?")
# 2023.5 is May; 2023-5 may be the fifth part of 2023. 2023-12-001 and 2023-12号 are numbers of documents.
_NO_SERIAL = r"(?!\d)(?! ?号)(?!(?P=mark)(?!(?:19|20)\d\d)\d)"
_DIVIDED_MONTH = _pattern(_YEAR, r"(?P<mark>[-_](?=\d\d)|[./])(?P<month>\d\d?)", _NO_SERIAL)
_DOUBTFUL_MONTH = _pattern(_YEAR, r"(?P<mark>-)(?P<month>\d)", _NO_SERIAL)
# Not the whole year: 2023年第5周, 2023年第一批, 2023年1、2月, 2023年13月, 2023年底, 2023年以前, 2023年版.
_LESS_THAN_YEAR = (
    r" ?第(?!三方) ?[\d一二三四五六七八九十]|\d\d?(?!\d)| ?\d\d? ?[月季周期批旬、]|[初底末版]|[以之]?前|修[订正]"
)
_WHOLE_YEAR = _pattern(_YEAR, rf" ?年度?+(?!{_LESS_THAN_YEAR})")
_BARE_YEAR = _pattern(_YEAR, rf"(?={_TO}(?:19|20)\d\d ?年度?+(?! ?\d))")
# What gives no year of its own: 12月, 1-6月, 上半年 (not the 12月 of 23年12月, nor a day).
_LOOSE_MONTHS = _pattern(rf"(?<![0-9A-Za-z年])(?:{_MONTHS}|(?P<month>\d\d?) ?月份?(?! ?\d\d? ?[日号]|\d))")
# The later end of a span without its year: 至6月30日, 至31日, -6.30, 至06-30, ~06.
_SHORT_END = _pattern(
    rf"(?P<to>{_TO})",
    r"(?:(?P<month>\d\d?) ?月份?(?: ?(?P<day>\d\d?) ?[日号])?|(?P<day_alone>\d\d?) ?[日号]",
    r"|(?P<marked_month>\d\d?)(?P<mark>[-./])(?P<marked_day>\d\d?)(?!\d)|(?P<month_alone>\d\d?)(?![\d.个-]))",
    _CLOCK,
)
# Not inside a longer number, nor in a code of digits and letters (91330100MA20231205).
_ANY_YEAR = re.compile(r"(?<![0-9])(?<![0-9][A-Za-z])(?<![0-9][A-Za-z]{2})(?=(?:19|20)[0-9]{2})")
_ONLY_UNTIL = re.compile(_UNTIL)
_ONLY_DASH = re.compile(_DASH)


def _day(year: int, month: int, day: int) -> _Period | None:
    """A day, or None if the calendar or the accepted years do not have it."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= month_end(year, month).day):
        return None
    return _Period(date(year, month, day), date(year, month, day), _Grain.DAY)


def _months(year: int, first: int, last: int, grain: _Grain) -> _Period | None:
    """Months of one year, or None if it has none such or they are reversed."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= first <= last <= 12):
        return None
    return _Period(date(year, first, 1), month_end(year, last), grain)


def _written_day(found: re.Match[str]) -> _Period | None:
    return _day(int(found["year"]), int(found["month"]), int(found["day"]))


def _written_month(found: re.Match[str]) -> _Period | None:
    return _months(int(found["year"]), int(found["month"]), int(found["month"]), _Grain.MONTH)


def _written_year(found: re.Match[str]) -> _Period | None:
    return _months(int(found["year"]), 1, 12, _Grain.YEAR)


def _written_months(found: re.Match[str]) -> _Period | None:
    return _months_in(int(found["year"]), found)


def _months_in(year: int, found: re.Match[str]) -> _Period | None:
    """The months of a year that a match of `_MONTHS` (or a single loose month) names."""
    groups = found.groupdict()
    if month := groups.get("month"):
        return _months(year, int(month), int(month), _Grain.MONTH)
    if half := groups["half"] or groups["h"]:
        return _months(year, *((1, 6) if half in "上1" else (7, 12)), _Grain.SPAN)
    if quarter := groups["quarter"] or groups["q"]:
        to_quarter = groups["to_quarter"] or groups["to_q"] or quarter
        return _months(year, int(quarter) * 3 - 2, int(to_quarter) * 3, _Grain.SPAN)
    if leading := int(groups["quarters"] or 0) * 3 or int(groups["months"] or 0):
        return _months(year, 1, leading, _Grain.SPAN)
    return _months(year, int(groups["from_month"] or 0), int(groups["to_month"] or 0), _Grain.SPAN)


# In the order of trial: the longer form of what begins alike comes first.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Period | None]], ...] = (
    (_FULL_DAY, _written_day),
    (_DIVIDED_DAY, _written_day),
    (_COMPACT_DAY, _written_day),
    (_SOME_MONTHS, _written_months),
    (_FULL_MONTH, _written_month),
    (_COMPACT_MONTH, _written_month),
    (_DIVIDED_MONTH, _written_month),
    (_DOUBTFUL_MONTH, _written_month),
    (_WHOLE_YEAR, _written_year),
    (_BARE_YEAR, _written_year),
)
_ONLY_IN_SPAN = (_DOUBTFUL_MONTH, _BARE_YEAR)


# ---------------------------------------------------------------- reading a text


def _mentions(text: str) -> Iterator[_Mention]:
    """Every period with a four-digit year in a normalised text, from left to right, and short ends of spans."""
    read_to = 0
    for year in _ANY_YEAR.finditer(text):
        mention = _mention_at(text, year.start()) if year.start() >= read_to else None
        while mention is not None:
            yield mention
            read_to = mention.end
            mention = _short_end(text, mention)


def _mention_at(text: str, position: int) -> _Mention | None:
    for pattern, period_of in _FORMS:
        if found := pattern.match(text, position):
            return _Mention(position, found.end(), period_of(found), is_only_in_span=pattern in _ONLY_IN_SPAN)
    return None


def _short_end(text: str, begin: _Mention) -> _Mention | None:
    """The end of a span that leaves out what its beginning, a day or a month, has said already."""
    found = _SHORT_END.match(text, begin.end)
    if found is None or begin.period is None or begin.period.grain not in (_Grain.DAY, _Grain.MONTH):
        return None
    year, month = begin.period.first.year, begin.period.first.month
    if found["month"] and found["day"]:
        period = _day(year, int(found["month"]), int(found["day"]))
    elif found["month"] or (found["month_alone"] and _is_month_alone(text, begin, found)):
        number = int(found["month"] or found["month_alone"])
        period = _months(year, number, number, _Grain.MONTH)
    elif found["day_alone"] and begin.period.grain is _Grain.DAY:
        period = _day(year, month, int(found["day_alone"]))
    elif found["mark"] and _is_marked_alike(text, begin, found):
        period = _day(year, int(found["marked_month"]), int(found["marked_day"]))
    else:
        return None
    return _Mention(found.end("to"), found.end(), period, is_only_in_span=True)


def _is_month_alone(text: str, begin: _Mention, found: re.Match[str]) -> bool:
    """Whether a bare number ends a span of months: 202301~06, 2023.1-6; but 202312-2 may be a second file."""
    if begin.period is None or begin.period.grain is not _Grain.MONTH:
        return False
    if _ONLY_UNTIL.fullmatch(found["to"]):
        return True
    return "." in text[begin.start : begin.end] and int(found["month_alone"]) > begin.period.first.month


def _is_marked_alike(text: str, begin: _Mention, found: re.Match[str]) -> bool:
    """Whether 6.30 in 2023.1.1-6.30 is a day; after 2023-01-01 a dash and 06-30 may as well be a time."""
    if begin.period is None or begin.period.grain is not _Grain.DAY or text[begin.start + 4] != found["mark"]:
        return False
    return found["mark"] != "-" or _ONLY_UNTIL.fullmatch(found["to"]) is not None


def _joined(text: str, mentions: Sequence[_Mention]) -> list[_Mention]:
    """The mentions, with each pair that makes a span as one; what counts only in a span is gone elsewhere."""
    joined: list[_Mention] = []
    for mention in mentions:
        if joined and _is_span(text, joined[-1], mention):
            joined[-1] = _span(joined[-1], mention)
        else:
            joined.append(mention)
    return [mention for mention in joined if mention.is_joined or not mention.is_only_in_span]


def _is_span(text: str, begin: _Mention, end: _Mention) -> bool:
    """Whether 至, or a dash between periods of like grain, stands between two mentions and nothing else."""
    if begin.is_joined:
        return False
    between = text[begin.end : end.start]
    if _ONLY_UNTIL.fullmatch(between):
        return True
    if begin.period is None or end.period is None:
        return _ONLY_DASH.fullmatch(between) is not None
    is_alike = (begin.period.grain is _Grain.DAY) == (end.period.grain is _Grain.DAY)
    return is_alike and _ONLY_DASH.fullmatch(between) is not None


def _span(begin: _Mention, end: _Mention) -> _Mention:
    """One mention from `begin` to `end`: without a period if reversed, over 30 years, or an end is impossible."""
    period = None
    if begin.period is not None and end.period is not None and begin.period.first <= end.period.first:
        period = _from_to(begin.period, end.period)
    return _Mention(begin.start, end.end, period, is_joined=True)


def _from_to(begin: _Period, end: _Period) -> _Period | None:
    if begin.first == end.last:
        return begin
    if len(months_between(begin.first, end.last)) > LONGEST_SPAN_MONTHS:
        return None
    return _Period(begin.first, end.last, _Grain.SPAN)


def _narrowed(text: str, mentions: Sequence[_Mention]) -> list[_Mention]:
    """The mentions, each year that has months without a year beside it replaced by these (2023年台账(12月))."""
    months = list(_loose_months(text, mentions))
    narrowed_years = {year for year, _ in months}
    return [mention for mention in mentions if mention not in narrowed_years] + [month for _, month in months]


def _loose_months(text: str, mentions: Sequence[_Mention]) -> Iterator[tuple[_Mention, _Mention]]:
    """Months without a year, each with the mention of a whole year that it belongs to."""
    years = [mention for mention in mentions if mention.period and mention.period.grain is _Grain.YEAR]
    if not years:
        return
    for found in _LOOSE_MONTHS.finditer(text):
        is_inside = any(mention.start < found.end() and found.start() < mention.end for mention in mentions)
        if is_inside or _MADE_VERB.match(text, found.end()):
            continue
        year = next((year for year in reversed(years) if year.end <= found.start()), years[0])
        if year.period is not None:
            yield year, _Mention(found.start(), found.end(), _months_in(year.period.first.year, found))


def _covered(text: str) -> frozenset[date]:
    """First days of the months that a text without the time of its making covers."""
    stated = _narrowed(text, _joined(text, list(_mentions(text))))
    periods = (mention.period for mention in stated if mention.period and not _is_making(text, mention))
    spans = (months_between(period.first, period.last) for period in periods if period.grain is not _Grain.DAY)
    return frozenset(month for span in spans for month in span)


def _is_making(text: str, mention: _Mention) -> bool:
    """Whether a month or 年 right before a verb tells when the file was made: 2024年1月导出, not 2023年度上报."""
    is_point = mention.period is not None and mention.period.grain in (_Grain.YEAR, _Grain.MONTH)
    return is_point and text[mention.end - 1] != "度" and _MADE_VERB.match(text, mention.end) is not None
