"""Files that are damaged, hostile, or no tables at all: each is refused in words, or read as far as it is sound."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
import zlib

import xlwt

from tests.reading.packages import MAIN, ods, record, worksheet, xlsb, xlsb_cell, xlsx, xlsx_parts, zipped
from tests.reading.test_recognise import archive, compound_file
from tests.received.catalogue import HEADING, payment, payments, received, usual
from tests.received.formats import TEXTS, inline
from tests.received.render import (
    Page,
    html_page,
    to_html,
    to_ods,
    to_spreadsheetml,
    to_text,
    to_xls,
    to_xlsx,
)

CHAPTER = "损坏与恶意"
OTHER = "不是表格"
PAGE = Page(payments())
_NO_TABLE = {"refused": "not-a-workbook"}


# -- too large --------------------------------------------------------------------------------------------------------
def packed_zeros(size: int) -> bytes:
    """Deflated zeros, made a megabyte at a time."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    pieces = [packer.compress(bytes(1 << 20)) for _ in range(size >> 20)]
    return b"".join([*pieces, packer.flush()])


def with_part_of_zeros(name: str, size: int) -> bytes:
    """A package in which one part expands to so many zeros, written without expanding it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in xlsx_parts(inline(*TEXTS)).items():
            if part != name:
                package.writestr(part, content)
        package.writestr(name, b"")
    stored = packed_zeros(size)
    content = bytearray(buffer.getvalue())
    local = content.index(b"PK\x03\x04", content.index(name.encode()) - 30)
    central = content.index(b"PK\x01\x02", content.rindex(name.encode()) - 46)
    start = local + 30 + len(name)
    empty = struct.unpack_from("<I", content, local + 18)[0]
    struct.pack_into("<III", content, local + 14, 0, len(stored), size)
    struct.pack_into("<III", content, central + 16, 0, len(stored), size)
    moved = len(stored) - empty
    end = content.index(b"PK\x05\x06")
    struct.pack_into("<I", content, end + 16, struct.unpack_from("<I", content, end + 16)[0] + moved)
    return bytes(content[:start]) + stored + bytes(content[start + empty :])


@received(CHAPTER, "压缩炸弹.xlsx", "几百 KB 的文件解压后有一百多 MB（压缩炸弹）", refused="too-large", says="压缩比",
          is_small=False)  # fmt: skip
def zip_bomb() -> bytes:
    return with_part_of_zeros("xl/worksheets/sheet1.xml", 120 << 20)


@received(CHAPTER, "压缩炸弹_2GB.xlsx", "解压后超过上限的文件", refused="too-large", says="解压后", is_small=False)
def larger_zip_bomb() -> bytes:
    content = with_part_of_zeros("xl/media/image1.bmp", 8 << 20)
    return content.replace(struct.pack("<I", 8 << 20), struct.pack("<I", 2 << 30))


@received(CHAPTER, "一万个部件.xlsx", "压缩包里有一万多个部件", refused="too-large", says="部件", is_small=False)
def too_many_parts() -> bytes:
    return zipped(xlsx_parts(inline(*TEXTS)) | {f"xl/media/{number}": b"" for number in range(10_001)})


@received(CHAPTER, "重名部件.xlsx", "压缩包里有两个同名部件，内容不同", refused="unreadable-workbook", says="重名")
def doubled_part() -> bytes:
    parts = xlsx_parts(inline(*TEXTS))
    return zipped(parts | {"XL/worksheets/SHEET1.xml": worksheet(inline(*TEXTS[:2]))})


@received(CHAPTER, "谎报长度.xlsx", "部件的真实长度与目录所写不符", refused="unreadable-workbook", says="解压失败")
def size_that_lies() -> bytes:
    content = bytearray(xlsx(inline(*TEXTS)))
    name = b"xl/worksheets/sheet1.xml"
    central = content.rindex(name) - 46
    struct.pack_into("<I", content, central + 24, 10)
    return bytes(content)


# -- XML --------------------------------------------------------------------------------------------------------------
_BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
_OUTSIDE = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@received(CHAPTER, "实体炸弹.xlsx", "工作表里层层展开的 XML 实体（XML 炸弹）", refused="xml-entities", says="DOCTYPE")
def xml_bomb() -> bytes:
    part = worksheet(inline(*TEXTS).replace("P1", "&d;"))
    return xlsx(_BOMB + part)


@received(CHAPTER, "实体炸弹_字符串.xlsx", "共享字符串里的 XML 实体", refused="xml-entities")
def xml_bomb_in_strings() -> bytes:
    strings = f'{_BOMB}<sst xmlns="{MAIN}"><si><t>&d;</t></si></sst>'
    return zipped(xlsx_parts(inline(*TEXTS)) | {"xl/sharedStrings.xml": strings})


@received(CHAPTER, "外部实体.xlsx", "工作簿目录里引用本机文件的外部实体", refused="xml-entities")
def external_entity_in_workbook() -> bytes:
    parts = xlsx_parts(inline(*TEXTS))
    return zipped(parts | {"xl/workbook.xml": _OUTSIDE + str(parts["xl/workbook.xml"])})


@received(CHAPTER, "外部实体.xls", "Excel 2003 XML 里引用本机文件的外部实体", refused="xml-entities")
def external_entity_in_spreadsheetml() -> bytes:
    text = to_spreadsheetml(PAGE).decode().replace("P1", "&x;").replace("<Workbook", f"{_OUTSIDE}<Workbook", 1)
    return text.encode()


@received(CHAPTER, "外部实体.ods", "ods 里的 XML 实体", refused="xml-entities")
def entity_in_ods() -> bytes:
    with zipfile.ZipFile(io.BytesIO(to_ods(PAGE))) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    return zipped(parts | {"content.xml": _BOMB.encode() + bytes(parts["content.xml"])})  # type: ignore[arg-type]


@received(CHAPTER, "网页声明.xls", "正常网页的 DOCTYPE、脚本、图片、框架：不取、不运行", accepted=usual(sheet="表1"))
def page_with_everything() -> bytes:
    page = html_page(PAGE, claimed="utf-8")
    head = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://127.0.0.1:9/x.dtd">'
    more = (
        '<script src="http://127.0.0.1:9/x.js">alert(1)</script><img src="http://127.0.0.1:9/x.png"><iframe></iframe>'
    )
    return f"{head}{page.replace('</html>', more + '</html>')}".encode()


@received(CHAPTER, "嵌套过深.xlsx", "工作表 XML 嵌套一万层", refused="unreadable-workbook", says="嵌套")
def deep_xml() -> bytes:
    depth = 10_000
    return xlsx(worksheet(f'<row r="1"><c r="A1" t="inlineStr"><is>{"<r>" * depth}{"</r>" * depth}</is></c></row>')
                .replace("<worksheet", "<!-- x --><worksheet"))  # fmt: skip


@received(CHAPTER, "表中套表.xls", "网页里表格套表格一千层", refused="nested-too-deep", says="嵌套")
def deep_tables() -> bytes:
    return ("<html>" + "<table><tr><td>" * 1000 + "</td></tr></table>" * 1000 + "</html>").encode()


@received(CHAPTER, "嵌套过深.ods", "ods 的 XML 嵌套一千层", refused="unreadable-workbook", says="嵌套")
def deep_ods() -> bytes:
    return ods("<table:table-row>" * 1000 + "</table:table-row>" * 1000)


# -- cells beyond all bounds ------------------------------------------------------------------------------------------
@received(CHAPTER, "最后一格有值.xlsx", "XFD1048576 里有一个值：几 KB 的文件铺开有一百多亿格", refused="too-many-cells",
          says="2048 列")  # fmt: skip
def value_in_the_last_cell() -> bytes:
    return xlsx(inline(*TEXTS) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


@received(CHAPTER, "地址越界.xlsx", "单元格地址超出工作表（ZZZ9999999）", refused="too-many-cells")
def cell_beyond_the_sheet() -> bytes:
    return xlsx(inline(*TEXTS) + '<row r="9999999"><c r="ZZZ9999999"><v>1</v></c></row>')


@received(CHAPTER, "一百万空行.xlsx", "一百万行只设了格式、没有内容", accepted=usual(), is_small=False)
def a_million_styled_rows() -> bytes:
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(4, 1_000_004))
    return xlsx(inline(*TEXTS) + rows)


@received(CHAPTER, "范围谎大.xlsx", "文件自称范围 A1:XFD1048576，其实只有三行", accepted=usual())
def dimension_too_large() -> bytes:
    return xlsx(worksheet(inline(*TEXTS)).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'))


@received(CHAPTER, "范围谎小.xlsx", "文件自称范围 A1，其实有三行四列", accepted=usual())
def dimension_too_small() -> bytes:
    return xlsx(worksheet(inline(*TEXTS)).replace("<sheetData>", '<dimension ref="A1"/><sheetData>'))


@received(CHAPTER, "范围谎大.xls", "xls 自称范围有四十亿行", refused="too-many-cells", says="超过")
def lying_dimensions_of_xls() -> bytes:
    true = struct.pack("<HHIIHHH", 0x200, 14, 0, 3, 0, 4, 0)
    content = to_xls(PAGE)
    assert true in content
    return content.replace(true, struct.pack("<HHIIHHH", 0x200, 14, 0, 0xFFFFFFF0, 0, 0xFFFF, 0))


@received(CHAPTER, "重复炸弹.ods", "ods 里一格重复一百万行、一万六千列", refused="too-many-cells")
def repetition_bomb() -> bytes:
    cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
    return ods(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')


@received(CHAPTER, "跨度炸弹.xls", "网页里一格跨六万行、六万列", refused="too-many-cells")
def span_bomb() -> bytes:
    return to_html(PAGE).replace(b"<td>P1", b'<td rowspan="65534" colspan="65534">P1')


@received(CHAPTER, "序号越界.xls", "Excel 2003 XML 的行号写到二十亿", refused="too-many-cells")
def index_bomb() -> bytes:
    return to_spreadsheetml(PAGE).replace(b"<Row>", b'<Row ss:Index="2000000000">', 1)


@received(CHAPTER, "参差炸弹.csv", "一行十万列的文本", refused="too-many-cells")
def wide_text() -> bytes:
    return to_text(PAGE) + b"," * 100_000 + b"\r\n"


# -- damaged ----------------------------------------------------------------------------------------------------------
@received(CHAPTER, "截断.xlsx", "只传了一半的 xlsx", refused="unreadable-workbook", says="不完整")
def cut_xlsx() -> bytes:
    content = to_xlsx(PAGE)
    return content[: len(content) // 2]


@received(CHAPTER, "截断.xls", "只传了一半的 xls", refused="unreadable-workbook")
def cut_xls() -> bytes:
    content = to_xls(PAGE)
    return content[: len(content) // 2]


@received(CHAPTER, "截断_2003.xls", "只传了一半的 Excel 2003 XML", refused="unreadable-workbook")
def cut_spreadsheetml() -> bytes:
    content = to_spreadsheetml(PAGE)
    return content[: len(content) // 2]


@received(
    CHAPTER, "截断_网页.xls", "只传了一半的网页：缺了多少行无从知道，不采用", refused="unreadable-workbook", says="结尾"
)
def cut_html() -> bytes:
    content = to_html(PAGE)
    return content[: len(content) * 2 // 3]


@received(
    CHAPTER, "引号不配对.csv", "有一个引号没有配对的 CSV：后面的行分不开", refused="unclosed-quote", says="双引号"
)
def unclosed_quote() -> bytes:
    return to_text(Page(payments(4))).replace(b"200\r\nP2", b'"200\r\nP2')


@received(CHAPTER, "位翻转.xlsx", "压缩数据里坏了一位：校验和不符", refused="unreadable-workbook", says="解压失败")
def flipped_bit() -> bytes:
    content = bytearray(xlsx(inline(*TEXTS)))
    place = content.index(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml") + 20
    content[place] ^= 0x10
    return bytes(content)


@received(
    CHAPTER, "缺工作表部件.xlsx", "目录里有、压缩包里没有的工作表", refused="unreadable-workbook", says="缺少部件"
)
def part_missing() -> bytes:
    parts = xlsx_parts(inline(*TEXTS))
    del parts["xl/worksheets/sheet1.xml"]
    return zipped(parts)


@received(CHAPTER, "字符串越界.xlsx", "引用了不存在的共享字符串", refused="unreadable-workbook")
def string_out_of_range() -> bytes:
    return xlsx(inline(*TEXTS) + '<row r="4"><c r="A4" t="s"><v>99999</v></c></row>')


@received(
    CHAPTER,
    "记录不完整.xlsb",
    "一行的行号记录是空的：后面的行不知从哪里算起",
    refused="unreadable-workbook",
    says="不完整",
)
def empty_row_header() -> bytes:
    return xlsb({0: [xlsb_cell(0, "案号")], 1: [record(0), xlsb_cell(0, "浙武交罚〔2023〕1号")]}, [])


@received(CHAPTER, "没有工作表.xlsx", "一张工作表也没有的工作簿", refused="no-table")
def no_sheets() -> bytes:
    return xlsx()


@received(CHAPTER, "循环扇区.xls", "扇区链首尾相接的 xls", refused="unreadable-workbook", says="首尾相接")
def looping_sectors() -> bytes:
    content = bytearray(to_xls(PAGE))
    table = 512 * (1 + struct.unpack_from("<I", content, 76)[0])
    struct.pack_into("<4I", content, table, 1, 2, 3, 0)
    return bytes(content)


@received(CHAPTER, "谎报扇区.xls", "文件头自称有两亿个扇区的 xls", refused="unreadable-workbook")
def sectors_that_lie() -> bytes:
    content = bytearray(to_xls(PAGE))
    struct.pack_into("<I", content, 44, 0x0FFFFFFF)
    return bytes(content)


@received(CHAPTER, "扇区过大.xls", "文件头自称扇区有 1 GB 的 xls", refused="unreadable-workbook")
def sectors_too_large() -> bytes:
    content = bytearray(to_xls(PAGE))
    struct.pack_into("<H", content, 30, 30)
    return bytes(content)


@received(CHAPTER, "末列有值.xlsx", "最后一列（XFD）里有一个多余的值", refused="too-many-cells", says="2048 列")
def value_in_the_last_column() -> bytes:
    return xlsx(inline(*TEXTS) + '<row r="4"><c r="XFD4"><v>1</v></c></row>')


@received(CHAPTER, "地址乱写.xlsx", "单元格地址里混有别的字符", refused="unreadable-workbook", says="地址")
def broken_reference() -> bytes:
    return xlsx(inline(*TEXTS) + '<row r="4"><c r="!!A4"><v>1</v></c></row>')


@received(CHAPTER, "乱码.xlsx", "随机字节", refused="not-a-workbook", says="不是表格")
def rubbish() -> bytes:
    return random.Random(5).randbytes(3000)


@received(CHAPTER, "尾部多余.xlsx", "xlsx 之后多出一段字节", accepted=usual())
def trailing_bytes() -> bytes:
    return to_xlsx(Page([*payments(), [None] * 4])) + bytes(100)


@received(CHAPTER, "前面多余.xlsx", "xlsx 之前多出一段网页（下载程序写坏）", refused="not-a-workbook")
def leading_bytes() -> bytes:
    return b"\x00\x01HTTP/1.1 200 OK\r\n\r\n" + to_xlsx(PAGE)


@received(CHAPTER, "旧公式.xls", "混有旧版本公式记录的 xls：结果读不出，不当空白", refused="unreadable-workbook",
          says="公式")  # fmt: skip
def old_formula() -> bytes:
    book, buffer = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    sheet = book.add_sheet("明细")
    for row, cells in enumerate([list(HEADING), payment(1)[:3]]):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    sheet.write(1, 3, xlwt.Formula("100+100"))
    book.save(buffer)
    cell = struct.pack("<HH", 1, 3)
    at = buffer.getvalue().index(struct.pack("<H", 0x0006), 512)
    content = bytearray(buffer.getvalue())
    while content[at + 4 : at + 8] != cell:
        at = content.index(struct.pack("<H", 0x0006), at + 1)
    struct.pack_into("<H", content, at, 0x0406)
    return bytes(content)


# -- no tables --------------------------------------------------------------------------------------------------------
@received(OTHER, "空文件.xlsx", "0 字节", refused="empty-file", says="空的")
def empty() -> bytes:
    return b""


@received(OTHER, "只有BOM.csv", "只有 BOM 和空行", refused="empty-file")
def only_a_mark() -> bytes:
    return b"\xef\xbb\xbf\r\n\r\n"


@received(OTHER, "全是零.xls", "全是 0 字节（磁盘满时写出）", refused="empty-file")
def zeros() -> bytes:
    return bytes(8192)


@received(OTHER, "台账.et", "WPS 的 .et", refused="not-a-workbook", says="WPS")
def wps() -> bytes:
    return compound_file("WpsTable")


@received(OTHER, "台账.doc", "Word 97-2003 文档", says="Word", **_NO_TABLE)
def doc() -> bytes:
    return compound_file("WordDocument")


@received(OTHER, "台账.docx", "Word 文档", says="Word", **_NO_TABLE)
def docx() -> bytes:
    return archive("[Content_Types].xml", "word/document.xml")


@received(OTHER, "汇报.pptx", "PowerPoint 演示文稿", says="PowerPoint", **_NO_TABLE)
def pptx() -> bytes:
    return archive("[Content_Types].xml", "ppt/presentation.xml")


@received(OTHER, "文档.odt", "OpenDocument 文档", says="OpenDocument", **_NO_TABLE)
def odt() -> bytes:
    return archive("mimetype", "content.xml", mimetype=b"application/vnd.oasis.opendocument.text")


@received(OTHER, "扫描件.pdf", "PDF", says="PDF", **_NO_TABLE)
def pdf() -> bytes:
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"


@received(OTHER, "照片.jpg", "照片", says="图片", **_NO_TABLE)
def jpeg() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(100)


@received(OTHER, "截图.xlsx", "截图，扩展名写成 .xlsx", says="图片", **_NO_TABLE)
def png() -> bytes:
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(100)


@received(OTHER, "打包.zip", "装着表格的压缩包：请解压", says="ZIP", **_NO_TABLE)
def zip_of_workbooks() -> bytes:
    return zipped({"缴款.xlsx": to_xlsx(PAGE)})


@received(OTHER, "打包.rar", "RAR 压缩包", says="RAR", **_NO_TABLE)
def rar() -> bytes:
    return b"Rar!\x1a\x07\x01\x00" + bytes(50)


@received(OTHER, "打包.7z", "7z 压缩包", says="7z", **_NO_TABLE)
def seven_zip() -> bytes:
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(50)


@received(OTHER, "打包.gz", "gzip 压缩的 CSV", says="gzip", **_NO_TABLE)
def gzipped() -> bytes:
    return b"\x1f\x8b\x08\x00" + zlib.compress(to_text(PAGE))


@received(OTHER, "加密压缩.xlsx", "用 ZIP 密码加密的工作簿", refused="password-protected", is_final=False)
def zip_with_password() -> bytes:
    content = bytearray(to_xlsx(PAGE))
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(signature, at + 4)
    return bytes(content)


@received(OTHER, "登录页.xls", "登录过期：系统给的是登录页", refused="no-table", says="登录")
def login_page() -> bytes:
    return "<html><title>用户登录</title><body><form><input name=u></form></body></html>".encode()


@received(OTHER, "出错页.xls", "系统出错页，里面有表格但不是业务表", refused="no-table")
def error_page() -> bytes:
    return "<html><body><table><tr><td>500</td><td>内部错误</td></tr></table></body></html>".encode()


@received(OTHER, "另存网页.xls", "Excel 另存的网页，工作表在没有一起交来的文件夹里", refused="no-table",
          says="旁边的文件夹")  # fmt: skip
def frameset() -> bytes:
    source = '<x:WorksheetSource HRef="a.files/sheet001.htm"/>'
    sheet = f"<xml><x:ExcelWorksheet><x:Name>明细</x:Name>{source}</x:ExcelWorksheet></xml>"
    head = f"<head><!--[if gte mso 9]>{sheet}<![endif]--></head>"
    return f'<html xmlns:x="urn:schemas-microsoft-com:office:excel">{head}<frameset></frameset></html>'.encode()


@received(OTHER, "数据.xml", "别的 XML 数据", says="XML", **_NO_TABLE)
def other_xml() -> bytes:
    return '<?xml version="1.0" encoding="UTF-8"?><案件><案号>1</案号></案件>'.encode()


@received(OTHER, "数据.fods", "单文件 XML 的 OpenDocument", says="XML", **_NO_TABLE)
def flat_opendocument() -> bytes:
    return b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'


@received(OTHER, "数据.json", "JSON 数据", refused="no-table")
def json_data() -> bytes:
    return json.dumps({"data": [dict(zip(HEADING, payment(1), strict=True))]}, ensure_ascii=False).encode()


@received(OTHER, "程序.exe", "程序", says="程序", **_NO_TABLE)
def program() -> bytes:
    return b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)


@received(OTHER, "数据库.db", "SQLite 数据库", says="SQLite", **_NO_TABLE)
def database() -> bytes:
    return b"SQLite format 3\x00" + bytes(200)


@received(OTHER, "很旧.xls", "Excel 4.0 工作簿", says="Excel 4.0", **_NO_TABLE)
def excel_4() -> bytes:
    return b"\x09\x04\x06\x00\x00\x04\x10\x00" + bytes(100)


@received(OTHER, "西文.csv", "既不是 UTF-8 也不是 GB18030 的文本", says="UTF-8", **_NO_TABLE)
def latin() -> bytes:
    return b"n\xfamero,a\xf1o,\xff\xff\xff\r\n1,2,3\r\n"


@received(OTHER, "说明.txt", "一段文字", refused="no-table")
def prose() -> bytes:
    return "各位领导：\r\n本月数据见附件。\r\n".encode("gb18030")
