"""The check looks at what lies beside the database: it holds what is planted there, and nothing else."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from flows.building.file_texts import UnreadableFile, file_texts
from flows.sequence import Exit
from flows.settings import Settings
from flows.steps import build
from flows.store.candidates import Finding
from tests.bureau import Bureau
from tests.database.test_privacy import CASES, ID, NAME, PHONE, PLATE, RECEIPT

WORKBOOK = "年度指标_2023.xlsx"
# A company of whose name that of a person is a part, and a unit that bears a person's name.
COMPANY = "高明金安达运输有限公司"
OTHERS = [
    {
        "case_no": "浙武交罚〔2023〕4号",
        "party_name": COMPANY,
        "party_kind": "单位",
        "case_name": f"{COMPANY}超限运输案",
    },
    {"case_no": "浙武交罚〔2023〕5号", "party_name": "金安达", "party_kind": "自然人", "case_name": "金安达超限运输案"},
]

Plant = Callable[[Path], None]


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    bureau = Bureau(tmp_path, settings=Settings(workbook_years=1))
    bureau.put("案件_20240105.xlsx", "cases", *CASES, *OTHERS)
    bureau.put("缴款_20240105.xlsx", "payments", {"receipt_no": RECEIPT, "case_no": CASES[0]["case_no"]})
    return bureau


@pytest.fixture
def night(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> Callable[[Plant], list[Finding]]:
    """A night beside whose database somebody puts something; gives what the check found."""

    def planted(plant: Plant) -> list[Finding]:
        find = build.find_exposures_beside

        def plant_and_find(connection: duckdb.DuckDBPyConnection, directory: Path) -> None:
            plant(directory)
            find(connection, directory)

        monkeypatch.setattr(build, "find_exposures_beside", plant_and_find)
        outcome = bureau.night()
        found = [finding for finding in outcome.verdict.findings if finding.check == "no-personal-data"]
        assert outcome.exit is (Exit.HELD if found else Exit.DONE)
        return found

    return planted


def compressed(text: str) -> str:
    data = base64.b64encode(zlib.compress(text.encode())).decode()
    return f'<script type="application/octet-stream" data-encoding="deflate-base64">{data}</script>'


# File, its text, and what is in clear in it.
PAGES = [
    ("网页/whole.html", f"<td>{NAME}</td>", "姓名"),
    ("网页/sentence.html", f"<p>当事人{NAME}等三人</p>", "姓名"),
    ("网页/attribute.html", f'<svg aria-label="最多的是 {PLATE}"></svg>', "车牌号"),
    ("网页/part-of-a-company.html", "<p>司机金安达超限</p>", "姓名"),
    ("网页/compressed.html", compressed(json.dumps([["案1", NAME]], ensure_ascii=False)), "姓名"),
    ("网页/records.js", f'rows("案1\\t{ID}\\t1000\\n案2\\t-\\t0");', "证件号码"),
    ("网页/escaped.js", f"names({json.dumps([NAME])});", "姓名"),
    ("网页/entities.html", f"<p>{''.join(f'&#{ord(letter)};' for letter in NAME)}</p>", "姓名"),
    ("notes.json", json.dumps({"phone": PHONE}), "手机号"),
    ("plan.svg", "<svg><text>浙G·12345</text></svg>", "车牌号"),
]


def plant_pages(directory: Path) -> None:
    for name, text, _ in PAGES:
        (directory / name).parent.mkdir(exist_ok=True)
        (directory / name).write_text(text, encoding="utf-8")


def test_what_is_planted_in_pages_and_the_workbook_holds(
    bureau: Bureau, night: Callable[[Plant], list[Finding]]
) -> None:
    def plant(directory: Path) -> None:
        plant_pages(directory)
        (directory / WORKBOOK).chmod(0o644)
        book = load_workbook(directory / WORKBOOK)
        book.worksheets[0]["Z1"] = int(PHONE)
        book.worksheets[0]["Z2"] = "合计"
        book.worksheets[0]["Z2"].comment = Comment(f"据{NAME}", "甲")
        book.save(directory / WORKBOOK)

    (finding,) = night(plant)
    shown = {(row["object"], row["kind"]) for row in finding.shown}
    assert shown == {(name, kind) for name, _, kind in PAGES} | {(WORKBOOK, "手机号"), (WORKBOOK, "姓名")}
    assert not [text for text in (NAME, ID, PLATE, PHONE, "金安达") if text in str(finding)]
    held = bureau.warehouse.candidate(next(bureau.warehouse.builds.iterdir()).name)
    assert held.verdict is not None
    assert held.verdict.holds == (finding,)


def test_what_the_database_says_may_stand_beside_it(night: Callable[[Plant], list[Finding]]) -> None:
    """Words, places, numbers of documents, companies, and what says them in its own way."""
    lines = ["行政许可", "高明", RECEIPT, COMPANY, f"{COMPANY}等3家", "高明金安达运输有限…", f"{COMPANY}超限运输案"]
    masked = ["欧***驾驶浙G*****超限运输案", "金**超限运输案"]

    def plant(directory: Path) -> None:
        cells = "".join(f"<td>{line}</td>" for line in (*lines[:5], lines[5].removesuffix("…"), *lines[6:], *masked))
        (directory / "page.html").write_text(f"<table>{cells}</table>{compressed('高明')}", encoding="utf-8")
        (directory / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")

    assert night(plant) == []


@pytest.mark.parametrize(
    "content",
    [b"\xd5\xc5\xc8\xfd", b'<script data-encoding="deflate-base64">bm90IHpsaWI=</script>'],
    ids=["no UTF-8", "no zlib"],
)
def test_what_cannot_be_read_is_no_page(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "page.html").write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"page\.html"):
        file_texts(tmp_path)


def test_a_number_across_the_parts_of_a_long_text_is_found(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("x" * 9_990 + PHONE + "x" * 20_000, encoding="utf-8")
    texts = file_texts(tmp_path)["text"].to_list()
    assert any(PHONE in text for text in texts)
    assert max(map(len, texts)) <= 10_000
