"""What a file is, by its bytes and never by its extension."""

import io
import re
import zipfile
from enum import StrEnum

import olefile

from flows.errors import FileRefused
from flows.reading.refusals import protected

SAVE_AS_XLSX = "请用 Excel 或 WPS 打开后另存为 xlsx，再放入收件目录"
SEND_EXPORT = "请提交业务系统导出的表格，或把其中的表格另存为 xlsx 后提交"
UNPACK = "请解压缩后，把其中的表格文件放入收件目录"


class Format(StrEnum):
    """The formats that are read."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"
    SPREADSHEETML = "spreadsheetml"
    HTML = "html"
    MHTML = "mhtml"
    DELIMITED = "delimited"
    LOCKED = "locked"  # a workbook of OOXML behind a password


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "PDF 文件", SEND_EXPORT),
    (b"\x89PNG", "图片（PNG）", SEND_EXPORT),
    (b"\xff\xd8\xff", "图片（JPEG）", SEND_EXPORT),
    (b"GIF8", "图片（GIF）", SEND_EXPORT),
    (b"BM", "图片（BMP）", SEND_EXPORT),
    (b"II*\x00", "图片（TIFF）", SEND_EXPORT),
    (b"MM\x00*", "图片（TIFF）", SEND_EXPORT),
    (b"RIFF", "图片或音视频文件（RIFF）", SEND_EXPORT),
    (b"Rar!", "RAR 压缩包", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", UNPACK),
    (b"\x1f\x8b", "gzip 压缩包", UNPACK),
    (b"{\\rtf", "RTF 文档", SEND_EXPORT),
    (b"%!PS", "PostScript 文件", SEND_EXPORT),
    (b"MZ", "程序文件", SEND_EXPORT),
    (b"SQLite format 3\x00", "数据库文件（SQLite）", SEND_EXPORT),
    (b"\x09\x00\x04\x00", "Excel 2.x 工作簿", SAVE_AS_XLSX),
    (b"\x09\x02\x06\x00", "Excel 3.0 工作簿", SAVE_AS_XLSX),
    (b"\x09\x04\x06\x00", "Excel 4.0 工作簿", SAVE_AS_XLSX),
    (b"\x09\x08", "Excel 5.0/95 工作簿", SAVE_AS_XLSX),
)
# Content types of the main part of a workbook (ECMA-376 part 1, 12.3.23; [MS-XLSB] 2.1.7).
_XLSX_MAIN = re.compile(
    rb"spreadsheetml\.(?:sheet|template)\.main\+xml|ms-excel\.(?:sheet|template)\.macroEnabled\.main\+xml"
)
_XLSB_MAIN = b"ms-excel.sheet.binary.macroEnabled.main"
_ODS_MIMETYPES = (
    b"application/vnd.oasis.opendocument.spreadsheet",
    b"application/vnd.oasis.opendocument.spreadsheet-template",
)
_SPREADSHEETML = "urn:schemas-microsoft-com:office:spreadsheet"
_HEAD_BYTES = 64 << 10
_ENCRYPTED = 0x1  # of the flags of a member


def recognise(content: bytes) -> Format:
    """Tell the format of a file.

    Raises:
        FileRefused: the bytes are none of the formats that are read; the reason names what was found.
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe\x1a"):
        raise FileRefused("empty-file", "文件是空的，没有任何内容", "请重新导出后提交")
    if content.startswith(b"PK"):
        return _recognise_zip(content)
    if content.startswith(OLE):
        return _recognise_ole(content)
    text_format = _recognise_markup(text_head(content))
    if text_format:
        return text_format
    for signature, name, remedy in _FOREIGN:
        if content.startswith(signature) and not _is_plain_text(signature, content):
            raise FileRefused("not-a-workbook", f"文件是{name}，不是表格", remedy)
    return Format.DELIMITED


