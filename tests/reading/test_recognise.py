"""What a file is told to be, by its bytes."""

import io
import struct
import zipfile

import openpyxl
import pytest
import xlwt
from xlwt.CompoundDoc import XlsDoc

from flows.errors import FileRefused
from flows.reading.recognise import Format, recognise
from tests.reading.locking import locked_agile

SPREADSHEETML = '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'


def xlsx() -> bytes:
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


def xls() -> bytes:
    book, buffer = xlwt.Workbook(), io.BytesIO()
    book.add_sheet("案件").write(0, 0, "案号")
    book.save(buffer)
    return buffer.getvalue()


def archive(*names: str, **contents: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name in names:
            package.writestr(name, contents.get(name, b"x"))
    return buffer.getvalue()


def compound_file(stream_name: str, stream: bytes = bytes(5000)) -> bytes:
    """An OLE file with one stream, made by xlwt's writer, which calls it Workbook."""
    buffer = io.BytesIO()
    XlsDoc().save(buffer, stream)
    old, new = (
        name.encode("utf-16-le").ljust(64, b"\x00") + struct.pack("<H", 2 * len(name) + 2)
        for name in ("Workbook", stream_name)
    )
    assert old in buffer.getvalue()
    return buffer.getvalue().replace(old, new)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (xlsx(), Format.XLSX),
        (xls(), Format.XLS),
        (locked_agile(xlsx(), "密码"), Format.LOCKED),
        (archive("[Content_Types].xml", "xl/workbook.bin"), Format.XLSB),
        (archive("mimetype", mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), Format.ODS),
        (f'<?xml version="1.0"?>{SPREADSHEETML}'.encode(), Format.SPREADSHEETML),
        (f'<?xml version="1.0" encoding="utf-16"?>{SPREADSHEETML}'.encode("utf-16"), Format.SPREADSHEETML),
        (b"\xef\xbb\xbf\r\n<!-- x --><TABLE><tr><td>1</table>", Format.HTML),
        (b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>', Format.HTML),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n", Format.MHTML),
        ("案号,金额\r\n".encode("gb18030"), Format.DELIMITED),
        ("案号\t金额\r\n".encode("utf-16"), Format.DELIMITED),
        (b"BM,MZ\r\n1,2\r\n", Format.DELIMITED),
    ],
)
def test_a_format_is_told_by_its_bytes(content: bytes, expected: Format) -> None:
    assert recognise(content) == expected


@pytest.mark.parametrize(
    ("content", "rule", "found"),
    [
        (b"", "empty-file", "空"),
        (b"\xef\xbb\xbf \r\n", "empty-file", "空"),
        (bytes(4096), "empty-file", "空"),
        (b"%PDF-1.7\n", "not-a-workbook", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not-a-workbook", "图片"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "not-a-workbook", "图片"),
        (b"BM\x36\x00\x00\x00\x00\x00", "not-a-workbook", "图片"),
        (b"Rar!\x1a\x07\x00", "not-a-workbook", "RAR"),
        (b"7z\xbc\xaf\x27\x1c\x00", "not-a-workbook", "7z"),
        (b"\x1f\x8b\x08\x00", "not-a-workbook", "gzip"),
        (b"\x09\x04\x06\x00\x00\x04", "not-a-workbook", "Excel 4.0"),
        (archive("读我.txt"), "not-a-workbook", "ZIP"),
        (archive("[Content_Types].xml", "word/document.xml"), "not-a-workbook", "Word"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "not-a-workbook", "PowerPoint"),
        (b"PK\x03\x04" + bytes(100), "unreadable-workbook", "损坏"),
        (compound_file("WordDocument"), "not-a-workbook", "Word"),
        (compound_file("PowerPoint Document"), "not-a-workbook", "PowerPoint"),
        (compound_file("WpsTable"), "not-a-workbook", "WPS"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "unreadable-workbook", "损坏"),
        (b'<?xml version="1.0"?><data><case/></data>', "not-a-workbook", "XML"),
        (b'<?xml version="1.0"?><office:document><style:style/><table:table/>', "not-a-workbook", "XML"),
    ],
)
def test_what_is_no_table_is_refused_by_its_name(content: bytes, rule: str, found: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        recognise(content)
    assert refusal.value.rule == rule
    assert found in refusal.value.reason
    assert refusal.value.remedy
    assert refusal.value.keep
