"""Declarations → edits, each checked against its contract: what it names, and what may stand there."""

from __future__ import annotations

import polars as pl

from flows.corrections.declarations import BadDeclaration, Declared, column_named
from flows.corrections.edits import Edit, converted
from flows.steps.conform import record_key
from flows.tables.convert import POLARS_TYPES
from schemas import CONTRACTS
from schemas.base import Column, ContractSpec, Level


def edit_of(declared: Declared) -> Edit:
    """The edit that a declaration asks for; of a refund, what finds its receipt.

    Raises:
        BadDeclaration: the key is none of the contract, or a text is nothing that its column can hold.
    """
    entry, spec = declared.declaration, CONTRACTS[declared.declaration.contract]
    key = _key_texts(declared, spec)
    column = spec.columns[entry.column_name]
    told = entry.refund.amount if entry.refund else entry.value
    if told is not None:
        _read(column, told, declared)
    return Edit(
        contract=spec.name,
        record_key=_record_key(key, spec, declared),
        where=tuple(sorted(key.items())),
        column=column.name,
        expected=entry.expected,
        value=entry.value,
        accept=entry.accept,
    )


def _read(column: Column, text: str, declared: Declared) -> pl.Series:
    result = converted(column, text)
    faults = result.faults.filter(pl.col("level") == Level.REJECTION.value)
    if faults.height:
        shown = "" if column.is_personal else f"“{text}”"  # why a night failed is published
        raise BadDeclaration(f"{declared.where}:{shown}不能作为“{column.title}”:{faults['message'][0]}")
    return result.values


def _key_texts(declared: Declared, spec: ContractSpec) -> dict[str, str]:
    """The texts that name the record, by column."""
    key = declared.declaration.key
    if isinstance(key, str):
        first = spec.facts.key[0]
        if len(spec.facts.key) > 1 or not isinstance(first, str):
            parts = "、".join(part if isinstance(part, str) else "/".join(part) for part in spec.facts.key)
            raise BadDeclaration(f"{declared.where}:{spec.name} 的编号由几列组成,请把 key 逐列写明:{parts}")
        return {first: key}
    texts = {column_named(spec.name, name): text for name, text in key.items()}
    if unknown := sorted(texts.keys() - spec.columns.keys()):
        raise BadDeclaration(f"{declared.where}:key 里有 {spec.name} 没有的列:{'、'.join(unknown)}")
    return texts


def _record_key(texts: dict[str, str], spec: ContractSpec, declared: Declared) -> str:
    """The key as the rows of the contract have it."""
    values = {name: _read(spec.columns[name], text, declared) for name, text in texts.items()}
    blank = {name: pl.Series([None], dtype=POLARS_TYPES[column.kind]) for name, column in spec.columns.items()}
    key: str | None = pl.DataFrame(blank | values).select(record_key(spec)).item()
    if key is None:
        raise BadDeclaration(f"{declared.where}:key 不足以认出一条记录;请写全 {spec.facts.row_is} 的编号")
    return key
