"""The shipped template on the bundled sample: the sentences of 2023, figure for figure, and equal bytes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from flows.outputs.report.render import TEMPLATE, Report, report
from flows.published import Period
from tests.bureau import Bureau
from tests.report.documents import paragraphs, pictures, rows

SENTENCES = (
    "查处各类违法案件1422起",
    "收缴罚没款765.5918万元",
    "检查企业1479家次",
    "掌上执法检查139次，其中双随机抽查74次、专项检查22次、即时检查43次",
    "双随机抽查占比53.24%",
    "跨部门检查48次，跨部门检查占比34.53%",
    "应用信用规则率100%，掌上执法检查率100%",
    "行政许可办件720件、行政备案173件、其他行政权力事项1099件",
    "受理率100%，当场或承诺期内办结率100%，滞办拖办0件，服务对象投诉0件",
    "违法行政案件0件，行政复议0件，行政诉讼0件",
    "普法活动参与600余人次，发放宣传资料5000余份",
)


@pytest.fixture(scope="module")
def shipped(sample: Bureau) -> Report:
    found: Report = sample.ask(report, TEMPLATE, Period(2023), "示范县交通运输局")
    return found


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_shipped_template_gives_the_sentences_of_2023(sentence: str, shipped: Report) -> None:
    assert any(sentence in text for text in paragraphs(shipped.content)), sentence


def test_the_shipped_template_has_its_tables_and_charts(shipped: Report) -> None:
    assert paragraphs(shipped.content)[0] == "示范县交通运输局2023年度法治政府建设工作报告"
    assert len(rows(shipped.content)) == 1 + 24
    months = rows(shipped.content, 1)
    assert [row[0] for row in months] == ["月份", *(f"{month}月" for month in range(1, 13)), "合计"]
    assert sum(Decimal(row[2]) for row in months[1:-1]) == Decimal(months[-1][2]) == Decimal("765.5918")
    assert len(pictures(shipped.content)) == 2
    assert not any("2023" in remark.partition("数据不全")[0] for remark in shipped.remarks)


def test_the_same_figures_give_the_same_bytes(sample: Bureau, shipped: Report) -> None:
    assert sample.ask(report, TEMPLATE, Period(2023), "示范县交通运输局").content == shipped.content
