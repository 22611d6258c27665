"""Cleaning one text and cleaning a column are the same thing; blank marks are blank in every glyph."""

import pickle
import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.cells.problem import Unreadable
from flows.cells.text import BLANK_MARKS, EXCEL_ERRORS, clean, clean_series, normalise, refuse_artefact
from flows.reading.sheet import FORMULA_WITHOUT_VALUE

# Characters that this Python's Unicode tables know: those of polars may be newer.
KNOWN_CHARACTERS = st.characters(exclude_categories=("Cs", "Cn"))
ODD = "\ufeff\u200b\u00a0\u3000\r\n\t\x00\x1f\x85\u2028\u00ad\ufe0fＡｂ１２（）－—–―/＼无空 "
TEXTS = st.text(KNOWN_CHARACTERS) | st.text(st.sampled_from(ODD)) | st.sampled_from(sorted(BLANK_MARKS))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  案号\r\n 2023 ", "案号 2023"),
        ("\ufeff２０２３\u00a0年\u200b", "2023 年"),
        ("甲\u3000\u3000乙\t丙", "甲 乙 丙"),
        ("", None),
        (" \u200b\n", None),
        ("✔\ufe0f", "✔"),
        ("无照经营", "无照经营"),
        ("---", "---"),
    ],
)
def test_clean(text: str, expected: str | None) -> None:
    assert clean(text) == expected


MARKS = [
    "—",
    "——",
    "-",
    "--",
    "/",
    "\\",
    "无",
    "暂无",
    "空",
    "null",
    "NULL",
    "N/A",
    "－",
    "／",
    "＼",
    "﹘",
    "Ｎ／Ａ",
    "–",
    " 无 ",
]


@pytest.mark.parametrize("mark", MARKS)
def test_blank_marks(mark: str) -> None:
    assert clean(mark) is None


def test_a_mark_may_be_a_value_of_the_column() -> None:
    keep = frozenset({"无"})
    assert clean("无", keep) == "无"
    assert clean("暂无", keep) is None
    kept = clean_series(pl.Series(["无", "暂无", "有"]), keep)
    assert kept.to_list() == ["无", None, "有"]


def test_every_mark_is_as_nfkc_leaves_it() -> None:
    assert {mark for mark in BLANK_MARKS if unicodedata.normalize("NFKC", mark) != mark} == set()


@given(TEXTS)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize("text", sorted(EXCEL_ERRORS))
def test_excel_errors_are_unreadable(text: str) -> None:
    with pytest.raises(Unreadable) as problem:
        refuse_artefact(clean(text) or "")
    assert problem.value.rule == "excel-error"


def test_a_formula_without_a_value_is_unreadable() -> None:
    with pytest.raises(Unreadable) as problem:
        refuse_artefact(clean(FORMULA_WITHOUT_VALUE) or "")
    assert problem.value.rule == "formula-without-value"


def test_a_problem_survives_pickling() -> None:
    problem = pickle.loads(pickle.dumps(Unreadable("some-rule", "请改正")))  # noqa: S301 - our own bytes
    assert (problem.rule, problem.message) == ("some-rule", "请改正")


@given(st.lists(st.none() | TEXTS))
def test_a_series_is_cleaned_as_its_texts_are(texts: list[str | None]) -> None:
    series = pl.Series("cells", texts, dtype=pl.String)
    assert clean_series(series).to_list() == [None if text is None else clean(text) for text in texts]
