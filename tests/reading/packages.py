"""Workbook files written by hand, part by part, with exactly the trap that a test needs."""

import io
import struct
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships"

# Positions in this list are the s="…" of cells: plain, 14, 31 (yyyy年m月d日 built in), 22, two formats of one's own.
_STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts>
<numFmt numFmtId="164" formatCode="[DBNum1][$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>
<numFmt numFmtId="165" formatCode="0.00_ ;[Red]\\-0.00\\ "/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>
<xf numFmtId="31"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>"""


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def worksheet(data: str, behind: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{behind}</worksheet>'


def row_of(*cells: str) -> str:
    """One row; "{r}" in a cell stands for its reference."""
    filled = (cell.replace("{r}", f"{chr(65 + column)}1") for column, cell in enumerate(cells))
    return f'<row r="1">{"".join(filled)}</row>'


def numbers(*values: str, style: int = 0) -> str:
    return row_of(*(f'<c r="{{r}}" s="{style}"><v>{value}</v></c>' for value in values))


def _relations(entries: list[tuple[str, str, str]]) -> str:
    listed = "".join(f'<Relationship Id="{i}" Type="{RELATION}/{kind}" Target="{to}"/>' for i, kind, to in entries)
    return f'<Relationships xmlns="{PACKAGE_RELATION}">{listed}</Relationships>'


def xlsx_parts(*sheets: str, shared: str = "", properties: str = "", state: str = "") -> dict[str, str | bytes]:
    """The parts of an xlsx file; a sheet is its sheetData, or a whole part that begins with the XML of one."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": _relations([("r1", "officeDocument", "xl/workbook.xml")]),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        "xl/styles.xml": _STYLES,
    }
    listed = "".join(f'<sheet name="s{n}" sheetId="{n}" {state} r:id="r{n}"/>' for n in range(1, len(sheets) + 1))
    head = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}">'
    parts["xl/workbook.xml"] = f"{head}{properties}<sheets>{listed}</sheets></workbook>"
    relations = [(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    relations += [("s", "sharedStrings", "sharedStrings.xml"), ("t", "styles", "styles.xml")]
    parts["xl/_rels/workbook.xml.rels"] = _relations(relations)
    for n, sheet in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{n}.xml"] = sheet if "worksheet" in sheet else worksheet(sheet)
    return parts


def xlsx(*sheets: str, shared: str = "", properties: str = "", state: str = "") -> bytes:
    return zipped(xlsx_parts(*sheets, shared=shared, properties=properties, state=state))


_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def ods(*tables: str, manifest: str = "<manifest/>") -> bytes:
    content = (
        f'<office:document-content xmlns:office="{_ODF}:office:1.0" xmlns:table="{_ODF}:table:1.0" '
        f'xmlns:text="{_ODF}:text:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        "<office:body><office:spreadsheet>"
        + "".join(f'<table:table table:name="t{n}">{table}</table:table>' for n, table in enumerate(tables, start=1))
        + "</office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest})


def _varint(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])


def record(kind: int, body: bytes = b"") -> bytes:
    """One record of an xlsb part ([MS-XLSB] 2.1.4)."""
    return _varint(kind) + _varint(len(body)) + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb_cell(column: int, value: float | str | bool) -> bytes:
    head = struct.pack("<II", column, 0)
    if isinstance(value, bool):
        return record(4, head + bytes([value]))
    if isinstance(value, str) and value.startswith("#"):
        return record(3, head + b"\x2a")
    if isinstance(value, str):
        return record(6, head + _wide(value))
    return record(5, head + struct.pack("<d", value))


def xlsb(rows: dict[int, list[bytes]], merges: list[tuple[int, int, int, int]], *, date_1904: bool = False) -> bytes:
    """One sheet; a merge is first row, last row, first column, last column, counted from 0."""
    data = b"".join(
        record(0, struct.pack("<IIHHBI", row, 0, 300, 0, 0, 0)) + b"".join(cells) for row, cells in rows.items()
    )
    merged = b"".join(record(176, struct.pack("<4I", *merge)) for merge in merges)
    sheet = record(129) + record(148, struct.pack("<4I", 0, 0, 0, 0)) + record(145) + data + record(146)
    sheet += record(177, struct.pack("<I", len(merges))) + merged + record(178) + record(130)
    book = record(131) + record(153, struct.pack("<II", int(date_1904), 0) + _wide("")) + record(143)
    book += record(156, struct.pack("<II", 0, 1) + _wide("r1") + _wide("案件")) + record(144) + record(132)
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/xl/workbook.bin" ContentType="{kind}"/></Types>',
            "_rels/.rels": _relations([("r1", "officeDocument", "xl/workbook.bin")]),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": _relations([("r1", "worksheet", "worksheets/sheet1.bin")]),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )
