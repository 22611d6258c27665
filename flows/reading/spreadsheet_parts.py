"""The small parts of an xlsx package: the list of sheets, the date system, the styles that show numbers as dates."""

import posixpath
from dataclasses import dataclass

import numpy as np
from lxml import etree

from flows.reading.package import Package
from flows.reading.refusals import entities_declared, unreadable
from flows.reading.serial_dates import is_date_format
from flows.reading.sheet_data import Flags

WORKBOOK = "xl/workbook.xml"
STYLES = "xl/styles.xml"
SHARED_STRINGS = "xl/sharedStrings.xml"
NO_STYLES = np.zeros(1, dtype=np.bool_)
_HIDDEN = {"hidden", "veryHidden"}


@dataclass(frozen=True)
class SheetPart:
    """A sheet of the workbook; part is None for a chart, dialog or macro sheet, which holds no cells."""

    name: str
    part: str | None
    is_hidden: bool


@dataclass(frozen=True)
class Contents:
    """What xl/workbook.xml says."""

    sheets: tuple[SheetPart, ...]
    date_1904: bool


def read_contents(package: Package) -> Contents:
    """Read the list of sheets and the date system.

    Raises:
        FileRefused: a part is missing or no XML.
    """
    workbook = parse(package.read(WORKBOOK))
    targets = read_targets(package, "xl/_rels/workbook.xml.rels")
    sheets = []
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        identifier = next((str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")), None)
        if identifier == "":
            continue  # Excel 5 kept macros in sheets, which have no part any more
        if identifier not in targets:
            raise unreadable("工作表没有对应的部件")
        is_hidden = sheet.get("state") in _HIDDEN
        sheets.append(SheetPart(sheet.get("name", ""), targets[identifier], is_hidden))
    properties = workbook.find("{*}workbookPr")
    date_1904 = properties is not None and properties.get("date1904") in {"1", "true", "on"}
    return Contents(tuple(sheets), date_1904)


def read_targets(package: Package, relationships: str) -> dict[str, str | None]:
    """The part of every relationship of the workbook; None when it is no worksheet."""
    targets: dict[str, str | None] = {}
    for relation in parse(package.read(relationships)).iter("{*}Relationship"):
        is_worksheet = str(relation.get("Type", "")).endswith("/worksheet")
        target = posixpath.join("/xl", relation.get("Target", "").replace("\\", "/")).lstrip("/")
        targets[relation.get("Id", "")] = target if is_worksheet else None
    return targets


def parse(content: bytes) -> etree._Element:
    """Parse a small part without entities or network.

    Raises:
        FileRefused: no XML, or a document type.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise unreadable("部件不是完整的 XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise entities_declared()
    return root


def date_styles(content: bytes) -> Flags:
    """By the number of a cell's style, whether it shows numbers as dates or times.

    Raises:
        FileRefused: the part is no XML.
    """
    root = parse(content)
    own = {
        number_format.get("numFmtId", ""): number_format.get("formatCode", "")
        for number_format in root.iterfind("{*}numFmts/{*}numFmt")
    }
    formats = [cell_format.get("numFmtId", "") for cell_format in root.iterfind("{*}cellXfs/{*}xf")]
    return np.array([is_date_format(number, own.get(number)) for number in formats] or [False], dtype=np.bool_)
