"""What every contract is made of: typed columns that know their headings, and rules that know their law.

A contract is a pandera model. Whatever else the project has to know of a column (heading aliases, kind, vocabulary,
whether it is personal) travels in the field's metadata, so that the model stays the only place that knows a column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from typing import Annotated, Any, TypeVar

import polars as pl

from schemas.pandera_polars import PolarsData, pa

Text = str
Day = pl.Date
Yuan = Annotated[pl.Decimal, 18, 2]
Whole = pl.Int64
Exact = Annotated[pl.Decimal, 24, 6]
Flag = bool
Names = Annotated[pl.List, pl.String()]


class Kind(StrEnum):
    """How a cell of the column is read (spec: exports, "Columns")."""

    TEXT = "text"
    ID = "id"
    DATE = "date"
    MONEY = "money"
    INT = "int"
    BOOL = "bool"
    ENUM = "enum"
    SET = "set"
    NUMBER = "number"
    PERIOD = "period"


class Need(StrEnum):
    """What the absence of a value does: nothing, rejects the row, or refuses the table."""

    OPTIONAL = ""
    ROW = "*"
    TABLE = "!"
    BOTH = "!*"


class Level(StrEnum):
    """What a rule does to the row that breaks it."""

    REJECTION = "rejection"
    WARNING = "warning"


@dataclass(frozen=True)
class Vocabulary:
    """The values of an enum with their synonyms.

    ``is_open``: a value that is not known is kept as written, counted under 未识别 and warned about, not rejected.
    ``blank_as``: the canonical value that a blank cell stands for.
    """

    synonyms: Mapping[str, tuple[str, ...]]
    is_open: bool = False
    blank_as: str | None = None

    @property
    def canonical(self) -> dict[str, str]:
        """Every known spelling with the canonical value it stands for."""
        spellings = {synonym: value for value, synonyms in self.synonyms.items() for synonym in synonyms}
        return spellings | {value: value for value in self.synonyms}


@dataclass(frozen=True)
class Column:
    """What the project knows of one column beyond its pandera type.

    ``headings`` are in the order in which they win when several of them stand in one table.
    ``description`` is one Chinese clause: meaning, unit, what blank means.
    ``is_document_no``: compared as the number of a document is (brackets, 第, 字, 号).
    ``item_kind``: the kind of the values of a set. ``legal_blanks``: spellings of blank that are a value here.
    ``remedy``: what to do about a value that cannot be read, where the usual advice is not enough.
    """

    name: str
    kind: Kind
    headings: tuple[str, ...]
    description: str
    need: Need = Need.OPTIONAL
    is_personal: bool = False
    is_document_no: bool = False
    vocabulary: Vocabulary | None = None
    item_kind: Kind = Kind.TEXT
    legal_blanks: frozenset[str] = frozenset()
    remedy: str = ""

    @property
    def refuses_table(self) -> bool:
        """A table without this column is refused (``!`` in the spec)."""
        return self.need in (Need.TABLE, Need.BOTH)

    @property
    def rejects_row(self) -> bool:
        """A row without this value is rejected (``*`` in the spec)."""
        return self.need in (Need.ROW, Need.BOTH)

    @property
    def title(self) -> str:
        """The Chinese title: the first heading."""
        return self.headings[0]


@dataclass(frozen=True)
class Rule:
    """A rule on a row: what it looks at, what it says, and where it stands in law.

    ``columns`` are the columns it needs: in a file that lacks one of them, or in a row where one of them could not be
    read, it is not applied. ``marks`` is the column whose cell a finding points at. ``message`` says what is wrong and
    what to do.
    """

    name: str
    level: Level
    columns: tuple[str, ...]
    marks: str
    message: str
    law: str = ""


@dataclass(frozen=True)
class Facts:
    """What the project knows of a contract beyond its columns.

    ``key``: the columns of the business key; a nested tuple means the first of them that is filled.
    ``item``: columns that tell several items of one key apart (the items of a receipt).
    ``lines``: columns in which the item lines of one record may differ (检查事项 of a visit).
    ``key_else``: the columns of the key of a row in which ``key`` is blank.
    ``dates``: the columns whose dates say which months a file covers.
    ``dated_by``: where a row has but one of ``dates``, the column that decides, and for each of its values the date.
    """

    name: str
    title: str
    row_is: str
    source: str
    key: tuple[str | tuple[str, ...], ...]
    dates: tuple[str, ...]
    item: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    key_else: tuple[str, ...] = ()
    dated_by: tuple[str, Mapping[str, str]] | None = None


class Contract(pa.DataFrameModel):
    """Base of the contracts: nothing is coerced, every column is there, in any order."""

    class Config:
        coerce = False
        strict = False

    @pa.dataframe_check(error="一条或几条规则不符", n_failure_cases=1)
    def every_rule_holds(cls: type[Contract], data: PolarsData) -> pl.LazyFrame:
        """All rules are one check: of each check pandera makes some computations, however few the rows.

        Only the first failure is rendered: which rules a row breaks is told by :meth:`ContractSpec.broken`.
        """
        return data.lazyframe.select(pl.all_horizontal(pl.repeat(True, pl.len()), *_rules_hold(cls)))


ALL_RULES = Contract.every_rule_holds.__name__
"""What pandera calls this check. (A name given to it would be that of the first contract's alone.)"""


def _rules_hold(model: type[Contract]) -> list[pl.Expr]:
    """For each rule, under its name, whether a row keeps it."""
    return [member(model) for member in _rules(model).values()]


def _rules(model: type[Contract]) -> dict[str, Any]:
    """The rules of a model by name, those of its base classes included."""
    members = (member for base in reversed(model.__mro__) for member in vars(base).values())
    return {member.rule_facts.name: member for member in members if hasattr(member, "rule_facts")}


@dataclass(frozen=True)
class ContractSpec:
    """A contract ready for use: its facts, its pandera model, its columns and rules by name."""

    facts: Facts
    model: type[Contract]
    columns: Mapping[str, Column] = field(repr=False)
    rules: Mapping[str, Rule] = field(repr=False)

    @property
    def name(self) -> str:
        """The contract's name, as in ``cases``."""
        return self.facts.name

    def broken(self, rows: pl.DataFrame) -> dict[str, pl.Series]:
        """The rules that some row breaks, by name, each with the indexes of these rows."""
        kept = rows.select(_rules_hold(self.model))
        return {holds.name: (~holds).arg_true() for holds in kept if not holds.all()}


ModelT = TypeVar("ModelT", bound=type[Contract])
CONTRACTS: dict[str, ContractSpec] = {}


def contract(facts: Facts) -> Callable[[ModelT], ModelT]:
    """Register a model as the contract that ``facts`` describe."""

    def register(model: ModelT) -> ModelT:
        CONTRACTS[facts.name] = ContractSpec(facts, model, _columns_of(model), _rules_of(model))
        return model

    return register


def _columns_of(model: type[Contract]) -> dict[str, Column]:
    """The columns in the model's order, each under its name; inherited ones last (pandera has them first)."""
    fields = model.to_schema().columns
    names = sorted(fields, key=lambda name: name not in vars(model)["__annotations__"])
    return {name: Column(name=name, **(fields[name].metadata or {})["column"]) for name in names}


def _rules_of(model: type[Contract]) -> dict[str, Rule]:
    return {name: member.rule_facts for name, member in _rules(model).items()}


def column(
    kind: Kind,
    *headings: str,
    description: str,
    need: Need = Need.OPTIONAL,
    is_personal: bool = False,
    is_document_no: bool = False,
    vocabulary: Vocabulary | None = None,
    item_kind: Kind = Kind.TEXT,
    legal_blanks: frozenset[str] = frozenset(),
    remedy: str = "",
) -> Any:
    """A field of a contract; what the arguments mean is said at ``Column``."""
    facts = {
        "kind": kind,
        "headings": headings,
        "description": description,
        "need": need,
        "is_personal": is_personal,
        "is_document_no": is_document_no,
        "vocabulary": vocabulary,
        "item_kind": item_kind,
        "legal_blanks": legal_blanks,
        "remedy": remedy,
    }
    is_nullable = need not in (Need.ROW, Need.BOTH)
    return pa.Field(nullable=is_nullable, title=headings[0], description=description, metadata={"column": facts})


def rule(
    name: str, *columns: str, message: str, level: Level = Level.REJECTION, marks: str | None = None, law: str = ""
) -> Callable[[Callable[[Any], pl.Expr]], Any]:
    """A rule on a row, written as an expression that is true where the row is right; null counts as right."""
    facts = Rule(name, level, columns, marks or columns[-1], message, law)

    def wrap(expression: Callable[[Any], pl.Expr]) -> Any:
        @wraps(expression)
        def holds(cls: type[Contract]) -> pl.Expr:
            return expression(cls).fill_null(True).alias(name)

        holds.rule_facts = facts  # type: ignore[attr-defined]
        return holds

    return wrap
