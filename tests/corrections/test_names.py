"""Units that are renamed, and what the bureau calls a field: splits keep one line a unit, what is written stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.corrections.names import BadNames, Name, read_names
from flows.sequence import Exit
from tests.corrections.bureaus import DeclaringBureau

HEADING = "列,现名,原写法,自,至\n"


def read(text: str, tmp_path: Path, encoding: str = "utf-8") -> list[Name]:
    path = tmp_path / "名称.csv"
    path.write_bytes((HEADING + text).encode(encoding))
    return read_names(path, "名称对照/名称.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_is_read_as_excel_saves_it(encoding: str, tmp_path: Path) -> None:
    (name, unit) = read("机构,壶山执法中队,壶山中队,,2024/6/30\n机构,港航中队,,2020-01-01,\n", tmp_path, encoding)
    assert name == Name(2, "org_unit", "壶山执法中队", "壶山中队", None, date(2024, 6, 30))
    assert unit == Name(3, "org_unit", "港航中队", None, date(2020, 1, 1), None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("科室,甲,乙,,\n", "第 2 行 的“列”应是 机构 或 领域"),
        ("机构,,乙,,\n", "第 2 行 缺少“现名”"),
        ("领域,客车,客运,,\n", "“客车”不是规定的业务领域;可用的有 道路货运"),
        ("机构,甲,乙,2024年,\n", "“2024年”不是 YYYY-MM-DD"),
        ("机构,甲,乙,2024-02-01,2024-01-01\n", "“自”晚于“至”"),
        ("机构,甲,乙,,2024-06-30\n机构,丙,乙,2024-06-30,\n", "第 2 行与第 3 行的原写法“乙”日期重叠"),
        ("机构,甲,乙,,\n机构,丙,甲,,\n", "第 2 行与第 3 行前后相接"),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(BadNames) as caught:
        read(text, tmp_path)
    assert str(caught.value).startswith("名称对照/名称.csv")
    assert message in str(caught.value)


def test_a_list_without_its_headings_says_which(tmp_path: Path) -> None:
    path = tmp_path / "名称.csv"
    path.write_text("列,名称\n", encoding="utf-8")
    with pytest.raises(BadNames, match="缺少列 现名、原写法、自、至"):
        read_names(path, "名称对照/名称.csv")


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> DeclaringBureau:
    """壶山中队 became 壶山执法中队 in July 2023; from then on 一中队 is another unit; the bureau says 客运."""
    bureau = DeclaringBureau(tmp_path_factory.mktemp("names"))
    days = {1: ("壶山中队", "2023-05-06"), 2: ("壶山执法中队", "2023-08-01"), 3: ("一中队", "2023-05-06")}
    days |= {4: ("一中队", "2023-08-01"), 5: ("飞地中队", "2023-08-02")}
    bureau.put(
        "案件_20240105.xlsx",
        "cases",
        *(
            {"case_no": f"浙武交罚〔2023〕{number}号", "org_unit": unit, "decided_on": day, "field": "旅客运输"}
            for number, (unit, day) in days.items()
        ),
    )
    assert bureau.night().exit is Exit.DONE
    assert {row["rule"] for row in bureau.rows("from warnings")} == {"unknown-value"}
    assert bureau.rows("from unknown_units") == []  # nobody has said which units there are
    bureau.list_names(
        "机构,壶山执法中队,壶山中队,,",
        "机构,壶山执法中队,一中队,,2023-06-30",
        "机构,一中队,,2023-07-01,",
        "领域,道路客运,旅客运输,,",
    )
    assert bureau.night().exit is Exit.DONE
    return bureau


def test_a_split_by_unit_has_the_name_of_today(renamed: DeclaringBureau) -> None:
    rows = renamed.rows(
        "select 机构, 数值 from 指标分机构 where 名称 = 'cases_penalized' and 年度 = 2023 order by 机构"
    )
    assert [(row["机构"], int(row["数值"])) for row in rows] == [("一中队", 1), ("壶山执法中队", 3), ("飞地中队", 1)]


def test_what_is_written_stays(renamed: DeclaringBureau) -> None:
    rows = renamed.rows("select org_unit, org_unit_written, field, field_written from core.cases order by case_no")
    assert [(row["org_unit"], row["org_unit_written"]) for row in rows] == [
        ("壶山执法中队", "壶山中队"),
        ("壶山执法中队", "壶山执法中队"),
        ("壶山执法中队", "一中队"),
        ("一中队", "一中队"),
        ("飞地中队", "飞地中队"),
    ]
    assert {(row["field"], row["field_written"]) for row in rows} == {("道路客运", "旅客运输")}


def test_a_field_that_the_list_knows_is_no_longer_warned_of(renamed: DeclaringBureau) -> None:
    assert renamed.rows("from warnings") == []
    assert {
        row["field"] for row in renamed.rows("select distinct field from figure_cells where figure = 'cases_penalized'")
    } == {"道路客运"}


def test_a_unit_that_nobody_listed_is_named_and_the_night_goes_on(renamed: DeclaringBureau) -> None:
    (row,) = renamed.rows("from unknown_units")
    assert (row["org_unit"], row["records"], row["example_file"]) == ("飞地中队", 1, "案件_20240105.xlsx")
    (check,) = renamed.rows("select level, offenders from checks where \"check\" = 'units-known'")
    assert (check["level"], check["offenders"]) == ("report", 1)
