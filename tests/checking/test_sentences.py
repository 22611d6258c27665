"""Sentences in many wordings, each number with its figure and verdict: sentences.txt, and heldout.txt.

``heldout.txt`` was written in three lots before what reads it: of 24, 30 and 14 sentences 22, 26 and 11 were right at
once. Of the nine others four were the expectation's fault; what the rest showed is mended since.
Of the three drafts of the fourth lot, written after it, no right number was called wrong; of some 155 numbers of
figures 31 were left to a person and 18 taken for those of no figure. Of these 7 and 3 are so still.
Three numbers of it that were ``none`` are ``unplaced`` since: a list or share beside the words of a figure is doubtful.
One that was ``none`` is that of its figure since: what a change came to.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.checking.check import Checker
from flows.checking.passages import Passage

HERE = Path(__file__).parent


def listed(name: str) -> list[tuple[str, list[list[str]]]]:
    """Sentences with what is expected of their numbers: text, figure or -, verdict."""
    found: list[tuple[str, list[list[str]]]] = []
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            found[-1][1].append(line.split())
        elif line and not line.startswith("#"):
            found.append((line, []))
    return found


@pytest.mark.parametrize(("sentence", "expected"), [*listed("sentences.txt"), *listed("heldout.txt")])
def test_every_number_of_a_sentence(checker: Checker, sentence: str, expected: list[list[str]]) -> None:
    rows = [number.as_row() for number in checker.check(Passage("第1段", sentence))]
    named = [[row["text"], row["figure"] or "-", row["verdict"]] for row in rows if row["verdict"] != "none"]
    assert named == expected


def test_every_figure_of_arabic_digits_is_reported(checker: Checker) -> None:
    text = "2023年12月4日,依据〔2018〕118号第三条,在G330国道12吨以上车辆中查处1422起。"
    assert [number.text for number in checker.check(Passage("第1段", text))] == [
        "2023年12月4日",
        "〔2018〕118号",
        "第三",
        "G330",
        "12",
        "1422",
    ]


@pytest.mark.parametrize(
    ("text", "expected", "remark"),
    [
        ("查处各类违法案件1432起。", "1422", ""),
        ("查处各类违法案件997起。", "1422", "2022年的数"),
        ("收缴罚没款765.5918元。", "765.5918万元", "单位不符"),
        ("收缴罚没款765.5928万元。", "765.5918", ""),
        ("收缴罚没款7655928元。", "7655918", ""),
        ("查处各类违法案件1422起,同比增长40%。", "42.63", "2022年为997"),
        ("查处各类违法案件1422起,同比下降42.63%。", "增长42.63", "2022年为997"),
        ("双随机抽查占比53.24%,较上年提高3.66%。", "3.66个百分点", "49.57"),
        ("共办件1990件,其中行政许可720件、行政备案173件、其他行政权力1099件。", "1992", "720+173+1099"),
    ],
)
def test_what_is_wrong_is_told_with_what_is_right(checker: Checker, text: str, expected: str, remark: str) -> None:
    (wrong,) = [number.judgement for number in checker.check(Passage("第1段", text)) if number.judgement.is_wrong]
    assert wrong.expected == expected
    assert remark in wrong.remark


def test_a_heading_says_which_year_follows(checker: Checker) -> None:
    blocks = [Passage("第1段", "二、2022年工作回顾", is_heading=True), Passage("第2段", "查处各类违法案件997起。")]
    found = [number.judgement.verdict for block in blocks for number in checker.check(block)]
    assert found == ["none", "agrees"]
