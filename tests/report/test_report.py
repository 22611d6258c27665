"""Tables, charts, and part of a year."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Pt
from fontTools.ttLib import TTFont

from flows.outputs.fonts import FOLDER, is_held
from flows.outputs.report.charts import Chart
from flows.outputs.report.errors import Unsayable
from flows.outputs.report.parts import Part
from tests.report.conftest import Fill
from tests.report.documents import everywhere, paragraphs, rows


def test_part_of_a_year_is_beside_the_same_part_of_last_year(fill: Fill) -> None:
    found = fill("{{ 期间 }}{{ cases_penalized }}起,{{ cases_penalized.同比 }}", through=6)
    assert paragraphs(found.content) == ["2023年1—6月7起,下降30%"]


def test_a_table_keeps_zero_and_nothing_apart(fill: Fill) -> None:
    found = fill("{{ 分月表(cases_penalized, fines_collected) }}", "{{p 分机构表(cases_penalized, simplified_rate) }}")
    months = rows(found.content)
    assert months[0] == ["月份", "查处各类违法案件\n(起)", "收缴罚没款\n(万元)"]
    assert months[1] == ["1月", "2", "0.00"]
    assert months[12] == ["12月", "1", "无数据"]
    assert months[13] == ["合计", "13", "2.6001"]
    assert rows(found.content, 1)[1:] == [["一中队", "7", "100"], ["二中队", "6", "100"], ["全部", "13", "100"]]
    assert [remark for remark in found.remarks if "收缴罚没款" in remark and "2023-12" in remark]


def test_a_table_of_figures_says_states_and_compares_whole_periods_only(fill: Fill) -> None:
    found = rows(fill("{{ 指标表(cases_penalized, permits_handled, fines_collected) }}").content)
    assert found[1:] == [
        ["查处各类违法案件", "起", "13", "10", "增长30%"],
        ["行政许可办件", "件", "无数据", "无数据", "—"],
        ["收缴罚没款", "万元", "2.6001\n(部分)", "无数据", "—"],
    ]


def test_rows_of_a_table_of_ones_own_repeat(fill: Fill, tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).text = "{%tr for 行 in 各领域(cases_penalized) %}"
    table.cell(1, 0).text, table.cell(1, 1).text = "{{ 行.名称 }}", "{{ 行.数值 }}"
    table.cell(2, 0).text = "{%tr endfor %}"
    document.save(str(tmp_path / "t.docx"))
    assert rows(fill(tmp_path / "t.docx").content) == [["道路货运", "7"], ["超限超载", "6"]]


def test_a_chart_is_the_same_picture_every_time() -> None:
    chart = Chart("图", [Part("昇中队", "3", Decimal(3)), Part("二中队", "无数据", None)])
    assert chart.png() == chart.png()
    assert chart.png().startswith(b"\x89PNG")


def test_a_character_that_the_font_lacks_is_told() -> None:
    with pytest.raises(Unsayable, match="𬭎"):
        Chart("图", [Part("𬭎中队", "3", Decimal(3))]).png()


def test_the_font_has_every_character_that_it_is_said_to_have() -> None:
    glyphs = TTFont(FOLDER / "EnfstatSans.otf", lazy=True).getBestCmap()
    assert [chr(code) for code in range(0x20, 0x11000) if is_held(chr(code)) and code not in glyphs] == []
    assert is_held("昇")


def test_a_number_declared_by_hand_is_marked_wherever_it_stands(fill: Fill, tmp_path: Path) -> None:
    path = everywhere(tmp_path / "t.docx", "有{{ 执法人员数 }}人")
    document = Document(str(path))
    document.add_paragraph("{{ 指标表(执法人员数) }}")
    document.save(str(path))
    found = fill(path)
    texts = paragraphs(found.content)
    assert texts.count("有45(手工填报)人") == 3  # header, footer, text box
    assert rows(found.content)[1][2] == "有45人"
    assert rows(found.content, 1)[1] == ["执法人员数", "人", "45\n(手工填报)", "44\n(手工填报)", "增长2.27%"]
    assert [comment.text for comment in Document(BytesIO(found.content)).comments] == ["手工填报,来源:执法证件台账"]
    assert "手工填报,来源:执法证件台账" in found.remarks[0]
    assert fill(path).content == found.content


def test_a_chart_is_no_wider_than_its_cell_and_its_line_is_free(fill: Fill, tmp_path: Path) -> None:
    document = Document()
    cell = document.add_table(rows=1, cols=3).cell(0, 1)
    cell.text = "{{ 分月图(cases_penalized) }}"
    cell.paragraphs[0].paragraph_format.line_spacing = Pt(28)
    document.save(str(tmp_path / "t.docx"))
    filled = Document(BytesIO(fill(tmp_path / "t.docx").content))
    shape, found = filled.inline_shapes[0], filled.tables[0].cell(0, 1)
    assert 0 < shape.width < found.width
    assert shape.width / shape.height > 1.5
    assert found.paragraphs[0].paragraph_format.line_spacing == 1.0
