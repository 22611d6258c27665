"""The files of declared corrections → declarations: YAML read as text, each entry checked, each fault named by line.

Every value is the text of a cell, never a number or a date of YAML's: ``0012`` stays a number of a document, ``1e5``
is no amount, and what a cell may look like (``5,000元``, 2023年5月6日) may stand here too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from flows.errors import EnfstatError
from flows.tables.headings import columns_by_heading, read_heading
from schemas import CONTRACTS
from schemas.base import Level

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # scalars as they are written, nothing but text
_REFUNDED = "payments"
_MOST_NESTED = 8  # a list of entries, each with at most one mapping in it, is three deep
_WRONG = {
    "missing": "缺少这一项",
    "extra_forbidden": "不认识的项",
    "string_too_short": "不能空白",
}


class BadDeclaration(EnfstatError):
    """A file of declared corrections, or one entry of it, that cannot be used as it is written."""


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise ValueError(f"“{text}”不是 YYYY-MM-DD 形式的日期") from None


Day = Annotated[date, BeforeValidator(_read_day)]  # pydantic alone would take 20241231 for seconds since 1970


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Refund(_Entry):
    """Money of a receipt that was given back, counted on its own day."""

    on: Day
    amount: str = Field(min_length=1)


class Declaration(_Entry):
    """One entry of a file: what is wrong, what is right, who says so and until when.

    Attributes:
        key: what names the record: the text of its key, or of its columns where the key has several.
        column, expected, value: the cell, what is expected there, and what is right.
        accept: the rule that rejects the row although it is right.
        refund: what was given back of a receipt; ``expected`` is the receipt's amount.
        until: the last day on which it applies.
    """

    contract: str
    key: str | dict[str, str]
    column: str | None = None
    expected: str | None = None
    value: str | None = None
    accept: str | None = None
    refund: Refund | None = None
    reason: str = Field(min_length=1)
    approved_by: str = Field(min_length=1)
    until: Day

    @field_validator("contract")
    @classmethod
    def _known_contract(cls, name: str) -> str:
        titles = {spec.facts.title: name for name, spec in CONTRACTS.items()}
        if name not in CONTRACTS and name not in titles:
            raise ValueError(f"不认识的数据种类“{name}”;可用的有 {'、'.join(CONTRACTS)}")
        return titles.get(name, name)

    @model_validator(mode="after")
    def _one_thing(self) -> Declaration:
        match self.value, self.accept, self.refund:
            case str(), None, None:
                self._check_value()
            case None, str(rule), None:
                self._check_accept(rule)
            case None, None, Refund():
                self._check_refund()
            case _:
                raise ValueError("value(更正为)、accept(认可的规则)、refund(退款)三项里必须且只能有一项")
        return self

    def _check_value(self) -> None:
        if self.column is None or self.expected is None:
            raise ValueError("更正一个值要写明 column(哪一列)和 expected(那里现在是什么,空白写作 '')")
        if self.column_name not in CONTRACTS[self.contract].columns:
            raise ValueError(f"{self.contract} 没有“{self.column}”这一列;请用列名(如 fine)或表头(如 罚款金额)")

    def _check_accept(self, accepted: str) -> None:
        rules = CONTRACTS[self.contract].rules
        if accepted not in rules or rules[accepted].level is not Level.REJECTION:
            can = "、".join(name for name, rule in rules.items() if rule.level is Level.REJECTION) or "(没有)"
            raise ValueError(f"“{accepted}”不是可以认可的规则;{self.contract} 可以认可的有 {can}")
        if self.column is not None:
            raise ValueError("认可一行(accept)不写 column:规则针对哪一列,规则自己知道")

    def _check_refund(self) -> None:
        if self.contract != _REFUNDED:
            raise ValueError(f"退款(refund)只用于 {_REFUNDED}")
        if self.expected is None or self.column is not None:
            raise ValueError("退款要写明 expected(票据原来的金额),不写 column")

    @property
    def column_name(self) -> str:
        """The column by its name; a heading will do as well. That of a rule is the one that it marks."""
        if self.accept is not None:
            return CONTRACTS[self.contract].rules[self.accept].marks
        return "amount" if self.refund else column_named(self.contract, self.column or "")


class Declared(BaseModel):
    """A declaration and where it stands: the path as it is shown, the sha256 of the file, the line."""

    model_config = ConfigDict(frozen=True)

    path: str
    sha256: str
    line: int
    declaration: Declaration

    @property
    def where(self) -> str:
        """The place as a person finds it."""
        return f"{self.path} 第 {self.line} 行"


def column_named(contract: str, name: str) -> str:
    """The column of a contract that a name or heading stands for; the name itself where none does."""
    if name in CONTRACTS[contract].columns:
        return name
    column, _ = columns_by_heading(contract).get(read_heading(name).name, (name, 0))
    return column


def read_declarations(archived: Path, path: str, sha256: str) -> list[Declared]:
    """The declarations of one file, in its order.

    Raises:
        BadDeclaration: it is no list of entries, or one of them is not as it must be; with the line, in Chinese.
    """
    return [
        Declared(path=path, sha256=sha256, line=line, declaration=_entry(facts, f"{path} 第 {line} 行"))
        for line, facts in _entries(archived.read_bytes(), path)
    ]


def _entries(content: bytes, path: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The entries of the list with the line on which each begins."""
    try:
        text = content.decode("utf-8-sig")
        _refuse_depth(text, path)
        loader = _Loader(text)
        node = loader.get_single_node()
        for entry in _listed(node, path):
            yield entry.start_mark.line + 1, _facts(loader, entry, path)
    except UnicodeDecodeError:
        raise BadDeclaration(f"{path} 不是 UTF-8 编码;请用记事本另存为 UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" 第 {mark.line + 1} 行" if mark else ""
        raise BadDeclaration(f"{path}{line} 不是合法的 YAML;含有 : # [ ] {{ }} 的文字请加引号") from None


def _refuse_depth(text: str, path: str) -> None:
    """Nesting that no declaration has; composing it would take the stack of the process, and so the process."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MOST_NESTED:
            raise BadDeclaration(f"{path} 不是合法的 YAML:层层嵌套,不像一条申报")


def _listed(node: Any, path: str) -> list[Any]:
    """The nodes of the entries; a file of comments alone has none."""
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise BadDeclaration(f"{path} 应是一份清单,每条以“- ”开头")
    return list(node.value)


def _facts(loader: Any, entry: Any, path: str) -> dict[str, Any]:
    line = entry.start_mark.line + 1
    if not isinstance(entry, yaml.MappingNode):
        raise BadDeclaration(f"{path} 第 {line} 行 应写成“项: 内容”")
    names = [name.value for name, _ in entry.value]
    if twice := sorted({str(name) for name in names if names.count(name) > 1}):
        raise BadDeclaration(f"{path} 第 {line} 行 同一项写了两次:{'、'.join(twice)}")
    facts: dict[str, Any] = loader.construct_object(entry, deep=True)
    return facts


def _entry(facts: dict[str, Any], where: str) -> Declaration:
    try:
        return Declaration.model_validate(facts)
    except ValidationError as error:
        faults = dict.fromkeys(_in_words(fault) for fault in error.errors())  # each form of a key has its own
        raise BadDeclaration(f"{where}:{';'.join(faults)}") from None


def _in_words(fault: Any) -> str:
    """One fault of an entry, in Chinese."""
    parts = fault["loc"][: 2 if fault["loc"][:1] == ("refund",) else 1]  # what follows names pydantic's own types
    place = ".".join(map(str, parts))
    if fault["type"] == "value_error":
        return f"{place} {fault['ctx']['error']}".strip()
    return f"{place} {_WRONG.get(fault['type'], '应是一段文字,或“列名: 内容”')}"
