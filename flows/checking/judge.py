"""What is to be said of a claim: it agrees with the database, differs, is rounded, is what was once released."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum

from flows.checking.claims import Claim, Part, Says, Several, When
from flows.checking.facts import Facts, Known
from flows.checking.numbers import Round, Written
from flows.checking.words import words
from flows.outputs.printing import money, plain


class Verdict(StrEnum):
    """What is said of a number."""

    AGREES = "agrees"
    DIFFERS = "differs"
    ROUNDED = "rounded"
    STALE = "stale"
    SUM_AGREES = "sum-agrees"
    SUM_DIFFERS = "sum-differs"
    CHANGE_AGREES = "change-agrees"
    CHANGE_DIFFERS = "change-differs"
    NONE = "none"
    UNPLACED = "unplaced"


WRONG = frozenset({Verdict.DIFFERS, Verdict.STALE, Verdict.SUM_DIFFERS, Verdict.CHANGE_DIFFERS})
"""What is not to be printed: a rounded number may be, a number that cannot be placed is for a person to look at."""


@dataclass(frozen=True)
class Judgement:
    """What is said of a number: the figure, what it should print as, the verdict, and a remark."""

    verdict: Verdict
    figure: str | None = None
    expected: str | None = None
    remark: str = ""
    right: Decimal | None = None  # the value that sums are checked with

    @property
    def is_wrong(self) -> bool:
        """Whether the number should not be printed so."""
        return self.verdict in WRONG


def judge(claim: Claim, facts: Facts) -> Judgement:
    """Judge a claim by the database."""
    if claim.says is not Says.VALUE:
        changes = [_judge_change(one, figure, facts) for one in _readings(claim) for figure in claim.figures]
        return next((one for one in changes if one.verdict in _WELL), changes[0])
    judgements = [_judge_value(claim, figure, facts) for figure in claim.figures]
    if claim.several is None:
        return judgements[0]
    return _judge_several(claim, judgements, facts)


def _readings(claim: Claim) -> list[Claim]:
    """What a change may be: of the part or of the whole; without a unit and where nothing says which, in percent."""
    readings = [claim, *([replace(claim, part=None)] if claim.part else [])]
    is_open = claim.in_percent is None and not claim.written.unit
    return [*readings, *(replace(one, in_percent=True) for one in readings if is_open)]


def settled(claim: Claim, facts: Facts) -> str | None:
    """Which of the figures that bear its name a number is; None where it is none of them."""
    judgement = judge(claim, facts)
    return judgement.figure if judgement.verdict in _WELL else None


# ---------------------------------------------------------------- values


def _judge_value(claim: Claim, figure: str, facts: Facts) -> Judgement:
    whole = facts.known(figure, claim.when)
    known = facts.known(figure, claim.when, claim.part) if claim.part else whole
    written = claim.written
    if known.value is None:
        return Judgement(Verdict.UNPLACED, figure, remark=known.remark)
    for one in (known, whole):
        if one.value is not None and (verdict := compare(written, one)):
            return Judgement(verdict, figure, expected(written, one), _remark_of_part(claim, one, known), one.value)
    if claim.is_partial:
        return Judgement(Verdict.UNPLACED, figure, expected(written, known), _said_of_part(claim.part), written.value)
    if written.value and _is_released(written, facts.released(figure, claim.when), known):
        remark = "等于上次发布的数,此后数据有变动"
        return Judgement(Verdict.STALE, figure, expected(written, known), remark, known.value)
    remark = _why(claim, figure, known, facts)
    return Judgement(Verdict.DIFFERS, figure, expected(written, known), remark, known.value)


def compare(written: Written, known: Known) -> Verdict | None:
    """Whether a number is a figure's value, rounded or not; None where it is neither."""
    if known.value is None or known.printed is None:
        return None
    exact = in_unit(known, written.unit)
    if written.value == exact or (written.round is None and written.value == _as_printed(written, known)):
        return Verdict.AGREES
    if written.round is not None:
        return _compare_round(written, exact, known)
    if known.rounds_down:
        return Verdict.ROUNDED if f"{plain(written.value)}余" == known.printed else None
    has_decimals = exact != exact.to_integral_value()
    if not has_decimals or half_up(exact, written.decimals) != written.value:
        return None
    is_exact = len(plain(_as_printed(written, known) % 1)) - 2 <= written.decimals
    return Verdict.AGREES if is_exact else Verdict.ROUNDED


