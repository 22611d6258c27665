"""SQL files as models: each file one select with a head of facts, run in the order that their references imply."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from graphlib import TopologicalSorter
from pathlib import Path
from types import MappingProxyType
from typing import Any

from flows.errors import EnfstatError

SQL = Path(__file__).resolve().parents[2] / "sql"

_HEAD = re.compile(r"\A\s*/\*(?P<head>.*?)\*/(?P<select>.*)\Z", re.DOTALL)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_TEXT = re.compile(r"'(?:[^']|'')*'")
_REFERENCE = re.compile(r"\b((?:shards|staging|core|records|previous)\.[a-z_]\w*)", re.IGNORECASE)


class BadModel(EnfstatError):
    """A file under sql/ that is not a head and a select."""


@dataclass(frozen=True)
class Model:
    """One select under a name such as ``core.cases``, with the facts of its head."""

    name: str
    select: str
    head: dict[str, Any] = field(default_factory=dict)
    is_view: bool = False

    @property
    def stem(self) -> str:
        """The name without its schema."""
        return self.name.partition(".")[2]

    @cached_property
    def references(self) -> frozenset[str]:
        """The tables and views that the select reads, by schema and name (a test holds this against sqlglot)."""
        bare = _TEXT.sub("''", _COMMENT.sub("", self.select))
        return frozenset(name.lower() for name in _REFERENCE.findall(bare)) - {self.name}


@cache
def read_models(schema: str, folder: Path) -> Mapping[str, Model]:
    """The models of one folder, by name. Read once a process: many parts of a build ask for the same ones.

    Raises:
        BadModel: a file without a head, or with one that is no TOML.
    """
    models = [read_model(schema, path) for path in sorted(folder.glob("*.sql"))]
    return MappingProxyType({model.name: model for model in models})


def read_model(schema: str, path: Path) -> Model:
    """One file: a block comment of TOML, then one select."""
    parts = _HEAD.match(path.read_text(encoding="utf-8"))
    if not parts:
        raise BadModel(f"{path}: 文件开头应是 /* TOML */ 说明,其后是一个 select")
    try:
        head = tomllib.loads(parts["head"])
    except tomllib.TOMLDecodeError as error:
        raise BadModel(f"{path}: 开头的说明不是合法的 TOML({error})") from error
    return Model(f"{schema}.{path.stem}", parts["select"].strip(), head)


def in_order(models: Iterable[Model]) -> list[Model]:
    """Models so that each comes after those it reads; what is equal in that, by name."""
    by_name = {model.name: model for model in models}
    graph = {name: sorted(by_name[name].references & by_name.keys()) for name in sorted(by_name)}
    return [by_name[name] for name in TopologicalSorter(graph).static_order()]
