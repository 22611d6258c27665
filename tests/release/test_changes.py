"""What a build says has changed since the last published one, and that no earlier build stops it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.release import changes
from flows.sequence import Exit
from flows.settings import Settings
from flows.store.sums import write_sums
from tests.bureau import AS_OF, Bureau
from tests.exports import cases

PUBLISHED = Settings(workbook_years=0, pages_years=0)
DECLARED = {"indicator": "持证执法人员", "unit": "人", "period": "2023年", "source": "台账", "value": 31}


@contextmanager
def edited(bureau: Bureau) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published database as another version of the code might have left it."""
    database = bureau.warehouse.database.resolve()
    database.chmod(0o644)
    with duckdb.connect(str(database)) as connection:
        yield connection
    write_sums(database.parent)  # that code wrote it so: it is not damaged


def changed(bureau: Bureau, columns: str = "figure, year, cause, records") -> set[tuple[Any, ...]]:
    return {tuple(row.values()) for row in bureau.rows(f"select {columns} from figure_changes")}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """A bureau with a published build of ten cases and a declared figure."""
    bureau = Bureau(tmp_path_factory.mktemp("published"), settings=PUBLISHED)
    bureau.put("案件_2023年.xlsx", "cases", *cases(range(1, 11), fine=1000, penalty_kinds="罚款"))
    bureau.put("填报_2023年.xlsx", "declared", DECLARED)
    assert bureau.night().exit is Exit.DONE
    return bureau


@pytest.fixture
def bureau(published: Bureau, tmp_path: Path) -> Bureau:
    """The same bureau, to do with as a test likes."""
    shutil.copytree(published.folder, tmp_path / "bureau", symlinks=True)
    return replace(published, folder=tmp_path / "bureau")


def test_the_first_build_and_one_in_which_nothing_moved_change_nothing(bureau: Bureau) -> None:
    assert changed(bureau) == set()
    bureau.put("案件_20240320.xlsx", "cases", *cases(range(1, 2), fine=1000, penalty_kinds="罚款"))
    bureau.night()
    assert bureau.files()["案件_20240320.xlsx"]["accepted"] == 1
    assert changed(bureau) == set()


def test_settings_the_day_cover_and_declarations_are_causes_of_their_own(bureau: Bureau) -> None:
    bureau.settings = replace(PUBLISHED, not_applicable=("hearings",))
    bureau.put("填报_20240410.xlsx", "declared", DECLARED | {"value": 33})
    bureau.put("检查_2022年.xlsx", "inspections", {"task_no": "T1", "inspected_on": "2022-05-06"})
    assert bureau.night(date(2024, 4, 15)).exit is Exit.DONE
    found = changed(bureau)
    assert ("hearings", 2023, "changed settings", None) in found
    assert ("持证执法人员", 2023, "corrected record", None) in found
    assert not {figure for figure, year, *_ in found if (figure, year) == ("cases_penalized", 2023)}
    assert ("cases_penalized", 2024, "later day", None) not in found  # no file covers any month of it


def test_too_much_to_compare_one_by_one_is_said(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "COMPARED_AT_MOST", 21)  # 10 before, 11 now, of one figure
    bureau.put("案件_20240320.xlsx", "cases", *cases(range(11, 12), fine=1000, penalty_kinds="罚款"))
    bureau.night()
    rows = bureau.rows(
        "select figure, cause, records from figure_changes where year = 2023 order by records nulls last"
    )
    assert [row["records"] for row in rows][:2] == [1, None]
    assert {row["cause"] for row in rows[1:]} == {"many records"}


def drop_figures(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("drop table figures")


def drop_column_of_cells(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("alter table figure_cells drop column org_unit")


def drop_everything(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("drop schema core cascade; drop table figure_cells; drop table figure_definitions")


@pytest.mark.parametrize("edit", [drop_figures, drop_column_of_cells, drop_everything])
def test_a_published_build_of_other_tables_is_not_compared_with(
    bureau: Bureau, edit: Callable[[duckdb.DuckDBPyConnection], None]
) -> None:
    with edited(bureau) as connection:
        edit(connection)
    bureau.put("案件_20240320.xlsx", "cases", *cases(range(11, 12)))
    assert bureau.night().exit is Exit.DONE
    assert changed(bureau) == set()
    assert bureau.value("cases_penalized") == "11"


def test_a_published_build_that_lacks_a_column_or_a_contract_is_compared_by_what_both_have(bureau: Bureau) -> None:
    with edited(bureau) as connection:
        views = connection.execute(
            "select sql from duckdb_views() where schema_name = 'records' or view_name = 'figure_records' "
            "order by schema_name desc"
        ).fetchall()
        connection.execute("drop view 案件; drop table core.declared; alter table core.cases drop column reduced_fine")
        for (sql,) in views:
            connection.execute(sql.replace("CREATE VIEW", "create or replace view"))
    bureau.put("案件_20240320.xlsx", "cases", *cases(range(11, 12), fine=1000, penalty_kinds="罚款"))
    assert bureau.night(AS_OF).exit is Exit.DONE
    assert ("fines_levied", 2023, "late record", 1) in changed(bureau)