def _compare_round(written: Written, exact: Decimal, known: Known) -> Verdict | None:
    if written.round is None or rounded_to(exact, written.place, written.round) != written.value:
        return None
    is_printed_so = known.rounds_down and known.printed == f"{plain(written.value)}余"
    return Verdict.AGREES if is_printed_so and written.round is Round.DOWN else Verdict.ROUNDED


_WAYS = {Round.DOWN: ROUND_FLOOR, Round.NEAR: ROUND_HALF_UP, Round.UP: ROUND_CEILING}


def rounded_to(value: Decimal, place: int, way: Round) -> Decimal:
    """A value to a power of ten, the way that its mark says: 余 down, 近 up, 约 to the nearest."""
    step = Decimal(1).scaleb(place)
    return (value / step).to_integral_value(_WAYS[way]) * step


def in_unit(known: Known, unit: str) -> Decimal:
    """The exact value of a figure in another unit of its kind."""
    value = known.value or Decimal(0)
    yuan = words().yuan
    if known.unit in yuan and unit in yuan:
        return value * yuan[known.unit] / yuan[unit]
    return value


def _as_printed(written: Written, known: Known) -> Decimal:
    """The printed value in the unit of the number."""
    yuan = words().yuan
    if known.unit not in yuan or not written.unit or yuan[known.unit] == yuan[written.unit]:
        return Decimal(str(known.printed).rstrip("余"))
    return in_unit(known, written.unit)


def expected(written: Written, known: Known) -> str:
    """How the figure should print in the place of a number: in its unit, unless it is the unit that is wrong."""
    shown = str(known.printed)
    yuan = words().yuan
    if known.unit not in yuan or not written.unit or yuan[known.unit] == yuan[written.unit]:
        return shown
    in_other = in_unit(known, written.unit)
    if written.value == in_other or compare(written, known) or not _is_unit_wrong(written, known):
        least = 0 if in_other == in_other.to_integral_value() else 2
        return money(in_other, (least, 4))
    return f"{shown}{known.unit}"


def _is_unit_wrong(written: Written, known: Known) -> bool:
    """Whether the digits are right in another unit of money."""
    return any(half_up(in_unit(known, unit), written.decimals) == written.value for unit in words().yuan)