def text_head(content: bytes) -> str:
    """The beginning of a file as text in which at least the ASCII characters are right, whatever the charset."""
    head = content[:_HEAD_BYTES]
    encoding = utf_16_of(head)
    return head.decode(encoding or "latin-1", errors="replace").removeprefix("\ufeff").removeprefix("ï»¿").lstrip()


def utf_16_of(head: bytes) -> str | None:
    """The UTF-16 encoding that a byte-order mark or the pattern of NUL bytes tells, if any."""
    if head.startswith(b"\xff\xfe"):
        return "utf-16-le"
    if head.startswith(b"\xfe\xff"):
        return "utf-16-be"
    sample = head[:4096]
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if odd > 4 * even and odd * 8 > len(sample):
        return "utf-16-le"
    if even > 4 * odd and even * 8 > len(sample):
        return "utf-16-be"
    return None


def _is_plain_text(signature: bytes, content: bytes) -> bool:
    """A short signature of letters ("BM", "MZ") also begins honest text; a picture or program has NUL bytes early."""
    return signature.isalnum() and b"\x00" not in content[:512]


def _recognise_markup(head: str) -> Format | None:
    lowered = head.lower()
    if re.search(r"^(mime-version|content-type:\s*multipart/related)", lowered[:2048], re.MULTILINE):
        return Format.MHTML
    if not lowered.startswith("<"):
        return None
    if _SPREADSHEETML in lowered and re.search(r"<(\w+:)?workbook\b", lowered):
        return Format.SPREADSHEETML
    if re.search(r"<(html|table|body|head|meta|style|div|tr)[\s>/]", lowered):
        return Format.HTML
    if lowered.startswith("<?xml"):
        raise FileRefused("not-a-workbook", "文件是 XML 数据，但不是 Excel 的 XML 表格", SEND_EXPORT)
    return None


def _recognise_zip(content: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _recognise_package(archive)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise FileRefused("unreadable-workbook", "文件不完整或已损坏（压缩结构无法读取）", SAVE_AS_XLSX) from error


def _recognise_package(archive: zipfile.ZipFile) -> Format:
    names = set(archive.namelist())
    if "mimetype" in names and _start(archive, "mimetype").strip() in _ODS_MIMETYPES:
        return Format.ODS
    types = _start(archive, "[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if _XLSB_MAIN in types or "xl/workbook.bin" in names:
        return Format.XLSB
    if _XLSX_MAIN.search(types) or "xl/workbook.xml" in names:
        return Format.XLSX
    kinds = {"word/": "Word 文档", "ppt/": "PowerPoint 演示文稿", "content.xml": "OpenDocument 文档"}
    for beginning, kind in kinds.items():
        if any(name.startswith(beginning) for name in names):
            raise FileRefused("not-a-workbook", f"文件是 {kind}，不是表格", SEND_EXPORT)
    raise FileRefused("not-a-workbook", "文件是 ZIP 压缩包，其中没有工作簿", UNPACK)


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).flag_bits & _ENCRYPTED:
        raise protected()
    with archive.open(name) as part:
        return part.read(1 << 20)


def _recognise_ole(content: bytes) -> Format:
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            streams = {"/".join(path).lower() for path in container.listdir()}
    except Exception as error:  # olefile raises whatever a broken container leads it to
        raise FileRefused("unreadable-workbook", "文件不完整或已损坏（OLE 结构无法读取）", SAVE_AS_XLSX) from error
    if "encryptedpackage" in streams:
        return Format.LOCKED
    if streams & {"workbook", "book"}:
        return Format.XLS
    for stream, kind in {"worddocument": "Word 文档", "powerpoint document": "PowerPoint 演示文稿"}.items():
        if stream in streams:
            raise FileRefused("not-a-workbook", f"文件是 {kind}，不是表格", SEND_EXPORT)
    raise FileRefused(
        "not-a-workbook", "文件是 WPS 或其他程序的专有格式（如 .et），其中没有 Excel 工作簿", SAVE_AS_XLSX
    )
