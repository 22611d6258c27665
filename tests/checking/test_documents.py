"""Drafts as files: the same report in five formats, a commented copy, and files that are none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml

from flows.checking.check import Checked, Checker
from flows.checking.documents.comments import commented
from flows.checking.documents.read import DraftUnreadable, blocks_of, read_draft
from flows.checking.passages import Passage, Table
from flows.checking.sentence import sentences
from tests.report.documents import everywhere, paragraphs

SENTENCE = "全年共查处各类违法案件1432起,收缴罚没款765.5918万元。"
CELLS = [["指标", "2022年", "2023年"], ["检查企业(家次)", "1005", "1479"]]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word() -> bytes:
    document = Document()
    document.add_heading("一、工作情况", 1)
    paragraph = document.add_paragraph("全年共查处各类违法案件14")
    paragraph.add_run("32").bold = True
    paragraph.add_run("起,收缴罚没款765.5918万元。")
    table = document.add_table(rows=2, cols=3)
    for row, texts in enumerate(CELLS):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    return saved(document)


def saved(document: object) -> bytes:
    written = io.BytesIO()
    document.save(written)  # type: ignore[attr-defined]
    return written.getvalue()


def page() -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in CELLS)
    return (
        "<html><head><title>1</title><script>var a = 5;</script></head><body><div><h2>一、工作情况</h2>"
        f"<p>全年共<b>查处各类\n违法案件14</b>32起,<span style='display:none'>99起</span>收缴罚没款765.5918万元。</p>"
        f"<table>{rows}</table></div></body></html>"
    ).encode("gb18030")


def markdown() -> bytes:
    rows = [f"| {' | '.join(row)} |" for row in CELLS]
    return "\n".join(["## 一、工作情况", "", SENTENCE.replace("违", "\n违"), "", rows[0], "|-|-|-|", rows[1]]).encode()


def text() -> bytes:
    return "\n".join(["一、工作情况", SENTENCE, *("\t".join(row) for row in CELLS)]).encode("utf-16")


@pytest.mark.parametrize(("suffix", "made"), [(".docx", word), (".html", page), (".md", markdown), (".txt", text)])
def test_the_same_report_in_every_format(checker: Checker, suffix: str, made: Callable[[], bytes]) -> None:
    blocks = blocks_of(made(), suffix)
    heading, sentence, table = blocks
    assert isinstance(heading, Passage)
    assert heading.is_heading
    assert isinstance(sentence, Passage)
    assert sentence.text == SENTENCE
    assert isinstance(table, Table)
    assert [list(row) for row in table.rows] == CELLS
    found = [(number.text, number.judgement.verdict) for block in blocks[1:] for number in checker.check(block)]
    right = [("765.5918", "agrees"), ("2022年", "none"), ("2023年", "none"), ("1005", "agrees"), ("1479", "agrees")]
    assert found == [("1432", "differs"), *right]


def pdf(*lines: str) -> bytes:
    """A PDF of one page in a Chinese font that is not embedded, as older printers write it."""
    shown = " ".join(
        f"1 0 0 1 50 {700 - 30 * at} Tm <{line.encode('utf-16-be').hex()}> Tj" for at, line in enumerate(lines)
    )
    stream = f"BT /F1 12 Tf {shown} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
        b"/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return body + end + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))


def test_a_pdf_whose_lines_break_within_a_name(checker: Checker) -> None:
    first = "2023年,我局坚持依法行政、规范执法,全年共查处各类违法案"
    (passage,) = blocks_of(pdf(first, "件1432起,收缴罚没款765.5918万元。"), ".pdf")
    assert passage == Passage("第1页第1段", first + "件1432起,收缴罚没款765.5918万元。")
    assert [number.judgement.verdict for number in checker.check(passage)] == ["none", "differs", "agrees"]


def test_where_a_number_may_stand_in_word(checker: Checker, tmp_path: Path) -> None:
    content = everywhere(tmp_path / "a.docx", "查处各类违法案件1432起").read_bytes()
    numbers = [number for block in blocks_of(content, ".docx") for number in checker.check(block)]
    assert [number.where for number in numbers] == ["第1张表第2行第3列", "文本框", "页眉", "页脚"]
    assert {number.judgement.verdict for number in numbers} == {"differs"}


def test_what_was_deleted_is_not_read_and_what_was_inserted_is() -> None:
    document = Document()
    paragraph = document.add_paragraph("查处案件")
    paragraph._p.append(parse_xml(f"<w:del {W}><w:r><w:delText>1422</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>1432起</w:t></w:r></w:ins>"))
    assert blocks_of(saved(document), ".docx") == [Passage("正文第1段", "查处案件1432起")]


def test_merged_cells_of_word_are_read_once_and_stand_above_all_their_columns() -> None:
    document = Document()
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "2023年"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "查处案件"
    table.cell(1, 1).text, table.cell(2, 1).text = "1", "2"
    (block,) = blocks_of(saved(document), ".docx")
    assert isinstance(block, Table)
    assert block.rows == [["2023年", "2023年"], ["查处案件", "1"], ["查处案件", "2"]]
    assert block.copies == {(0, 1), (2, 0)}


# -- the commented copy


def checked(checker: Checker, content: bytes) -> list[Checked]:
    return [number for block in blocks_of(content, ".docx") for number in checker.check(block)]


def test_a_copy_has_a_comment_at_each_number_to_be_looked_at(checker: Checker) -> None:
    content = word()
    copy, count = commented(content, checked(checker, content))
    document = Document(io.BytesIO(copy))
    (comment,) = document.comments
    assert count == 1
    assert comment.text == "不符:应为1422(cases_penalized)"
    assert paragraphs(copy) == paragraphs(content)
    runs = document.paragraphs[1]._p.xpath("w:commentRangeStart/following-sibling::w:r[w:t]")
    end = document.paragraphs[1]._p.xpath("w:commentRangeEnd")[0]
    within = [run for run in runs if run.getnext() is not None and _stands_before(run, end)]
    assert "".join(run.xpath("string(w:t)") for run in within) == "1432起"
    assert commented(content, checked(checker, content)) == (copy, count)


def _stands_before(run: object, end: object) -> bool:
    siblings = list(end.getparent())  # type: ignore[attr-defined]
    return siblings.index(run) < siblings.index(end)


# -- files that are no drafts


def bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<a>" + bytes(201 << 20))
    return written.getvalue()


def nested_page() -> bytes:
    return b"<div>" * 50_000 + "查处1422起".encode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", b"PK\x03\x04 not a package"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("a.docx", b""),
        ("a.docx", bomb),
        ("a.pdf", b"%PDF-1.7\n1 0 obj\n<<"),
        ("a.pdf", b"no pdf"),
        ("a.txt", bytes(range(256)) * 40),
        ("a.txt", b" \n \n"),
        ("a.html", b""),
        ("a.html", nested_page),
        ("a.md", b"\x00\x01\x02\x03" * 100),
        ("a.doc", b"anything"),
        ("a.xlsx", b"anything"),
        ("none.docx", None),
    ],
)
def test_what_is_no_draft_is_refused_in_one_line(
    tmp_path: Path, name: str, content: bytes | Callable[[], bytes] | None
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content() if callable(content) else content)
    with pytest.raises(DraftUnreadable) as refusal:
        _read_here(path)
    assert "\n" not in str(refusal.value)


def _read_here(path: Path) -> None:
    """As read_draft does, but in this process: a child for each would cost what its imports cost."""
    from flows.checking.documents.read import content_of

    blocks_of(content_of(path), path.suffix)


def test_a_draft_is_read_in_a_child(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text())
    assert read_draft(path) == blocks_of(text(), ".txt")


@pytest.mark.parametrize(
    "hostile",
    [
        "1" * 200_000,
        "(" * 50_000,
        "查处案件" * 20_000,
        "1起、" * 5_000,
        "一" * 100_000,
        "分别为" * 5_000,
        "上年" * 5_000,
        "1起,其中" * 300,
        f"查处案件{'和' * 5_000}3起",
        f"{'行政处罚案件' * 6_000}3起",
    ],
)
def test_a_long_text_of_one_kind_takes_no_time_to_speak_of(checker: Checker, hostile: str) -> None:
    assert list(checker.check(Passage("第1段", hostile))) is not None


def test_a_sentence_of_more_numbers_than_fit_is_read_in_pieces_and_once() -> None:
    pieces = list(sentences("上年查处," * 700))
    whole = "".join(piece.text for piece in pieces)
    assert len(pieces) > 1
    assert (whole.count("查处"), whole.count("上年")) == (700, 0)