def half_up(value: Decimal, decimals: int) -> Decimal:
    """Rounded half-up, once."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _is_released(written: Written, printed: str | None, known: Known) -> bool:
    if printed is None:
        return False
    then = Decimal(printed.rstrip("余"))
    was = Known(known.figure, known.title, known.unit, then, printed, known.rounds_down)
    return compare(written, was) is not None


def _why(claim: Claim, figure: str, known: Known, facts: Facts) -> str:
    """What the wrong number is, where that can be told."""
    before = facts.known(figure, When(claim.when.year - 1, claim.when.first, claim.when.last))
    reasons: list[tuple[bool, str]] = [
        (known.unit in words().yuan and _is_unit_wrong(claim.written, known), "数字相符,单位不符"),
        (before.value is not None and compare(claim.written, before) is not None, f"这是{before_year(claim)}年的数"),
    ]
    said = [reason for holds, reason in reasons if holds]
    return ";".join(filter(None, [*said, known.remark]))


def before_year(claim: Claim) -> int:
    """The year before that of a claim."""
    return claim.when.year - 1


def _remark_of_part(claim: Claim, agreeing: Known, of_part: Known) -> str:
    if claim.part and agreeing is of_part:
        return f"与{claim.part.name}的数相符"
    return agreeing.remark


def _said_of_part(part: Part | None) -> str:
    return f"与{part.name}的数和总数都不符,请核对" if part else "文中所说的范围可能只是一部分,请核对"


# ---------------------------------------------------------------- one number for several figures


def _judge_several(claim: Claim, judgements: list[Judgement], facts: Facts) -> Judgement:
    each = next((one for one in judgements if one.verdict not in _WELL), judgements[0])
    if claim.several is Several.ONE:
        return next((one for one in judgements if one.verdict in _WELL), judgements[0])
    if claim.several is Several.EACH:
        return each
    total = _judge_total(claim, facts)
    if claim.several is Several.SUM:
        return total
    last = judgements[-1]
    good: Callable[[Judgement], bool] = lambda one: one.verdict in (*_WELL, Verdict.SUM_AGREES)  # noqa: E731
    return next((one for one in (each, last, total) if good(one)), last)


_PERCENT = ("%", "个百分点", "百分点")
_WELL = (Verdict.AGREES, Verdict.ROUNDED, Verdict.CHANGE_AGREES)


def _judge_total(claim: Claim, facts: Facts) -> Judgement:
    parts = [facts.known(figure, claim.when) for figure in claim.figures]
    if any(part.value is None for part in parts):
        return Judgement(Verdict.UNPLACED, remark="其中有的指标没有数值")
    whole = sum((in_unit(part, claim.written.unit) for part in parts), Decimal(0))
    said = "+".join(str(part.printed) for part in parts)
    verdict = Verdict.SUM_AGREES if whole == claim.written.value else Verdict.SUM_DIFFERS
    return Judgement(verdict, None, plain(whole), f"{said}={plain(whole)}")


# ---------------------------------------------------------------- changes


def _judge_change(claim: Claim, figure: str, facts: Facts) -> Judgement:
    when = claim.when
    against = claim.against if claim.against is not None else when.year - 1
    now = facts.known(figure, when, claim.part)
    before = facts.known(figure, When(against, when.first, when.last), claim.part)
    found = now.changed_since(before)
    shown = _shown_change(claim, found)
    if found["change"] is None or shown is None:
        remark = now.remark if now.value is None else before.remark or "上年为0,没有增减百分比"
        return Judgement(Verdict.UNPLACED, figure, remark=remark)
    exact, printed = shown
    verdict = Verdict.CHANGE_DIFFERS
    if _is_unit_right(claim, found) and _is_way_right(claim, Decimal(str(found["change"]))):
        verdict = _compare_change(claim.written, exact, printed) or verdict
    is_wrong = verdict is Verdict.CHANGE_DIFFERS
    if is_wrong and claim.is_partial:
        verdict = Verdict.UNPLACED
    unit = "" if _is_unit_right(claim, found) else "个百分点" if now.unit == "%" else "%"
    way = _said_way(claim, str(found["direction"])) if is_wrong else ""
    remark = ";".join(filter(None, (f"{against}年为{before.printed}", now.remark or before.remark)))
    return Judgement(verdict, figure, f"{way}{printed}{unit}", remark)


def _shown_change(claim: Claim, found: dict[str, str | None]) -> tuple[Decimal, str] | None:
    """The size of the change in the way the number says it: in percent, or in the figure's unit."""
    unit = claim.written.unit
    is_percent = unit in _PERCENT if unit else bool(claim.in_percent)
    is_share = found["change_unit"] == "个百分点"
    names = ("change_percent", "printed_percent") if is_percent and not is_share else ("change", "printed_change")
    exact, printed = found[names[0]], found[names[1]]
    if exact is None or printed is None:
        return None
    return abs(Decimal(exact)) * _yuan_factor(claim, found), _in_written_unit(claim, found, printed)


def _yuan_factor(claim: Claim, found: dict[str, str | None]) -> Decimal:
    yuan, unit = words().yuan, str(found["change_unit"])
    if claim.written.unit in yuan and unit in yuan:
        return Decimal(yuan[unit]) / yuan[claim.written.unit]
    return Decimal(1)


def _in_written_unit(claim: Claim, found: dict[str, str | None], printed: str) -> str:
    factor = _yuan_factor(claim, found)
    return printed if factor == 1 else plain(Decimal(printed) * factor)


def _is_unit_right(claim: Claim, found: dict[str, str | None]) -> bool:
    """A share changes by percentage points, anything else by percent or by its own unit."""
    is_share = found["change_unit"] == "个百分点"
    wrong = "%" if is_share else ("个百分点", "百分点")
    return not claim.written.unit or claim.written.unit not in wrong


def _is_way_right(claim: Claim, change: Decimal) -> bool:
    match claim.says:
        case Says.RISE:
            return change >= 0
        case Says.FALL:
            return change <= 0
    return (change < 0) == (claim.written.value < 0) or change == 0


def _compare_change(written: Written, exact: Decimal, printed: str) -> Verdict | None:
    """Whether a number is the size of a change, rounded or not; None where it is neither."""
    size = abs(written.value)
    if size in (Decimal(printed), exact):
        return Verdict.CHANGE_AGREES
    if written.round is not None:
        return Verdict.ROUNDED if rounded_to(exact, written.place, written.round) == size else None
    is_whole = exact == exact.to_integral_value()
    return Verdict.ROUNDED if not is_whole and half_up(exact, written.decimals) == size else None


def _said_way(claim: Claim, direction: str) -> str:
    """The direction, where it is that which is wrong."""
    said = {Says.RISE: "增长", Says.FALL: "下降"}.get(claim.says)
    return direction if said and direction != said else ""
