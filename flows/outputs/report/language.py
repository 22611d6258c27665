"""The language of the placeholders: Jinja, shut in. It looks things up, compares, chooses and repeats; nothing else.

A template comes from people. It reaches no file, no attribute of Python and no function but those it is given, and it
cannot calculate: a number that is printed is a figure, never something worked out in a template.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from types import FunctionType
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from flows.outputs.report.errors import Unsayable

_ALLOWED = (
    *(nodes.Template, nodes.TemplateData, nodes.Output, nodes.If, nodes.For),
    *(nodes.Name, nodes.Const, nodes.List, nodes.Tuple, nodes.Getattr, nodes.Getitem, nodes.Call, nodes.Keyword),
    *(nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
)
_LOOP = ("index", "first", "last", "length")
_NEAR = 3
_RESEMBLANCE = 0.4  # of Chinese titles, short as they are


class Sayable:
    """Something that a placeholder names. What may be asked of it is what :meth:`say` answers."""

    def say(self, name: str) -> object:
        """What stands behind a dot and this name.

        Raises:
            Unsayable: there is nothing of that name, or it has no value.
        """
        raise NotImplementedError


class Language(ImmutableSandboxedEnvironment):
    """Jinja without filters, tests, globals or files, where attributes are those of :class:`Sayable`."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_printable)
        for words in (self.filters, self.tests, self.globals):
            words.clear()

    def getattr(self, obj: Any, attribute: str) -> Any:
        """``obj.attribute``."""
        if isinstance(obj, Sayable):
            return obj.say(attribute)
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        raise Unsayable(f"这里不能用“.{attribute}”")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """``obj["name"]``: the same."""
        return self.getattr(obj, str(argument))

    def is_safe_callable(self, obj: Any) -> bool:
        """Only the functions of the context: nothing else that is callable can be reached."""
        return isinstance(obj, FunctionType)


def faults(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """What the language does not have, with the lines."""
    for node in tree.find_all(nodes.Node):
        if type(node) not in _ALLOWED:
            yield node.lineno, _fault(node)


def nearest(name: str, names: Any) -> str:
    """The names that resemble one, as the end of a message; blank where none does."""
    near = get_close_matches(name, list(names), n=_NEAR, cutoff=_RESEMBLANCE)
    return f";相近的有:{'、'.join(near)}" if near else ""


def _fault(node: nodes.Node) -> str:
    match node:
        case nodes.Filter() | nodes.Test() | nodes.FilterBlock():
            return "占位符里不能用过滤器(“|”)和 is"
        case nodes.BinExpr() | nodes.UnaryExpr():
            return "占位符里不能计算;增减请用 .增减、.同比,金额换算请用 .万元、.元"
    return "占位符里只能写指标、函数、if 和 for"


def _printable(value: Any) -> Any:
    """What may be printed: text, whole numbers, and what knows how to write itself into the document."""
    if isinstance(value, Sayable) and type(value).__str__ is not object.__str__:
        return str(value)
    if isinstance(value, str) or type(value) is int or hasattr(value, "__html__"):
        return value
    raise Unsayable("这一项不能直接印出,只能用在 if 或 for 里")
