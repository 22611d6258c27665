"""xlsx: one streaming look through the worksheet parts, before and beside calamine.

Two ways lead through a piece of a worksheet. Nearly every program writes `<c r="B7" s="1"><v>5</v></c>`; there a few fixed
patterns find the rare cells of interest at some 400 MB/s. A piece with any other spelling (a namespace prefix, single
quotes, no references) or with cells far out is walked cell by cell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flows.reading.frames import Mark
from flows.reading.limits import Limits, check_extent, too_large
from flows.reading.package import Package, refuse_document_type, relationships, xml_of
from flows.reading.scan import BookScan, SheetScan
from flows.reading.sheet import Merge

_WORKBOOK = "xl/workbook.xml"

# Up to column BZ and row 199,999 a sheet fits the default limit of cells; only what lies beyond is looked at one by one.
_NEAR_ROWS, _NEAR_COLUMNS = 199_999, 78
_UNUSUAL_CELL = re.compile(rb'<c(?:>|/|\s(?!r="[AB]?[A-Z]1?\d{1,5}"))')
_FORMULA_CELL = re.compile(rb'<c (r="[A-Z]+\d+"[^>]*)>(<f.*?)</c>', re.DOTALL)
# Numbers that fastexcel's nine decimals do not render at 15 significant digits.
_LONG_NUMBER = re.compile(rb"<v>(-?(?:\d{16}|\d{7,}\.|\d*\.\d{10}|[\d.]+[eE])[^<]*)</v>")
_ROW_OR_CELL = re.compile(
    rb"<(?:\w+:)?(?:(row)(?=[\s/>])([^>]*)>|c(?=[\s/>])([^>]*?)(/?)>(?(4)|(.*?)</(?:\w+:)?c\s*>))", re.DOTALL
)
_NUMBER = re.compile(rb"-?(?:\d{16}|\d{7,}\.|\d*\.\d{10}|[\d.]+[eE])")
_REFERENCE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)(\d*)")
_TYPE = re.compile(rb"\st\s*=\s*[\"'](\w+)")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<")
_MERGE = re.compile(rb"mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)")
_ROW_END = re.compile(rb"</(?:\w+:)?row\s*>")


def scan_ooxml(content: bytes, limits: Limits) -> BookScan:
    """Look through an xlsx workbook.

    Raises:
        FileRefused: beyond the limits, a document type, or the same part twice.
        zipfile.BadZipFile, lxml.etree.XMLSyntaxError: the package is damaged.
    """
    package = Package(content, limits)
    workbook = xml_of(package.small(_WORKBOOK))
    targets = relationships(package, _WORKBOOK)
    related = [targets.get(_related_id(sheet), ("", "")) for sheet in workbook.iter("{*}sheet")]
    parts = [part if kind == "worksheet" and part in package else None for kind, part in related]
    package.check_parts(but=frozenset(filter(None, parts)))
    properties = workbook.find("{*}workbookPr")
    return BookScan(
        tuple(_Scanner(limits).scan(package.chunks(part)) if part else None for part in parts),
        date_1904=properties is not None and properties.get("date1904") in ("1", "true", "on"),
    )


def _related_id(sheet: "object") -> str:
    return next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")  # type: ignore[attr-defined]
