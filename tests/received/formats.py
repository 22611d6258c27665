"""Every format, under its own name and under others; every charset, told and mistold."""

from __future__ import annotations

import io
import zipfile

from tests.exports import table
from tests.reading.locking import locked_agile
from tests.reading.packages import MAIN, xlsx, xlsx_parts, zipped
from tests.received.catalogue import HEADING, payment, payments, received, usual
from tests.received.render import (
    Page,
    html_page,
    to_html,
    to_mhtml,
    to_ods,
    to_spreadsheetml,
    to_text,
    to_xls,
    to_xlsb,
    to_xlsx,
)

CHAPTER = "格式与编码"
PAGE = Page(payments())
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def inline(*rows: list[str], prefix: str = "", with_references: bool = True) -> str:
    """sheetData written by hand with inline text."""
    written = []
    for number, cells in enumerate(rows, 1):
        texts = []
        for at, text in enumerate(cells):
            place = f' r="{chr(65 + at)}{number}"' if with_references else ""
            texts.append(
                f'<{prefix}c{place} t="inlineStr"><{prefix}is><{prefix}t>{text}</{prefix}t></{prefix}is></{prefix}c>'
            )
        number_of_row = f' r="{number}"' if with_references else ""
        written.append(f"<{prefix}row{number_of_row}>{''.join(texts)}</{prefix}row>")
    return "".join(written)


TEXTS = [[str(cell) for cell in row] for row in payments()]


@received(CHAPTER, "缴款.xlsx", "Excel 工作簿", accepted=usual())
def plain_xlsx() -> bytes:
    return to_xlsx(PAGE)


@received(CHAPTER, "缴款_宏.xlsm", "带宏的工作簿；宏不运行", accepted=usual())
def xlsm() -> bytes:
    parts = xlsx_parts(inline(*TEXTS))
    types = str(parts["[Content_Types].xml"])
    macro = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    parts["[Content_Types].xml"] = types.replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", macro
    )
    return zipped(parts | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)})


@received(CHAPTER, "缴款_严格.xlsx", "Excel 另存的“严格 Open XML 电子表格”", accepted=usual())
def strict_xlsx() -> bytes:
    parts = xlsx_parts(inline(*TEXTS))
    return zipped(
        {
            name: str(part)
            .replace(MAIN, _STRICT)
            .replace("http://schemas.openxmlformats.org/officeDocument/2006/relationships", _STRICT_RELATION)
            for name, part in parts.items()
        }
    )


