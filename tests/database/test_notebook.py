"""The module for notebooks: frames of what is published, and nothing else can be done through it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from flows.notebook import Published, UnknownView
from flows.published import NothingPublished, UnknownFigure


@pytest.fixture
def published(database: Path) -> Iterator[Published]:
    with Published(database) as opened:
        yield opened


def test_figures_of_a_year(published: Published) -> None:
    frame = published.figures(2023).set_index("名称")
    assert frame.loc["cases_penalized", "数值"] == Decimal(1422)
    assert frame.loc["fines_collected", "打印数值"] == "765.5918"


@pytest.mark.parametrize("name", ["cases_penalized", "查处各类违法案件"])
def test_records_behind_a_figure(published: Published, name: str) -> None:
    frame = published.records(name, 2023)
    assert len(frame) == 1422
    assert {"file", "sheet", "row", "key", "occurred_on"} <= set(frame.columns)


def test_amounts_stay_exact_and_whole_numbers_whole(published: Published) -> None:
    frame = published.view("案件")
    assert isinstance(frame["罚没款"].iloc[0], Decimal)
    assert str(frame["公示用时"].dtype) == "Int32"
    assert str(frame["处罚决定日期"].dtype).startswith("datetime64")


def test_views_and_tables_by_name(published: Published) -> None:
    assert len(published.view("core.cases")) == len(published.view("案件"))
    assert set(published.rejections().columns) >= {"文件", "工作表", "行号", "单元格", "原因与处理"}


def test_an_unknown_name_says_so_and_never_becomes_sql(published: Published) -> None:
    with pytest.raises(UnknownView, match="数据字典"):
        published.view('案件"; select 1 --')
    with pytest.raises(UnknownFigure, match="指标口径"):
        published.records("no_such_figure", 2023)


@pytest.mark.parametrize(
    "statement",
    [
        "create table written as select 1",
        "select * from read_text('/etc/hostname')",
        "set enable_external_access = true",
        "attach ':memory:' as other",
    ],
)
def test_nothing_else_can_be_done(published: Published, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        published.query(statement)


def test_without_a_published_file_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished):
        Published(tmp_path / "none.duckdb")
