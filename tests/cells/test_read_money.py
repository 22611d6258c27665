"""Every spelling of an amount is read back to the cent; what is no amount never becomes one."""

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.cells.money import RULES, read_money
from flows.cells.problem import Unreadable
from flows.cells.text import RULES as ARTEFACTS

CENTS = st.integers(0, 10**14) | st.integers(0, 10**7)
FULL_WIDTH = str.maketrans("0123456789,.()", "０１２３４５６７８９，．（）")
TRADITIONAL = str.maketrans("贰叁陆万亿圆", "貳叄陸萬億圓")


def rule_of(text: str, unit: int = 1, is_number: bool = False) -> str:
    with pytest.raises(Unreadable) as problem:
        read_money(text, unit=unit, is_number=is_number)
    assert problem.value.message == (RULES | ARTEFACTS)[problem.value.rule]
    return problem.value.rule


def in_words(cents: int, mode: str) -> str:
    """元角分 as cashiers write them; the whole yuan by cn2an, which the reader uses the other way round."""
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    digits = "零壹贰叁肆伍陆柒捌玖" if mode == "up" else "零一二三四五六七八九"
    text = cn2an.an2cn(yuan, mode) + "元"
    if not jiao and not fen:
        return text + "整"
    return text + (f"{digits[jiao]}角" if jiao else "零") + (f"{digits[fen]}分" if fen else "")


@given(CENTS, st.booleans())
def test_every_spelling_in_digits_is_read_back(cents: int, is_full_width: bool) -> None:
    yuan = Decimal(cents).scaleb(-2)
    spellings = [
        f"{yuan}",
        f"{yuan:,}",
        f"¥{yuan}",
        f"￥ {yuan:,}",
        f"{yuan}元",
        f"RMB{yuan}",
        f"人民币 {yuan} 元整",
        f"{yuan}00",
        f"{yuan.scaleb(-4):f}万元",
        f"{yuan.scaleb(-4):f}万",
        f"{yuan.scaleb(-8):f}亿元",
        f"{yuan.scaleb(-3):f}千元",
    ]
    for text in spellings:
        read = read_money(text.translate(FULL_WIDTH) if is_full_width else text)
        assert (read, str(read)) == (yuan, f"{yuan:.2f}"), text


@given(CENTS, st.sampled_from(["up", "low"]), st.booleans())
def test_every_spelling_in_words_is_read_back(cents: int, mode: str, is_traditional: bool) -> None:
    text, yuan = in_words(cents, mode), Decimal(cents).scaleb(-2)
    written = text.translate(TRADITIONAL) if is_traditional else text
    assert read_money(written) == yuan
    assert read_money(f"{written}({yuan:,}元)") == yuan
    assert read_money(f"¥{yuan}（人民币{written}）") == yuan
    assert rule_of(f"{written}({yuan + 1}元)") == "money-disagrees"


@given(CENTS, st.sampled_from([1, 1_000, 10_000, 100_000_000]))
def test_the_unit_of_the_heading(cents: int, unit: int) -> None:
    yuan = Decimal(cents).scaleb(-2)
    assert read_money(f"{yuan / unit:f}", unit=unit) == yuan
    assert read_money(f"{yuan}元", unit=unit) == yuan
    assert read_money(f"{yuan.scaleb(-4):f}万", unit=unit) == yuan


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5000", "5000.00"),
        ("5,000.00", "5000.00"),
        ("５０００", "5000.00"),
        ("¥5000", "5000.00"),
        ("5000元", "5000.00"),
        ("0.5万元", "5000.00"),
        ("0.5万", "5000.00"),
        ("伍仟元整", "5000.00"),
        ("伍仟元整(5000元)", "5000.00"),
        ("5000元(伍仟元整)", "5000.00"),
        ("伍仟元整（5000）", "5000.00"),
        ("5000.00元", "5000.00"),
        ("0.00005万元", "0.50"),
        ("0", "0.00"),
        ("零元整", "0.00"),
        ("-0", "0.00"),
        ("5000.000", "5000.00"),
        (".5", "0.50"),
        ("两千元", "2000.00"),
        ("五千", "5000.00"),
        ("壹拾万零柒仟元零伍角叁分", "107000.53"),
        ("壹拾万柒仟元整", "107000.00"),
        ("拾元", "10.00"),
        ("一千〇五十元", "1050.00"),
        ("三角五分", "0.35"),
        ("伍仟元零伍分", "5000.05"),
        ("伍 仟 圓 正", "5000.00"),
        ("三万四千六百八十一亿三千二百七十一元", "3468100003271.00"),
        ("5仟元", "5000.00"),
        ("2百万元", "2000000.00"),
        ("99999999999999.99", "99999999999999.99"),
        ("人民币壹佰零伍圆整", "105.00"),
    ],
)
def test_amounts(text: str, expected: str) -> None:
    assert str(read_money(text)) == expected


