"""The verdicts in the words of the bureau."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flows.checking.check import Checked
from flows.checking.judge import Judgement, Verdict

WORDS = {
    Verdict.AGREES: "相符",
    Verdict.DIFFERS: "不符",
    Verdict.ROUNDED: "约数",
    Verdict.STALE: "过时",
    Verdict.SUM_AGREES: "合计相符",
    Verdict.SUM_DIFFERS: "合计不符",
    Verdict.CHANGE_AGREES: "增减相符",
    Verdict.CHANGE_DIFFERS: "增减不符",
    Verdict.NONE: "非指标",
    Verdict.UNPLACED: "待核",
}
"""What a person reads for a verdict."""

NO_COMMENT = frozenset({Verdict.AGREES, Verdict.SUM_AGREES, Verdict.CHANGE_AGREES, Verdict.NONE})
"""Verdicts that need no comment in the draft."""


def in_words(judgement: Judgement) -> str:
    """A judgement as a comment says it: 不符:应为1422。这是2022年的数."""
    should = f":应为{judgement.expected}" if judgement.is_wrong and judgement.expected else ""
    exact = f":准确数为{judgement.expected}" if judgement.verdict is Verdict.ROUNDED else ""
    remark = f"。{judgement.remark}" if judgement.remark else ""
    figure = f"({judgement.figure})" if judgement.figure else ""
    return f"{WORDS[judgement.verdict]}{should}{exact}{remark}{figure}"


def shown_rows(checked: Sequence[Checked], everything: bool) -> list[dict[str, str]]:
    """The numbers as a person reads them: those to be looked at, or all."""
    return [_shown(one) for one in checked if everything or one.judgement.verdict not in NO_COMMENT]


def tally(checked: Sequence[Checked]) -> str:
    """How many numbers there are of each verdict, in a line."""
    counts = Counter(one.judgement.verdict for one in checked)
    said = "、".join(f"{WORDS[verdict]} {counts[verdict]}" for verdict in Verdict if counts[verdict])
    return f"共 {len(checked)} 个数:{said}" if said else "文稿里没有数"


def _shown(one: Checked) -> dict[str, str]:
    judgement = one.judgement
    return {
        "位置": one.where,
        "结论": WORDS[judgement.verdict],
        "文中": f"{one.text}{one.unit}",
        "应为": judgement.expected or "—",
        "指标": judgement.figure or "—",
        "上下文": " ".join(one.context.split()),
        "说明": judgement.remark,
    }
