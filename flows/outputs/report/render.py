"""The report: a template filled with the published figures, or every reason why it cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from traceback import walk_tb
from typing import Any

import duckdb
from docx import Document
from docx.opc.part import Part
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.meta import find_undeclared_variables
from jinja2.nodes import Name
from lxml import etree

from flows.errors import FileRefused
from flows.outputs.fixed_package import with_fixed_times
from flows.outputs.report.charts import Chart
from flows.outputs.report.context import context
from flows.outputs.report.errors import ReportRefused, TemplateUnusable, Unsayable
from flows.outputs.report.figure import Remarks
from flows.outputs.report.language import Language, faults, nearest
from flows.outputs.report.marks import in_words, write_comments
from flows.outputs.report.pictures import Picture, make_room
from flows.outputs.report.places import TAG, ascii_typed, inside, is_table, places, torn, unclosed
from flows.published import Period
from flows.reading.limits import Limits
from flows.reading.package import Package
from flows.store.files import write_whole

TEMPLATE = Path(__file__).parent / "templates" / "法治政府建设年度报告.docx"
_LIMITS = Limits(expanded_bytes=200 << 20)
_COMPILED = "<template>"  # what Jinja calls the file of a template that has none
_IN_TEXT = re.compile(r"(<w:t(?: [^>]*)?>\s*)(\{\{.*?\}\})")
_TAGS_START = re.compile(r"(\{[\{%]-?)")


@dataclass(frozen=True)
class Report:
    """A filled document, and what has to be said aloud with it."""

    content: bytes
    remarks: Sequence[str]


def report(connection: duckdb.DuckDBPyConnection, template: Path, period: Period, organ: str) -> Report:
    """Fill a template with the figures of a period.

    Args:
        organ: the name of the bureau; 我局 where it is blank.

    Raises:
        TemplateUnusable: the template is no Word document.
        ReportRefused: placeholders that cannot be filled, with their places.
    """
    remarks = Remarks()
    filling = _Filling(_opened(template))
    names = context(connection, period, organ, remarks, filling.picture)
    filling.fill(names)
    written = BytesIO()
    filling.save(written)
    return Report(with_fixed_times(written), remarks.said)


def write_report(content: bytes, template: Path, path: Path) -> None:
    """Write the report; a file of that name is replaced as a whole, unless it is the template.

    Raises:
        TemplateUnusable: the name does not end in .docx, or is the template's own.
    """
    if path.suffix.lower() != ".docx":
        raise TemplateUnusable(f"“{path}”应以 .docx 结尾")
    if path.exists() and path.samefile(template):
        raise TemplateUnusable(f"“{path}”是模板本身;请换一个文件名")
    write_whole(path, content)


def _opened(path: Path) -> BytesIO:
    """The template's bytes, once it is known to be a Word document of reasonable size."""
    try:
        content = path.read_bytes()
        Package(content, _LIMITS)
        Document(BytesIO(content))
    except OSError:
        raise TemplateUnusable(f"读不出模板“{path}”;请检查路径和权限") from None
    except (FileRefused, ValueError, KeyError, etree.XMLSyntaxError):
        raise TemplateUnusable(f"“{path}”不是 Word 文档(.docx);请用 Word 或 WPS 打开后另存为 .docx") from None
    return BytesIO(content)


