"""The bundled sample: planned to the published totals, the same bytes every time, and nobody real in it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from stdnum.cn import ric, uscc

from flows.sample import write_cases, write_sample
from flows.sample.build import build_records
from flows.sample.layout import load_layouts
from flows.sample.payments import collected_yuan
from flows.sample.plan import load_plan
from flows.sample.records import Permit, Records, Visit
from flows.sample.selection import dates_of

COMMITTED = Path(__file__).parent.parent / "raw" / "sample"
YEAR = 2023
CONTRACTS = ("cases", "payments", "permits", "inspections", "coercions", "reviews", "outreach", "complaints")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("sample")
    write_sample(directory)
    return directory


@pytest.fixture(scope="module", params=[2023, 1, 7])
def records(request: pytest.FixtureRequest) -> Records:
    return build_records(load_plan(), request.param)


def _files(directory: Path) -> dict[str, Path]:
    return {path.relative_to(directory).as_posix(): path for path in directory.rglob("*") if path.is_file()}


def _texts(path: Path) -> Iterator[str]:
    """Every cell of a file as text; a CSV and the README as one text."""
    if path.suffix in (".xlsx", ".xls"):
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            yield from (str(cell) for row in book.get_sheet_by_name(name).to_python() for cell in row)
    else:
        content = path.read_bytes()
        yield content.decode("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") or path.suffix == ".md" else "gb18030")


def _decided(records: Records) -> list[date]:
    penalized = (case for case in records.cases if case.outcome == "行政处罚")
    return [case.decided_on for case in penalized if case.decided_on]


def _handled(records: Records, kind: str) -> list[Permit]:
    return [
        item
        for item in records.permits
        if item.item_kind == kind
        and item.finished_on is not None
        and item.finished_on.year == YEAR
        and item.result not in ("撤回申请", "终止")
    ]


def _tasks(records: Records) -> dict[str, list[Visit]]:
    tasks: dict[str, list[Visit]] = {}
    for visit in records.inspections:
        if visit.inspected_on.year == YEAR:
            tasks.setdefault(visit.task_no, []).append(visit)
    return tasks


def test_same_seed_gives_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    write_sample(tmp_path)
    assert {name: path.read_bytes() for name, path in _files(tmp_path).items()} == {
        name: path.read_bytes() for name, path in _files(sample).items()
    }


def test_another_seed_gives_other_files(sample: Path, tmp_path: Path) -> None:
    write_sample(tmp_path, seed=1)
    name = "案件/案件台账_202301-202303.xlsx"
    assert (tmp_path / name).read_bytes() != (sample / name).read_bytes()


def test_committed_sample_is_the_output_of_the_default_seed(sample: Path) -> None:
    """Parts of workbooks are compared unpacked: another zlib packs the same content into other bytes."""
    committed, fresh = _files(COMMITTED), _files(sample)
    assert committed.keys() == fresh.keys()
    for name, path in fresh.items():
        if path.suffix == ".xlsx":
            assert _parts(committed[name]) == _parts(path), name
        else:
            assert committed[name].read_bytes() == path.read_bytes(), name


def _parts(path: Path) -> dict[str, tuple[bytes, tuple[int, ...]]]:
    with zipfile.ZipFile(path) as archive:
        return {part.filename: (archive.read(part), part.date_time) for part in archive.infolist()}


def test_cases_and_payments_of_2023_are_the_published_ones(records: Records) -> None:
    assert sum(day.year == YEAR for day in _decided(records)) == 1422
    assert collected_yuan(records.payments, YEAR) == 7_655_918


def test_inspections_of_2023_are_the_published_ones(records: Records) -> None:
    tasks = _tasks(records)
    kinds = [visits[0].task_kind for visits in tasks.values()]
    random_tasks = [visits for visits in tasks.values() if visits[0].task_kind == "双随机抽查"]
    assert sum(len(visits) for visits in tasks.values()) == 1479
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"双随机抽查": 74, "专项检查": 22, "即时检查": 43}
    assert sum(any(visit.cross_department for visit in visits) for visits in tasks.values()) == 48
    assert all(visit.credit_rule for visits in random_tasks for visit in visits)
    assert all(visit.terminal == "掌上" for visits in tasks.values() for visit in visits)


def test_permits_of_2023_are_the_published_ones(records: Records) -> None:
    kinds = ("行政许可", "行政备案", "其他行政权力")
    assert [len(_handled(records, kind)) for kind in kinds] == [720, 173, 1099]
    applied = [item for item in records.permits if item.applied_on.year == YEAR and item.within_authority]
    assert {item.acceptance for item in applied} == {"受理"}


def test_ledgers_of_2023_are_the_published_ones(records: Records) -> None:
    events = [event for event in records.outreach if event.held_on.year == YEAR]
    assert 600 <= sum(event.participants for event in events) <= 699
    assert 5000 <= sum(event.materials for event in events) <= 5999
    assert not any(review.accepted_on.year == YEAR for review in records.reviews)
    complaints = [complaint for complaint in records.complaints if complaint.received_on.year == YEAR]
    assert complaints
    assert "政务服务" not in {complaint.about for complaint in complaints}


def test_nobody_pays_more_than_was_decided(records: Records) -> None:
    levied = {case.case_no: case.levied_yuan for case in records.cases}
    paid = dict.fromkeys(levied, 0)
    for payment in records.payments:
        if payment.kind != "加处罚款" and payment.case_no in paid:
            paid[payment.case_no] += payment.amount
    assert [case_no for case_no in levied if paid[case_no] > levied[case_no]] == []


def test_keys_are_unique(records: Records) -> None:
    for keys in (
        [case.case_no for case in records.cases],
        [item.item_no for item in records.permits],
        [(visit.task_no, visit.object_id, visit.inspected_on) for visit in records.inspections],
        [coercion.document_no for coercion in records.coercions],
        [complaint.complaint_no for complaint in records.complaints],
    ):
        assert len(keys) == len(set(keys))


def test_dates_keep_the_order_of_the_accept_rules(records: Records) -> None:
    for case in records.cases:
        steps = [case.decided_on, case.closed_on]
        ordered = [day for day in ([case.filed_on] if case.procedure == "普通程序" else []) + steps if day]
        assert ordered == sorted(ordered), case.case_no
    for item in records.permits:
        days = [day for day in (item.applied_on, item.accepted_on, item.finished_on) if day]
        assert days == sorted(days), item.item_no


def test_all_dates_lie_from_2022_to_january_2024(records: Records) -> None:
    days = [day for contract in CONTRACTS for record in records.of(contract) for day in dates_of(record)]
    assert date(2022, 1, 1) <= min(days)
    assert max(days) <= date(2024, 1, 31)


def test_personal_numbers_are_right_in_form_and_belong_to_nobody(records: Records) -> None:
    for number in {case.party_id for case in records.cases}:
        if len(number) != 18:
            assert re.fullmatch(r"99\d{13}", number)  # a registration number of the form used before 2015
        elif number[2:4] == "99":
            assert uscc.is_valid(number)
        else:
            assert number.startswith("99")
            assert number[-1] == ric.calc_check_digit(number)
            date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")


def test_no_cell_looks_like_the_number_of_a_real_person(sample: Path) -> None:
    for path in _files(sample).values():
        for text in _texts(path):
            assert not re.search(r"(?<![\w.])(?!99|..99)\d{17}[\dX](?!\w)", text), (path, text[:80])
            assert not re.search(r"(?<!\w)1[3-9]\d{9}(?!\w)", text), (path, text[:80])
            assert not re.search(r"浙[A-Z][A-HJ-Z0-9]{5}", text), (path, text[:80])


def test_readme_names_every_file_and_says_that_it_is_synthetic(sample: Path) -> None:
    text = (sample / "README.md").read_text(encoding="utf-8")
    assert "虚构" in text
    assert "synthetic" in text
    assert [layout.path for layout in load_layouts().files if layout.path not in text] == []


def test_rows_to_be_rejected_are_a_handful() -> None:
    extras = [extra for layout in load_layouts().files for sheet in layout.sheets for extra in sheet.extras]
    assert 8 <= sum(len(extra.rows) for extra in extras if extra.expect == "rejected") <= 12


@pytest.mark.parametrize("rows", [1, 5, 250])
def test_large_exports_have_as_many_cases_as_asked_for(rows: int, tmp_path: Path) -> None:
    write_sample(tmp_path, rows, seed=3)
    keys = [key for path in sorted((tmp_path / "案件").iterdir()) for key in _keys(path)]
    assert len(keys) == len(set(keys)) == rows


def test_case_files_of_different_seeds_share_no_case(tmp_path: Path) -> None:
    keys = [_keys(write_cases(tmp_path / f"{seed}.xlsx", 40, seed, month=3)) for seed in (1, 2)]
    assert [len(some) for some in keys] == [40, 40]
    assert not set(keys[0]) & set(keys[1])


def test_a_case_file_of_a_month_is_decided_or_filed_in_it(tmp_path: Path) -> None:
    path = write_cases(tmp_path / "cases.xlsx", 60, seed=5, month=2)
    heading, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert len(heading) == 24
    decided = [row[heading.index("处罚决定日期")] for row in rows]
    assert {(day.year, day.month) for day in decided if isinstance(day, date)} == {(YEAR, 2)}


def _keys(path: Path) -> list[object]:
    return [row[0] for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1:]]
