"""Amounts of money as exports write them, in yuan with exactly two decimals (spec: exports, "Reading the cell")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from flows.cells.problem import Unreadable
from flows.cells.text import DASHES, clean, refuse_artefact

RULES: dict[str, str] = {
    "money-unreadable": "不是可识别的金额;请只填数字,如 5000.00",
    "money-negative": "金额不能为负;请核对后改正",
    "money-too-precise": "金额不足一分,折算成元后多于两位小数;请核对金额和单位",
    "money-disagrees": "大写金额与小写金额不一致;请核对后改正",
}

# No fine comes near it; the number of a bank card in the wrong column does, and two of them overflow every sum.
_LIMIT_YUAN = Decimal(10) ** 14
_CENT = Decimal("0.01")
_LONGEST = 100  # characters of any amount; keeps the exact arithmetic below exact
_EXACT = Context(prec=3 * _LONGEST)
_AS_EXCEL_SHOWS = Context(prec=15, rounding=ROUND_HALF_UP)

_MAGNITUDES = {
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
}
# Financial, traditional and variant characters → the ordinary ones, digit for digit.
_ORDINARY = str.maketrans(
    "〇壹弌贰貳弍两兩叁叄参參弎肆伍陆陸柒捌玖拾佰仟萬億圆圓正",
    "零一一二二二二二三三三三三四五六六七八九十百千万亿元元整",
)
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_ANY_DIGIT = f"[{''.join(_DIGITS)}]"
_SIGN = f"[{re.escape(DASHES)}负負]"

_PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,2})?")
_NUMBER_CELL = re.compile(r"(?P<sign>-?)(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?)")
_LOOSE_SPACE = re.compile(r" (?![0-9.,])|(?<![0-9.,]) ")
_TWICE = re.compile(r"(?P<first>[^()]+)\((?P<second>[^()]+)\)")
_SIGNED = re.compile(
    rf"(?P<before>{_SIGN}?)(?:人民币|(?i:RMB|CNY))?¥?(?P<between>{_SIGN}?)"
    rf"(?P<amount>.*?)(?P<after>[{re.escape(DASHES)}]?)"
)
_WRITTEN_IN_DIGITS = re.compile(
    rf"(?P<whole>[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+|[0-9]*)(?P<fraction>\.[0-9]+)?"
    rf"(?P<unit>(?P<magnitude>{'|'.join(sorted(_MAGNITUDES, key=len, reverse=True))})?元?)整?"
)
_WRITTEN_IN_WORDS = re.compile(
    rf"(?:(?P<whole>[{''.join(_DIGITS)}十百千万亿]+)(?P<yuan>元)?)?"
    rf"(?:零?(?P<jiao>{_ANY_DIGIT})角)?(?:零?(?P<fen>{_ANY_DIGIT})分)?整?"
)


@dataclass(frozen=True)
class _Amount:
    """A number without sign, and the yuan per unit that its own text names, if it names one."""

    number: Decimal
    unit: int | None

    def yuan(self, unit: int) -> Decimal:
        return _EXACT.multiply(self.number, Decimal(self.unit or unit))


def read_money(text: str, *, unit: int = 1, is_number: bool = False) -> Decimal | None:
    """The amount in yuan, with exactly two decimals; None for a blank cell.

    ``unit``: yuan per unit of the heading (元 1, 万元 10,000); a unit in the cell itself beats it, but ¥ names the
    currency, not a unit. ``is_number``: the cell is stored as a number; taken at 15 significant digits, it may have
    an exponent. In a text an exponent is not read, since spreadsheets write it where digits were dropped.
    Raises :class:`Unreadable` with one of ``RULES``.
    """
    if _PLAIN.fullmatch(text):
        return _settled(_Amount(Decimal(text), None).yuan(unit))
    cleaned = clean(text)
    if cleaned is None:
        return None
    refuse_artefact(cleaned)
    if len(cleaned) > _LONGEST:
        raise _unreadable("money-unreadable")
    if is_number and (stored := _NUMBER_CELL.fullmatch(cleaned)):
        return _settled(_stored(stored).yuan(unit), is_negative=bool(stored["sign"]))
    return _from_text(_LOOSE_SPACE.sub("", cleaned).translate(_ORDINARY), unit)


def _stored(cell: re.Match[str]) -> _Amount:
    """The number as Excel shows it, before the unit is applied: 0.1 + 0.2 is stored with 17 digits."""
    return _Amount(_AS_EXCEL_SHOWS.create_decimal(cell["number"]), None)


def _settled(yuan: Decimal, *, is_negative: bool = False) -> Decimal:
    """The amount at two decimals, if it is one that a column of amounts can hold exactly."""
    if is_negative and yuan:
        raise _unreadable("money-negative")
    if yuan >= _LIMIT_YUAN:
        raise _unreadable("money-unreadable")
    cents = yuan.quantize(_CENT, context=_EXACT)
    if cents != yuan:
        raise _unreadable("money-too-precise")
    return cents


def _from_text(text: str, unit: int) -> Decimal:
    if text.startswith("(") and text.endswith(")"):  # accountants' negative
        amount = _signed_amount(text[1:-1])[0]
        return _settled(amount.yuan(unit), is_negative=True)
    if twice := _TWICE.fullmatch(text):
        return _agreed(twice["first"], twice["second"], unit)
    amount, is_negative = _signed_amount(text)
    return _settled(amount.yuan(unit), is_negative=is_negative)


def _agreed(first: str, second: str, unit: int) -> Decimal:
    """One amount written twice, as 伍仟元整(5000元); where only one of them names a unit, the other is in yuan."""
    (one, one_is_negative), (other, other_is_negative) = _signed_amount(first), _signed_amount(second)
    shared_unit = 1 if one.unit or other.unit else unit
    yuan = one.yuan(shared_unit)
    if yuan != other.yuan(shared_unit) or one_is_negative != other_is_negative:
        raise _unreadable("money-disagrees")
    return _settled(yuan, is_negative=one_is_negative)


def _signed_amount(text: str) -> tuple[_Amount, bool]:
    """The amount without currency and sign, and whether there was a minus sign, before or after it."""
    signed = _SIGNED.fullmatch(text)
    signs = "" if signed is None else signed["before"] + signed["between"] + signed["after"]
    if signed is None or len(signs) > 1:
        raise _unreadable("money-unreadable")
    return _amount(signed["amount"]), bool(signs)


def _amount(text: str) -> _Amount:
    digits = _WRITTEN_IN_DIGITS.fullmatch(text)
    if digits and (digits["whole"] or digits["fraction"]):
        return _in_digits(digits)
    words = _WRITTEN_IN_WORDS.fullmatch(text)
    if words and (words["whole"] or words["jiao"] or words["fen"]):
        return _in_words(words)
    raise _unreadable("money-unreadable")


def _in_digits(written: re.Match[str]) -> _Amount:
    number = Decimal((written["whole"].replace(",", "") or "0") + (written["fraction"] or ""))
    magnitude = _MAGNITUDES.get(written["magnitude"] or "", 1)
    return _Amount(number, magnitude if written["unit"] else None)


def _in_words(written: re.Match[str]) -> _Amount:
    """Yuan, jiao and fen; the last two only stand after a 元 or alone."""
    whole, has_change = written["whole"] or "", bool(written["jiao"] or written["fen"])
    if whole and has_change and not written["yuan"]:
        raise _unreadable("money-unreadable")
    cents = 10 * _DIGITS.get(written["jiao"] or "", 0) + _DIGITS.get(written["fen"] or "", 0)
    number = (_whole_number(whole) if whole else Decimal(0)) + cents * _CENT
    # 五万 names its magnitude as 5万 does: in a column of 万元 it is 50,000 yuan.
    names_unit = written["yuan"] or has_change or re.search("[千万亿]", whole)
    return _Amount(number, 1 if names_unit else None)


def _whole_number(numerals: str) -> Decimal:
    """A Chinese numeral in ordinary characters; strict, for the lenient modes of cn2an read 二十万五 as 205,000.

    The rules for writing amounts allow 壹拾万零柒仟, and a 亿 followed at once by thousands; strict mode knows neither.
    It does know 一万零百, and makes it 10,100.
    """
    import cn2an  # few columns hold a numeral, and every process that reads files would load it

    if "零百" in numerals:
        raise _unreadable("money-unreadable")
    numerals = re.sub(f"万零(?={_ANY_DIGIT}千)", "万", numerals)
    numerals = re.sub(f"亿(?={_ANY_DIGIT}千[^万]*$)", "亿零", numerals)
    try:
        return Decimal(cn2an.cn2an(numerals, "strict"))
    except ValueError:
        raise _unreadable("money-unreadable") from None


def _unreadable(rule: str) -> Unreadable:
    return Unreadable(rule, RULES[rule])