class _Filling(DocxTemplate):  # type: ignore[misc]
    """docxtpl with each placeholder on a line of its own, so that a line tells which one could not be filled."""

    def __init__(self, template: BytesIO) -> None:
        super().__init__(template)
        self._places = places(Document(template))
        self._problems: list[str] = []

    def fill(self, names: dict[str, Any]) -> None:
        """Fill every part of the document.

        Raises:
            ReportRefused: placeholders that cannot be filled.
        """
        self._problems = [f"{place}:{wrong}" for place in self._places if (wrong := torn(place))]
        if not self._problems:
            self.render(names, Language())
        if self._problems:
            raise ReportRefused(list(dict.fromkeys(self._problems)))
        make_room(self.docx)
        write_comments(self.docx)

    def picture(self, chart: Chart) -> Picture:
        """A chart in the part that is being filled."""
        return Picture(self.current_rendering_part, chart)

    def patch_xml(self, src_xml: str) -> str:
        """Placeholders put together again where Word has split them into runs, each at the start of a line."""
        whole = TAG.sub(lambda tag: ascii_typed(tag[0]), super().patch_xml(src_xml))
        placed = _IN_TEXT.sub(lambda found: found[1] + _in_place_of_its_paragraph(found[2]), whole)
        return _TAGS_START.sub(r"\1\n", super().patch_xml(placed))

    def render_xml_part(self, src_xml: str, part: Part, context: dict[str, Any], jinja_env: Language) -> str:
        """One part filled; placeholders that cannot be are noted, left out, and the rest is tried again."""
        source = src_xml
        while True:
            found = list(self._faults(source, context, jinja_env))
            if not found:
                try:
                    filled: str = super().render_xml_part(source, part, context, jinja_env)
                    return filled if part is self.docx.part else in_words(filled)
                except (Unsayable, UndefinedError, SecurityError, TypeError) as error:
                    found = [(_line_of(error), _told(error))]
            tags = {_tag_at(source, line) for line, _ in found}
            self._problems += [self._placed(_tag_at(source, line), message) for line, message in found]
            without = _without(source, tags)
            if without == source:
                return source  # nothing more can be learned of this part
            source = without

    def render_properties(self, context: dict[str, Any], jinja_env: Language | None = None) -> None:
        """The properties of the document stay as they are: they are no text of the report."""

    def _faults(self, source: str, names: dict[str, Any], language: Language) -> Iterator[tuple[int, str]]:
        """What can be said of a part without filling it: mistakes of writing, unknown names."""
        lined = re.sub(r"<w:p([ >])", r"\n<w:p\1", source)  # the lines as docxtpl makes them
        try:
            tree = language.parse(lined)
        except TemplateSyntaxError as error:
            yield error.lineno, _syntax(error)
            return
        if found := list(faults(tree)):
            yield from found
            return
        unknown = find_undeclared_variables(tree) - names.keys()
        for name in tree.find_all(Name):
            if name.name in unknown:
                yield name.lineno, f"没有名为“{name.name}”的指标{nearest(name.name, names)}"

    def _placed(self, tag: str, message: str) -> str:
        """A message with the paragraphs of a placeholder."""
        where = [place for place in self._places if any(inside(one) == tag for one in TAG.findall(place.text))]
        if not where and (open_place := unclosed(self._places)):
            where = [open_place]
        return f"{'、'.join(map(str, where)) or '模板'}:{message}"


def _in_place_of_its_paragraph(tag: str) -> str:
    """A table cannot stand in a paragraph; ``{{p`` is how docxtpl puts it in the place of one."""
    return f"{{{{p {inside(tag)} }}}}" if is_table(tag) else tag


def _line_of(error: BaseException) -> int:
    """The line of the template that an error comes from."""
    lines = [line for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename == _COMPILED]
    return lines[-1] if lines else 0


def _tag_at(source: str, line: int) -> str:
    """The placeholder that has a line, as :func:`inside` gives it; blank where the line has none."""
    lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", source).split("\n")
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    end = re.search(r"-?[}%]\}", text)
    return text[: end.start()].strip() if end else ""


def _without(source: str, tags: set[str]) -> str:
    """The source without these placeholders; directives stay, the blocks would not close."""
    return TAG.sub(lambda tag: "" if tag[0].startswith("{{") and inside(tag[0]) in tags else tag[0], source)


def _told(error: BaseException) -> str:
    match error:
        case Unsayable():
            return str(error)
        case SecurityError():
            return "这里不能当作函数使用"
        case TypeError():
            return "括号里写的内容不对,或写了不能这样用的东西"
    return "没有这个名字"


_SYNTAX = {
    "Unexpected end of template": "有 {% if %} 或 {% for %} 没有对应的 {% endif %} 或 {% endfor %}",
    "unknown tag": "不认识的指令;可以用 if、elif、else、endif、for、endfor",
}


def _syntax(error: TemplateSyntaxError) -> str:
    told = (told for start, told in _SYNTAX.items() if start in (error.message or ""))
    return next(told, "占位符写法有误,请检查括号、引号和点号")
