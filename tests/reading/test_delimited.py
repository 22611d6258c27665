"""CSV and its kin: charsets, separators, quotes, and the row that a person sees in Excel."""

import pytest

from flows.errors import FileRefused
from flows.reading.book import Limits, read_book
from flows.reading.charset import decode

TEXT = "案号,当事人\r\nA1,某公司\r\n"
CELLS = [("案号", "当事人"), ("A1", "某公司")]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_charset_that_offices_write(charset: str) -> None:
    [sheet] = read_book(TEXT.encode(charset))
    assert sheet.cells.rows() == CELLS
    assert (sheet.name, sheet.first_row, sheet.first_column) == ("Sheet1", 1, 0)


def test_a_utf_16_mark_of_big_endian() -> None:
    assert read_book(b"\xfe\xff" + TEXT.encode("utf-16-be"))[0].cells.rows() == CELLS


def test_a_short_gbk_text_is_not_taken_for_another_charset() -> None:
    assert decode("联系,路政".encode("gbk")) == "联系,路政"
    assert decode("㐀,𠮷".encode("gb18030")) == "㐀,𠮷"


@pytest.mark.parametrize("separator", list(",\t;|"))
def test_separators(separator: str) -> None:
    rows = [("案号", "金额", "备注"), ("A1", "1.000,50", "x;y|z,w")]
    text = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    assert read_book(text.encode())[0].cells.rows() == rows


def test_commas_in_a_tab_separated_text_are_text() -> None:
    rows = [("案号", "金额"), ("A1", "1,000"), ("A2", "1,000,000"), ("A3", "5")]
    assert read_book("\n".join("\t".join(row) for row in rows).encode())[0].cells.rows() == rows


def test_the_separator_that_excel_is_told() -> None:
    assert read_book(b"sep=;\r\na,b;c\r\n1;2\r\n")[0].cells.rows() == [("a,b", "c"), ("1", "2")]


def test_a_row_is_the_row_that_excel_shows() -> None:
    [sheet] = read_book('标题\r\n\r\n案号,备注\r\nA1,"一\r\n二"\r\nA2,\r\n'.encode())
    assert sheet.cells.rows() == [("标题", None), (None, None), ("案号", "备注"), ("A1", "一\r\n二"), ("A2", None)]


def test_ragged_rows_and_blank_edges() -> None:
    [sheet] = read_book(b"a\n1,2,3,,\n,,\n4,5\n,,,,\n\n")
    assert sheet.cells.rows() == [("a", None, None), ("1", "2", "3"), (None, None, None), ("4", "5", None)]


@pytest.mark.parametrize("line", ['="0012",="a""b"', '"=""0012""","=""a""""b"""'])
def test_the_guard_of_a_text_is_taken_off(line: str) -> None:
    assert read_book(f"x,y\n{line}\n".encode())[0].cells.rows()[1] == ("0012", 'a"b')


def test_text_is_kept_as_it_is_and_nothing_is_a_number() -> None:
    [sheet] = read_book('编号,数\n 0012 ,330723199001011234\n１,"5"" 管"\n'.encode())
    assert sheet.cells.rows()[1:] == [(" 0012 ", "330723199001011234"), ("１", '5" 管')]
    numbers = sheet.number_cells()
    assert numbers.shape == sheet.cells.shape
    assert not any(any(row) for row in numbers.rows())


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b'a,b\n1,"x\ny,z\n', "unclosed-quote"),
        (b'a,b\n1,"' + b"x" * 200_000, "unclosed-quote"),
        (bytes(range(256)) * 4, "not-a-workbook"),
        (b"a,b\n\xff\xfe\xfd,1\n", "not-a-workbook"),
        (b"," * 20_000 + b"\n1", "too-many-cells"),
    ],
)
def test_what_cannot_be_read_without_loss_is_refused(content: bytes, rule: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_book(content)
    assert refusal.value.rule == rule


def test_ragged_rows_are_bounded_before_they_are_padded() -> None:
    with pytest.raises(FileRefused) as refusal:
        read_book(b"a," * 1000 + b"\n" + b"x\n" * 5000, Limits(cells=1_000_000))
    assert refusal.value.rule == "too-many-cells"
