"""The small parts of an xlsx package: the list of sheets, the date system, date formats that calamine does not know."""

import posixpath
import re
from dataclasses import dataclass

from lxml import etree

from flows.reading.package import Package
from flows.reading.refusals import entities_declared, unreadable

WORKBOOK = "xl/workbook.xml"
STYLES = "xl/styles.xml"
SHARED_STRINGS = "xl/sharedStrings.xml"
# Number formats built into East Asian versions of Excel (ECMA-376 part 1, 18.8.30): 31 is yyyy年m月d日.
_EAST_ASIAN_DATES = {27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58}
_EAST_ASIAN_TIMES = {32, 33, 34, 35, 55, 56}
_DATE_AND_TIME, _TIME = "22", "20"  # the built-in formats that every reader knows
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


@dataclass(frozen=True)
class SheetPart:
    """A sheet of the workbook; part is None for a chart, dialog or macro sheet, which holds no cells."""

    name: str
    part: str | None


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
    drop_module_sheets(package)
    workbook = parse(package.read(WORKBOOK))
    targets = read_targets(package, "xl/_rels/workbook.xml.rels")
    sheets = []
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        identifier = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        if identifier not in targets:
            raise unreadable("工作表没有对应的部件")
        sheets.append(SheetPart(sheet.get("name", ""), targets[identifier]))
    properties = workbook.find("{*}workbookPr")
    date_1904 = properties is not None and properties.get("date1904") in {"1", "true", "on"}
    return Contents(tuple(sheets), date_1904)


def drop_module_sheets(package: Package) -> None:
    """Take out of the list what calamine stumbles over: Excel 5 kept macros in sheets, which have no part any more."""
    workbook = parse(package.read(WORKBOOK))
    modules = [
        sheet
        for sheet in workbook.iterfind("{*}sheets/{*}sheet")
        if [value for key, value in sheet.attrib.items() if str(key).endswith("}id")] == [""]
    ]
    for sheet in modules:
        sheet.getparent().remove(sheet)  # type: ignore[union-attr]
    if modules:
        package.replace({WORKBOOK: etree.tostring(workbook, encoding="UTF-8", xml_declaration=True)})


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


def readable_styles(content: bytes) -> bytes | None:
    """Styles in which dates of East Asian formats are dates for calamine too; None when nothing must change."""
    root = parse(content)
    own = {}
    is_changed = False
    for number_format in root.iterfind("{*}numFmts/{*}numFmt"):
        own[number_format.get("numFmtId")] = code = number_format.get("formatCode", "")
        if "[DBNum" in code and re.search("[ymdYMD]", _QUOTED.sub("", code)):
            number_format.set("formatCode", "yyyy-mm-dd hh:mm:ss")
            is_changed = True
    for cell_format in root.iterfind("{*}cellXfs/{*}xf"):
        identifier = cell_format.get("numFmtId", "")
        plain = None if identifier in own else _plain_format(identifier)
        if plain:
            cell_format.set("numFmtId", plain)
            is_changed = True
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) if is_changed else None


def _plain_format(identifier: str) -> str | None:
    number = int(identifier) if identifier.isdecimal() else 0
    if number in _EAST_ASIAN_DATES:
        return _DATE_AND_TIME
    return _TIME if number in _EAST_ASIAN_TIMES else None