@received(CHAPTER, "缴款_带前缀.xlsx", "元素带前缀（x:row）的工作簿，某些程序库这样写", accepted=usual())
def prefixed_xlsx() -> bytes:
    data = inline(*TEXTS, prefix="x:")
    return xlsx(f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{data}</x:sheetData></x:worksheet>')


@received(CHAPTER, "缴款_无地址.xlsx", "单元格不写地址的工作簿，位置由先后决定", accepted=usual())
def xlsx_without_references() -> bytes:
    return xlsx(inline(*TEXTS, with_references=False))


@received(CHAPTER, "缴款_UTF16.xlsx", "工作表部件以 UTF-16 编码的工作簿", accepted=usual())
def xlsx_part_in_utf_16() -> bytes:
    data = f'<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="{MAIN}"><sheetData>{inline(*TEXTS)}</sheetData>'
    return zipped(xlsx_parts("") | {"xl/worksheets/sheet1.xml": f"{data}</worksheet>".encode("utf-16")})


@received(CHAPTER, "缴款_反斜杠.xlsx", "压缩包内路径用反斜杠、大小写不一的工作簿", accepted=usual())
def xlsx_with_backslashes() -> bytes:
    parts = xlsx_parts(inline(*TEXTS))
    odd = {name.replace("/", "\\").replace("sheet1", "Sheet1"): part for name, part in parts.items()}
    return zipped({"[Content_Types].xml": parts["[Content_Types].xml"]} | odd)


@received(CHAPTER, "缴款_流式.xlsx", "边写边压缩的工作簿（长度写在数据之后），Java 系统常见", accepted=usual())
def streamed_xlsx() -> bytes:
    class Pipe(io.RawIOBase):
        """Takes bytes and cannot go back, so that the lengths are written behind the data."""

        def __init__(self) -> None:
            self.pieces: list[bytes] = []

        def writable(self) -> bool:
            return True

        def write(self, piece: bytes) -> int:  # type: ignore[override]
            self.pieces.append(bytes(piece))
            return len(piece)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as package:  # type: ignore[arg-type]
        for name, part in xlsx_parts(inline(*TEXTS)).items():
            package.writestr(name, part)
    return b"".join(pipe.pieces)


@received(CHAPTER, "缴款_模块页.xlsx", "含旧式宏模块页（没有对应部件）的工作簿", accepted=usual(sheet="s1"))
def xlsx_with_a_module_sheet() -> bytes:
    parts = xlsx_parts(inline(*TEXTS))
    book = str(parts["xl/workbook.xml"]).replace("</sheets>", '<sheet name="Module1" sheetId="9" r:id=""/></sheets>')
    return zipped(parts | {"xl/workbook.xml": book})


@received(CHAPTER, "缴款.xls", "Excel 97-2003 工作簿", accepted=usual())
def plain_xls() -> bytes:
    return to_xls(PAGE)


@received(CHAPTER, "缴款.xlsb", "Excel 二进制工作簿", accepted=usual())
def plain_xlsb() -> bytes:
    return to_xlsb(PAGE)


@received(CHAPTER, "缴款.ods", "OpenDocument 电子表格", accepted=usual())
def plain_ods() -> bytes:
    return to_ods(PAGE)


@received(CHAPTER, "缴款_缩进.ods", "XML 分行缩进的 OpenDocument 电子表格", accepted=usual())
def indented_ods() -> bytes:
    with zipfile.ZipFile(io.BytesIO(to_ods(PAGE))) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    content = parts["content.xml"].replace("<table:", "\n  <table:").replace("</table:", "\n  </table:")
    return zipped(parts | {"content.xml": content})


@received(CHAPTER, "缴款_2003.xls", "Excel 2003 XML 表格，扩展名写成 .xls", accepted=usual())
def spreadsheetml_named_xls() -> bytes:
    return to_spreadsheetml(PAGE)


@received(CHAPTER, "缴款_2003.xlsx", "Excel 2003 XML 表格，扩展名写成 .xlsx", accepted=usual())
def spreadsheetml_named_xlsx() -> bytes:
    return to_spreadsheetml(Page([*payments(), [None, None, None, None]]))


@received(CHAPTER, "缴款_2003_UTF16.xls", "Excel 2003 XML 表格，UTF-16 编码", accepted=usual())
def spreadsheetml_in_utf_16() -> bytes:
    return to_spreadsheetml(PAGE, encoding="utf-16")


@received(CHAPTER, "缴款_2003_谎称.xls", "Excel 2003 XML 表格，自称 UTF-8，实为 GB18030", accepted=usual())
def spreadsheetml_lying() -> bytes:
    return to_spreadsheetml(PAGE, encoding="gb18030", claimed="utf-8")


@received(CHAPTER, "缴款_网页.xls", "HTML 表格，扩展名写成 .xls，UTF-8", accepted=usual(sheet="表1"))
def html_named_xls() -> bytes:
    return to_html(PAGE)


@received(CHAPTER, "缴款_网页_GBK.xls", "HTML 表格，自称 gb2312，用了 GBK 的字", accepted=usual(sheet="表1"))
def html_in_gbk() -> bytes:
    return to_html(PAGE, encoding="gb18030", claimed="gb2312")


@received(CHAPTER, "缴款_网页_谎称UTF8.xls", "HTML 表格，自称 UTF-8，实为 GB18030", accepted=usual(sheet="表1"))
def html_that_claims_utf_8() -> bytes:
    return to_html(PAGE, encoding="gb18030", claimed="utf-8")


@received(CHAPTER, "缴款_网页_谎称西文.xls", "HTML 表格，自称 iso-8859-1，实为 UTF-8", accepted=usual(sheet="表1"))
def html_that_claims_latin() -> bytes:
    return to_html(PAGE, claimed="iso-8859-1")


@received(CHAPTER, "缴款_网页_UTF16.xls", "HTML 表格，UTF-16 编码", accepted=usual(sheet="表1"))
def html_in_utf_16() -> bytes:
    return to_html(PAGE, encoding="utf-16", claimed="utf-8")


@received(CHAPTER, "缴款_网页_大写.xls", "HTML 表格，标签大写、不闭合、属性不加引号", accepted=usual(sheet="表1"))
def sloppy_html() -> bytes:
    rows = "".join("<TR>" + "".join(f"<TD align=center>{cell}" for cell in row) for row in TEXTS)
    return f"<HTML><BODY><TABLE BORDER=1>{rows}</TABLE>".encode("gb18030")


@received(
    CHAPTER, "缴款_网页_数值.xls", "HTML 表格，显示的是千分位，x:num 里存着原数", accepted={2: {"amount": "1234.50"}}
)
def html_with_stored_numbers() -> bytes:
    page = html_page(Page([list(HEADING), payment(1, amount="显示")]), claimed="utf-8")
    return page.replace("<td>显示</td>", '<td x:num="1234.5">1,235</td>').encode()


@received(CHAPTER, "缴款_单个网页.xls", "单个文件网页（MHTML），quoted-printable", accepted=usual(sheet="表1"))
def mhtml() -> bytes:
    return to_mhtml(PAGE)


@received(CHAPTER, "缴款_单个网页_base64.xls", "单个文件网页（MHTML），base64", accepted=usual(sheet="表1"))
def mhtml_in_base64() -> bytes:
    return to_mhtml(PAGE, transfer="base64")


@received(CHAPTER, "缴款_其实是xlsx.xls", "真正的 xlsx，扩展名写成 .xls", accepted=usual())
def xlsx_named_xls() -> bytes:
    return to_xlsx(Page([*payments(), [None]]))


@received(CHAPTER, "缴款_其实是xls.xlsx", "真正的 xls，扩展名写成 .xlsx", accepted=usual())
def xls_named_xlsx() -> bytes:
    return to_xls(Page(payments(), "缴款"))


@received(CHAPTER, "缴款_其实是xlsx.csv", "真正的 xlsx，扩展名写成 .csv", accepted=usual(sheet="缴款"))
def xlsx_named_csv() -> bytes:
    return to_xlsx(Page(payments(), "缴款"))


@received(CHAPTER, "缴款_没有扩展名", "真正的 xlsx，没有扩展名", accepted=usual(sheet="无名"))
def xlsx_without_an_ending() -> bytes:
    return to_xlsx(Page(payments(), "无名"))


@received(CHAPTER, "缴款_UTF8.csv", "CSV，UTF-8", accepted=usual(sheet="Sheet1"))
def csv_utf_8() -> bytes:
    return to_text(PAGE)


@received(CHAPTER, "缴款_UTF8BOM.csv", "CSV，UTF-8 带 BOM", accepted=usual(sheet="Sheet1"))
def csv_with_mark() -> bytes:
    return to_text(PAGE, encoding="utf-8-sig")


@received(CHAPTER, "缴款_GB18030.csv", "CSV，GB18030，含生僻字", accepted={2: {"case_no": "浙武㑇罚〔2023〕1"}})
def csv_in_gb18030() -> bytes:
    return to_text(Page([list(HEADING), ["P1", "浙武㑇罚〔2023〕1号", "2023-05-06", "200"]]), encoding="gb18030")


@received(CHAPTER, "缴款_Unicode文本.txt", "Excel 另存的“Unicode 文本”（UTF-16，制表符分隔）", accepted=usual())
def unicode_text() -> bytes:
    return to_text(PAGE, encoding="utf-16", separator="\t")


@received(CHAPTER, "缴款_UTF16BE.csv", "CSV，UTF-16 大端、无 BOM", accepted=usual())
def csv_in_utf_16_without_mark() -> bytes:
    return to_text(Page([*payments(), *[[f"X{n}" for n in range(4)]] * 0]), encoding="utf-16-be")


@received(CHAPTER, "缴款_制表符.xls", "制表符分隔的文本，扩展名写成 .xls，GB18030", accepted=usual())
def tsv_named_xls() -> bytes:
    return to_text(PAGE, encoding="gb18030", separator="\t")


@received(CHAPTER, "缴款_文本.xlsx", "逗号分隔的文本，扩展名写成 .xlsx", accepted=usual())
def csv_named_xlsx() -> bytes:
    return to_text(Page([*payments(), ["", "", "", ""]]))


@received(CHAPTER, "缴款_分号.csv", "首行 sep=; 的分号分隔文本；行号照 Excel 显示", accepted=usual())
def csv_with_announced_separator() -> bytes:
    return b"sep=;\r\n" + to_text(PAGE, separator=";")


@received(CHAPTER, "缴款_等号引号.csv", '用 ="0012" 防止变成数字的 CSV', accepted={2: {"record_key": "0012"}})
def csv_with_guards() -> bytes:
    return to_text(Page([list(HEADING), ['="0012"', "浙武交罚〔2023〕1号", "2023-05-06", "200"]]))


@received(
    CHAPTER,
    "缴款_引号换行.csv",
    "字段内有换行、逗号和引号的 CSV；行号照 Excel 显示",
    accepted={4: {"record_key": "P1"}},
)
def csv_with_breaks() -> bytes:
    title = ['标题"甲",\n第二行', "", "", ""]
    return to_text(Page([title, [""], list(HEADING), payment(1)]))


@received(CHAPTER, "缴款_末尾控制符.csv", "末尾带 0x1A（DOS 文件结束符）的 CSV", accepted=usual())
def csv_with_end_mark() -> bytes:
    return to_text(PAGE, encoding="gb18030") + b"\x1a"


@received(CHAPTER, "缴款_两种合同.ods", "一个 ods 里有两种业务表", accepted={("t1", 2): {}, ("t2", 2): {}})
def ods_of_two_contracts() -> bytes:
    return to_ods(Page(payments(1)), Page(table("complaints", {"complaint_no": "T1"})))


@received(
    CHAPTER,
    "缴款_加密.xlsx",
    "设有打开密码的 xlsx；登记密码后可读",
    refused="password-protected",
    says="打开密码",
    is_final=False,
    is_small=False,
)
def locked() -> bytes:
    return locked_agile(to_xlsx(PAGE), "密码")


@received(CHAPTER, "缴款_加密.xls", "设有打开密码的 xls；登记密码后可读", refused="password-protected", is_final=False)
def locked_biff() -> bytes:
    from tests.reading.locking import locked_xls

    return locked_xls(to_xls(PAGE), "密码")


@received(CHAPTER, "缴款_加密.ods", "设有打开密码的 ods", refused="password-protected", is_final=False)
def locked_opendocument() -> bytes:
    with zipfile.ZipFile(io.BytesIO(to_ods(PAGE))) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    return zipped(parts | {"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"})


@received(CHAPTER, "缴款_只读保护.xls", "只保护了工作簿结构的 xls，Excel 打开时不问密码", accepted=usual())
def silently_locked() -> bytes:
    from tests.reading.locking import locked_xls

    return locked_xls(to_xls(PAGE), "VelvetSweatshop")