@pytest.mark.parametrize("text", ["", " ", "—", "/", "无", "N/A"])
def test_blank(text: str) -> None:
    assert read_money(text) is None


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("0.5", 10_000, "5000.00"),
        ("5000元", 10_000, "5000.00"),
        ("五", 10_000, "50000.00"),
        ("五万", 10_000, "50000.00"),
        ("¥0.5", 10_000, "5000.00"),
        ("伍仟元整(5000)", 10_000, "5000.00"),
        ("0.5万元(5000)", 10_000, "5000.00"),
        ("1,234.5", 1_000, "1234500.00"),
    ],
)
def test_whose_unit(text: str, unit: int, expected: str) -> None:
    assert str(read_money(text, unit=unit)) == expected


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("0.30000000000000004", 1, "0.30"),
        ("1.2E+4", 1, "12000.00"),
        ("5E-1", 1, "0.50"),
        ("-0", 1, "0.00"),
        ("0.59180000000000001", 10_000, "5918.00"),
        ("765.5918", 10_000, "7655918.00"),
        ("5000元", 1, "5000.00"),
    ],
)
def test_number_cells_are_taken_at_15_digits(text: str, unit: int, expected: str) -> None:
    assert str(read_money(text, unit=unit, is_number=True)) == expected


@pytest.mark.parametrize(
    ("rule", "texts"),
    [
        (
            "money-negative",
            "-5000|－5000|−5000|5000-|(5000)|（5,000.00）|¥-5000|-¥5000|负伍仟元|-0.5万元|(5000元)|-0.001",
        ),
        ("money-too-precise", "5000.001|0.0000001万元|0.30000000000000004|0.005"),
        ("money-disagrees", "伍仟元整(500元)|5000(5001)"),
        (
            "money-unreadable",
            "5,00|50,00.00|1,2345|0,500|5 000|5000.|abc|五六|二十万五|一万五|五千三角|零五百元|元|整|¥|¥元|一万零百元",
        ),
        (
            "money-unreadable",
            "5000(已缴)|5000元(|1.2E+4|--5000|-5000-|5000元以上|约5000元|5000-6000|10000000000000000|五点五",
        ),
        ("money-unreadable", "5000,|+5000|0x10|١٢٣|1_000|1万5千元|伍仟元整整|NaN|Infinity|" + "9" * 200),
        ("excel-error", "#N/A|#VALUE!"),
    ],
)
def test_mistakes(rule: str, texts: str) -> None:
    assert {text: rule_of(text) for text in texts.split("|")} == dict.fromkeys(texts.split("|"), rule)


@pytest.mark.parametrize(
    ("text", "rule"), [("-5000", "money-negative"), ("1E+300", "money-unreadable"), ("1E-300", "money-too-precise")]
)
def test_mistakes_in_number_cells(text: str, rule: str) -> None:
    assert rule_of(text, is_number=True) == rule


NUMERALS = "零一二三四五六七八九十百千万亿"
AMOUNT_LIKE = st.text(st.sampled_from("0123456789,.¥元万亿角分整壹贰伍拾佰仟零()-（） 人民币E+"), max_size=15)


@given(AMOUNT_LIKE | st.text(), st.sampled_from([1, 10_000]), st.booleans())
def test_anything_else_is_an_error_that_says_so(text: str, unit: int, is_number: bool) -> None:
    rule, amount = None, None
    try:
        amount = read_money(text, unit=unit, is_number=is_number)
    except Unreadable as problem:
        rule = problem.rule
    assert rule is None or rule in RULES | ARTEFACTS
    assert amount is None or (0 <= amount < 10**16 and amount.as_tuple().exponent == -2)


@given(st.text(st.sampled_from(NUMERALS), min_size=1, max_size=9))
def test_a_numeral_that_is_read_is_the_numeral_of_its_value(text: str) -> None:
    try:
        amount = read_money(text + "元")
    except Unreadable:
        return
    written = cn2an.an2cn(int(amount or 0), "low")
    # The zero before thousands, and the one before ten, may be written or not.
    same = [numeral.replace("万零", "万").replace("亿零", "亿").replace("一十", "十") for numeral in (text, written)]
    assert same[0] == same[1]
