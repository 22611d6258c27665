"""What a placeholder may say, wherever it stands."""

from __future__ import annotations

from pathlib import Path

from tests.report.conftest import Fill
from tests.report.documents import everywhere, paragraphs

MONTHS = "1月2 " + "".join(f"{month}月1 " for month in range(2, 13))


SAID = (
    ("{{ cases_penalized }}{{ cases_penalized.单位 }}", "13起"),
    ("{{ 查处各类违法案件.数值 }}", "13"),
    ("{{ 查处各类违法案件.短语 }}", "查处各类违法案件13起"),
    ('{{ 指标("轻微不罚、首违不罚") }}', "0"),
    ("{{ 指标(“罚没款(决定)”).单位 }}", "万元"),
    ("{{ cases_penalized.去年 }}/{{ cases_penalized.去年.中文 }}", "10/十"),
    ("{{ cases_penalized.增减 }},{{ cases_penalized.同比 }}", "增长3起,增长30%"),
    ("{{ cases_penalized.方向 }}{{ cases_penalized.增减数 }}|{{ cases_penalized.增减率 }}", "增长3|30"),
    ("{{ fines_collected }}万元,{{ fines_collected.元 }}元", "2.6001万元,26000.50元"),
    ("{{ fines_collected.大写 }}", "贰万陆仟元伍角"),
    ("{{ cases_penalized.约数 }}起", "10余起"),
    ("{{ cases_penalized.中文 }}起、{{ cases_penalized.大写 }}起", "十三起、壹拾叁起"),
    ("{{ simplified_rate }}%、{{ simplified_rate.中文 }}、{{ simplified_rate.同比 }}", "100%、百分之一百、持平"),
    ("{{ 期间 }}{{ 年度 }}{{ 上年 }}{{ 机关 }}{{ 数据截止日 }}", "2023年20232022我局2024年3月15日"),
    ("{% if lawsuits == 0 %}未发生行政诉讼{% else %}{{ lawsuits }}{% endif %}", "未发生行政诉讼"),
    ("{% if cases_penalized > cases_penalized.去年 and 是全年 %}上升{% endif %}", "上升"),
    ("{% for 月 in 各月(cases_penalized) %}{{ 月.名称 }}{{ 月.数值 }} {% endfor %}", MONTHS),
    ("{{ cases_penalized.value }}{{ cases_penalized.change_rate }}", "13增长30%"),
)


def test_placeholders_say(fill: Fill) -> None:
    assert paragraphs(fill(*(written for written, _ in SAID)).content) == [read for _, read in SAID]


def test_one_split_over_runs_is_one(fill: Fill) -> None:
    split = ["共{", "{ cases_", "penal", "ized", " }", "}起"]
    assert paragraphs(fill(split).content) == ["共13起"]


def test_cells_headers_footers_and_text_boxes(fill: Fill, tmp_path: Path) -> None:
    found = paragraphs(fill(everywhere(tmp_path / "t.docx", "共{{ cases_penalized }}起")).content)
    assert found.count("共13起") == 4


def test_text_from_files_stays_text(fill: Fill) -> None:
    assert paragraphs(fill("{{ 机关 }}", organ="<w:p/>&{{ 7 }}").content) == ["<w:p/>&{{ 7 }}"]
