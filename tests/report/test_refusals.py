"""Placeholders that cannot be filled: each named with its place, what resembles it, and nothing written."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from flows.outputs.report.errors import ReportRefused, TemplateUnusable
from tests.bureau import Bureau
from tests.report.conftest import Fill
from tests.report.documents import everywhere, template


def problems(fill: Fill, *given: object, **facts: int) -> list[str]:
    with pytest.raises(ReportRefused) as refused:
        fill(*given, **facts)
    return list(refused.value.problems)


FILLED = (
    ("{{ cases_penalised }}", "没有名为“cases_penalised”的指标;相近的有:cases_penalized"),
    ("{{ 查处违法案件 }}", "查处各类违法案件"),
    ("{{ 分月表(permit_handled) }}", "permits_handled"),
    ('{{ 指标("掌上检查") }}', "掌上执法检查"),
    ("{{ cases_penalized.同期比 }}", "没有“.同期比”这一项;相近的有:同比"),
    ("{{ permits_handled }}", "2023年无数据"),
    ("{{ 分月图(permits_handled) }}", "2023年无数据"),
    ("{{p 分领域表(permits_handled) }}", "2023年无数据"),
    ("{{ lawsuits.同比 }}", "2022年无数据"),
    ("{{ legal_review_rate }}", "无对象"),
    ("{{ cases_penalized.去年.去年 }}", "没有更早的年份"),
    ("{{ simplified_rate.增减率 }}", "请写 .增减"),
    ("{{ penalties_revoked.同比 }}", "上年为 0"),
    ("{{ cases_penalized.元 }}", "不是金额"),
    ("{{p 分月表(cases_carried_in) }}", "不分月份"),
    ('{{ 指标图("构成", cases_penalized, fines_collected) }}', "单位要相同"),
    ("{{ 分月表() }}", "至少一个指标"),
    ("{{ 分月图() }}", "括号里写的内容不对"),
    ("{{ 各月(cases_penalized) }}", "不能直接印出"),
    ("{{ ''.__class__.__mro__ }}", "这里不能用"),
    ("{{ cases_penalized.__class__ }}", "没有“.__class__”"),
    ("{{ cases_penalized['__init__'] }}", "没有“.__init__”"),
    ("{{ cases_penalized.row }}", "没有“.row”"),
    ("{{ 指标.__globals__ }}", "这里不能用"),
    ("{{ '%s' % cases_penalized }}", "不能计算"),
    ("{{ cases_penalized - cases_penalized.去年 }}", "不能计算"),
    ("{{ 9 ** 9 ** 9 }}", "不能计算"),
    ("{{ cases_penalized | string }}", "过滤器"),
    ("{{ cases_penalized is defined }}", "is"),
    ("{{ range(9) }}", "没有名为“range”"),
    ("{{ cycler }}", "没有名为“cycler”"),
    ("{{ cases_penalized() }}", "不能当作函数"),
)
TORN = (
    ("{{ cases_penalized }", "占位符不完整"),
    ("共 cases_penalized }}起", "占位符不完整"),
    ("\uff5b\uff5b cases_penalized \uff5d\uff5d", "全角"),
    ("有{{ 分月表(cases_penalized) }}表", "单独成一段"),
)
MISWRITTEN = (
    ("{% if permits_handled == 0 %}没有办件{% endif %}", "2023年无数据"),
    ("{{ cases_penalized..数值 }}", "写法有误"),
    ("{% if lawsuits == 0 %}无", "没有对应的 {% endif %}"),
    ("{% 如果 %}", "不认识的指令"),
    ("{% include '/etc/passwd' %}", "只能写"),
    ("{% import 'os' as os %}", "只能写"),
    ("{% for 月 in 各月(cases_penalized) %}{{ loop() }}{% endfor %}", "不能当作函数"),
)


@pytest.mark.parametrize("mistakes", [FILLED, TORN, *((one,) for one in MISWRITTEN)])
def test_every_mistake_is_told_with_its_paragraph(mistakes: tuple[tuple[str, str], ...], fill: Fill) -> None:
    found = problems(fill, *(written for written, _ in mistakes))
    for number, (written, told) in enumerate(mistakes, start=1):
        assert [one for one in found if f"正文第{number}段" in one and told in one], (written, found)


def test_every_problem_is_told_at_once_with_cell_header_and_text_box(fill: Fill, tmp_path: Path) -> None:
    found = problems(fill, everywhere(tmp_path / "t.docx", "{{ permits_handled }}{{ 不知 }}"))
    told = "".join(found)
    for where in ("第1张表第2行第3列", "页眉", "页脚", "文本框"):
        assert where in told
    assert "无数据" in told
    assert "“不知”" in told


def test_a_placeholder_where_none_is_filled_is_told(fill: Fill, tmp_path: Path) -> None:
    document = Document()
    document.add_comment(document.add_paragraph("正文").runs, text="{{ cases_penalized }}", author="某人")
    document.save(str(tmp_path / "批注.docx"))
    assert problems(fill, tmp_path / "批注.docx") == [
        "批注“{{ cases_penalized }}”:批注里不能写占位符,请移到正文、表格、页眉、页脚、文本框或脚注里"
    ]


def test_a_year_without_data_prints_no_zero(fill: Fill) -> None:
    found = problems(fill, "共{{ cases_penalized }}起", "罚没{{ fines_collected }}万元", year=2019)
    assert ["2019年无数据" in problem for problem in found] == [True, True]


@pytest.mark.parametrize("content", [b"", b"not a document", b"PK\x03\x04"])
def test_only_a_word_document_is_a_template(content: bytes, fill: Fill, tmp_path: Path) -> None:
    (tmp_path / "t.docx").write_bytes(content)
    with pytest.raises(TemplateUnusable, match="不是 Word 文档"):
        fill(tmp_path / "t.docx")


def test_a_template_that_is_not_there_is_told(fill: Fill, tmp_path: Path) -> None:
    for path in (tmp_path / "没有.docx", tmp_path):
        with pytest.raises(TemplateUnusable, match="读不出模板"):
            fill(path)


def test_the_command_writes_nothing_and_fails(bureau: Bureau, tmp_path: Path) -> None:
    out = tmp_path / "R.docx"
    wrong = template(tmp_path / "wrong.docx", "{{ permits_handled }}")
    done = bureau.command("report", "2023", "--template", str(wrong), "--out", str(out))
    assert done.returncode == 1
    assert "正文第1段“{{ permits_handled }}”" in done.stderr
    assert not out.exists()
    right = template(tmp_path / "right.docx", "{{ fines_collected }}")
    done = bureau.command("report", "2023", "--through", "2023-12", "--template", str(right), "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert "收缴罚没款" in done.stderr
    assert "2023-12" in done.stderr
    assert Document(BytesIO(out.read_bytes())).paragraphs[-1].text == "2.6001"
    for path in (right, tmp_path / "R.pdf"):
        done = bureau.command("report", "2023", "--template", str(right), "--out", str(path))
        assert done.returncode == 1
