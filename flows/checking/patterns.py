"""Patterns over sentences whose numbers are single characters, made of the words of ``words.toml``."""

from __future__ import annotations

import re
from functools import cache

from flows.checking.sentence import OTHER, PERIOD, QUANTITY
from flows.checking.words import one_of, words

_LONG_CHANGES = 2  # a change of one character (增, 少) is one only right before its number
_SIGNS = {"rise": "[↑+]", "fall": "↓"}
_ARROW = "(?:→|-+>)"
_A_WORD = "{0,4}"  # characters of a verb that makes one value of another: 由4285.07元涨到5683.70元
_A_FEW = "{0,12}"  # words between 分别 and its numbers: unbounded, a text of nothing else is walked from each of them
_SOME = "{0,24}"  # the same of characters


class Patterns:
    """Compiled once."""

    def __init__(self) -> None:
        known = words()
        units = one_of(known.units)
        joint = rf"{one_of(known['joints'])}|[{PERIOD}]|{units}"
        self.joints = re.compile(rf"(?:{joint})*")
        self.joints_before = re.compile(rf"(?:{one_of(known['joints_before'])})*")
        self.opener = re.compile(rf"(?:^|[{PERIOD}{QUANTITY}{OTHER}]|{one_of(known['openers'])})\s*$")
        self.openers = re.compile(rf"(?:[{PERIOD}]|{one_of(known['openers'])}|{one_of(known['deeds'])})*")
        self.deed = re.compile(one_of(known["deeds"]))
        self.list_joint = re.compile(rf",?(?:{one_of(known['list_joints'])})")
        of_number = one_of([*known["joints"], *known["deeds"]])
        self.total = re.compile(rf"(?:{one_of(known['total_words'])})(?:{of_number})*$")
        self.of_list = re.compile(rf"(?:{one_of([*known['of_list'], *known['joints'], *known['deeds']])}|,)*")
        self.goes_with = re.compile(rf",?(?:{one_of(known['parts_begin'] + known['list_joints'])})")
        self.counted = re.compile(rf"[{QUANTITY}](?:{one_of(known['joints_before'])})*$")
        self.own_number = re.compile(rf"(?:{joint})*[{QUANTITY}]")
        self.skips_name = re.compile(rf"[、和及与][^{QUANTITY},;、和及与]+[、和及与]")
        self.list_goes_on = re.compile(r"[、,(和及与即]{1,3}")
        compared = one_of(known["compared_with"])
        to = one_of(known["turns_value"])
        self.rises_to = re.compile(rf"(?:(?:{one_of(known['rise'] + known['fall'])})(?:{to})|{_ARROW})$")
        self.came_to = re.compile(rf"(?:{joint})*(?:{one_of(known['came_to'])})")
        self.rises_from = re.compile(rf"(?:从|由)[{PERIOD}]?$")
        self.starts = re.compile(rf"(?:从|由)[{PERIOD}]?[{QUANTITY}]$")
        self.then_rises = re.compile(rf"[^{PERIOD},;]{_A_WORD}(?:{to})")
        self.arrow = re.compile(rf"{_ARROW}[{QUANTITY}]")
        moving = one_of([*known["rise"], *known["fall"], *known["above"], *known["below"]])
        self.goes_on = re.compile(rf"(?:{joint}|{moving}|{compared}|{to}|同期|[、和]|{_ARROW})*")
        self.period = re.compile(f"[{PERIOD}]")
        self.part_of_sentence = re.compile(
            rf"(?:{one_of(known['part_of_sentence'])})|(?<=[^,;:、])(?:{one_of(known['part_if_named'])})"
        )
        self.several_years = re.compile(rf"[{PERIOD}][、和及与][{PERIOD}]")
        whole_year = one_of(known["whole_year"])
        self.whole_year = re.compile(whole_year)
        self.then_number = re.compile(rf"\(?(?:{whole_year})?(?:为|是|仅|共|有)?[{QUANTITY}]")
        self.change_joints = re.compile(rf"(?:{joint}|{compared}|{one_of(known['change_joints'])}|同期)*")
        moves = one_of(known["rise"] + known["fall"] + known["change_joints"])
        self.moves = re.compile(rf"(?:{joint}|{moves}|{compared}|[{PERIOD}])*")
        self._change = _change_pattern()
        self._compile_lists(compared, whole_year)
        headings = [*known.table["current"], *known.table["whole"], "同期", ":", "(", ")", " "]
        self.heading = re.compile(rf"(?:{one_of(headings)}|{units})*")
        self._short_rise, self._short_fall = (
            re.compile(f"(?:{one_of(word for word in known[way] if len(word) < _LONG_CHANGES)})了?")
            for way in ("rise", "fall")
        )
        self._other_year = re.compile(rf"\([{PERIOD}]")  # 有所提高(上年为90.72%) is what it rose from
        self._base = re.compile(rf"(?:较|比)(?:[{PERIOD}]|同期|同|{whole_year})*$|[{PERIOD}](?:{joint})*$")
        self._always = re.compile(rf"(?:较|比|相较于?|{one_of(known['above'] + known['below'])})$")
        self._if_behind = re.compile(rf"(?:{compared})$")
        self._behind = re.compile(rf"[{QUANTITY}]?同?期?(?:相比|对比|比较|比)")

    def _compile_lists(self, compared: str, whole_year: str) -> None:
        """Several numbers in a row, of which something is said together: A、B分别为1、2."""
        known = words()
        respectively, changing = known["respectively"], one_of(known["rise"] + known["fall"])
        numbers = rf"(?P<list>[{QUANTITY}](?:[、,和及与]{{1,2}}[{QUANTITY}])+)"
        numbers_of_one = rf"(?P<list>[{QUANTITY}](?:[、和及与]{{1,2}}[{QUANTITY}])+)"  # behind a comma is another thing
        times = rf"(?P<times>[{PERIOD}](?:[、,和及与]{{1,2}}[{PERIOD}])+)|近(?P<years>[{QUANTITY}])(?:来|以来)?,?"
        neither = rf"(?:(?!{changing})[^{PERIOD}{QUANTITY};,]){_SOME}"  # a word for a change, nor another list
        self.respectively = re.compile(
            rf"{respectively}(?:{compared}|[{PERIOD}]|同期|相比){_A_FEW}(?P<change>{changing})?"
            rf"(?:{one_of(known['joints'])}|{one_of(known['deeds'])}){_A_FEW}{numbers}"
        )
        self.in_turn = re.compile(rf"(?:{times}){neither}{respectively}{neither}{numbers}")
        self.changes = re.compile(
            rf"(?:(?:{compared})(?:[{PERIOD}]|同期|相比|{whole_year}){_A_FEW}|同比)(?:{changing})"
            rf"(?:{one_of(known['joints'])}){_A_FEW}{numbers_of_one}"
        )
        joints = rf"(?:{one_of(known['joints'])}){_A_FEW}"
        self.bases = re.compile(rf"(?:{compared})?(?:[{PERIOD}]|同期)+{joints}{numbers_of_one}")
        self.listed = re.compile(numbers_of_one)

    def change(self, before: str, *, is_points: bool) -> tuple[int, bool] | None:
        """Where the change begins that what stands before a number ends in, and whether it is a fall.

        Args:
            is_points: whether it is of percentage points, which are always a change: 低于上年96.87% is a value.
        """
        match = self._change.search(before)
        if match is None or self._other_year.search(match[0]):
            return None
        if not is_points and (match["against_rise"] or match["against_fall"]):
            return None
        is_fall = any(text for name, text in match.groupdict().items() if name.endswith("fall"))
        return match.start(), is_fall

    def short_change(self, base: str, between: str) -> tuple[int, bool] | None:
        """The same of a short change behind the number that it is against: 比2022年的54起多32起."""
        is_fall = self._short_fall.fullmatch(between) is not None
        is_change = is_fall or self._short_rise.fullmatch(between) is not None
        return (0, is_fall) if is_change and self._base.search(base) else None

    def is_compared(self, before: str, behind: str) -> bool:
        """Whether a year is what something is compared with."""
        if self._always.search(before):
            return True
        return bool(self._if_behind.search(before) and self._behind.match(behind))


def _change_pattern() -> re.Pattern[str]:
    """A word for a change, and behind it only joints; 增加到 makes a value of it, 增幅为 does not."""
    known = words()
    nouns, to = set(known["change_nouns"]), one_of(known["turns_value"])
    ways = []
    for way, against in (("rise", "above"), ("fall", "below")):
        verbs = [word for word in known[way] if len(word) >= _LONG_CHANGES and word not in nouns]
        of_way = [word for word in known[way] if word in nouns]
        short = one_of(word for word in known[way] if len(word) < _LONG_CHANGES)
        compared = rf"(?:同比|相比|较|比)[^,]{{0,12}}?(?={short})"
        ways.append(
            rf"{compared}(?P<short_{way}>{short})(?!{to})|(?P<noun_{way}>{one_of(of_way)})|(?P<{way}>{one_of(verbs)})(?!{to})"
            rf"|(?P<against_{way}>{one_of(known[against])})(?=[{PERIOD}])|(?P<sign_{way}>{_SIGNS[way]})(?=$)"
        )
    return re.compile(rf"(?:{'|'.join(ways)})(?:{one_of(known['change_joints'])}|[{PERIOD}])*$")


@cache
def patterns() -> Patterns:
    """The patterns."""
    return Patterns()
