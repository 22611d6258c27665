"""Two spellings of one number have one key; two numbers have two; lost digits are seen."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.cells.identifiers import (
    document_key,
    document_keys,
    identifier,
    identifiers,
    is_long_number,
    lost_digits,
)
from flows.cells.text import normalise_expression

KNOWN_CHARACTERS = st.characters(exclude_categories=("Cs", "Cn"))
NUMBER_LIKE = st.text(st.sampled_from("浙交执罚字第号〔〕[]()【】（）［］2023001a-. \u3000"), max_size=24)
BRACKETS = ("()", "（）", "[]", "［］", "【】", "〔〕", "﹝﹞")


def over(values: list[str | None], expression: pl.Expr) -> list[object]:
    """What an expression gives over the normalised texts."""
    frame = pl.DataFrame({"text": pl.Series(values, dtype=pl.String)})
    return (
        frame.with_columns(normalise_expression(pl.col("text")))
        .select(expression.alias("result"))
        .to_series()
        .to_list()
    )


@given(
    st.sampled_from(BRACKETS),
    st.integers(1, 99_999),
    st.integers(0, 4),
    st.sampled_from(["", "字", " 字"]),
    st.booleans(),
)
def test_spellings_of_one_number(brackets: str, serial: int, zeros: int, word: str, has_marks: bool) -> None:
    written = f"{'0' * zeros}{serial}"
    text = f"浙某交执罚{word} {brackets[0]}2023{brackets[1]} " + (f"第 {written} 号" if has_marks else written)
    assert document_key(text) == f"浙某交执罚〔2023〕{serial}"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("zj-2023-0012", "ZJ-2023-12"),
        ("浙某交罚2023第0012号", "浙某交罚202312"),
        ("202300012", "202300012"),
        ("0012", "12"),
        ("〔2023〕000", "〔2023〕0"),
        ("〔2023〕0012-01", "〔2023〕12-01"),
        ("(2023)浙0723行初0012号", "〔2023〕浙0723行初12"),
        ("〔2023〕0012号之1", "〔2023〕12之1"),
        ("(2023)浙0723行初12号", "〔2023〕浙0723行初12"),
        ("浙交罚〔2023〕3队第0012号", "浙交罚〔2023〕3队12"),
        ("浙交罚〔2023〕第0012号(补)", "浙交罚〔2023〕12〔补〕"),
        ("〔2023〕0012号(补)", "〔2023〕12〔补〕"),
        ("A(01)〔2023〕0012", "A〔01〕〔2023〕12"),
        ("201312142.0", "201312142"),
        ("〔２０２３〕ｂ００１", "〔2023〕B1"),
        ("〔2023〕100", "〔2023〕100"),
    ],
)
def test_document_keys(text: str, key: str) -> None:
    assert document_key(text) == key


def test_other_identifiers_keep_their_zeros() -> None:
    assert identifier(" 00ab．1２ ") == "00AB.12"
    assert identifier("201312142.0") == "201312142"
    assert identifier("201312142.5") == "201312142.5"


@given(st.lists(NUMBER_LIKE | st.text(KNOWN_CHARACTERS) | st.none(), min_size=1))
def test_a_column_is_read_like_its_texts(texts: list[str | None]) -> None:
    normalised = pl.Series(over(texts, pl.col("text")), dtype=pl.String)
    assert document_keys(normalised).to_list() == [None if t is None else document_key(t) for t in texts]
    assert identifiers(normalised).to_list() == [None if t is None else identifier(t) for t in texts]


@given(NUMBER_LIKE)
def test_a_key_is_its_own_key(text: str) -> None:
    assert identifier(identifier(text)) == identifier(text)


def test_lost_digits() -> None:
    texts = [
        "3.30723E+17",
        "1.2E+05",
        "３．３Ｅ＋１７",
        "3.30723E17",
        "1E-05",
        "330723199001011000",
        "330723",
        "1E5",
        "E+17",
        None,
    ]
    as_text = over(texts, lost_digits(pl.col("text"), pl.lit(False)))
    assert as_text == [True, True, True, True, True, False, False, False, False, None]
    as_number = over(texts, lost_digits(pl.col("text"), pl.lit(True)))
    assert as_number == [True, True, True, True, True, True, False, False, False, None]
    assert over(["123456789012345", "1234567890123456"], is_long_number(pl.col("text"))) == [False, True]


@pytest.mark.parametrize(
    "behind", ["号-1", "号(1)", "号附1", "A1", "号(2024年补)", "号/1", "号重1", "-01", "号、0013号"]
)
def test_what_stands_behind_the_serial_keeps_no_zeros_before_it(behind: str) -> None:
    assert document_key(f"浙武交罚〔2023〕0012{behind}") == document_key(f"浙武交罚〔2023〕12{behind}")
