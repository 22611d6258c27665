"""The rules of the contracts, and those that need other rows, the calendar or the day."""

from __future__ import annotations

from pathlib import Path

import duckdb

from flows.building.loading import create_filled, literal, union
from flows.building.models import Model, read_models
from schemas import CONTRACTS
from schemas.base import ContractSpec, Kind


def rule_findings(folder: Path) -> Model:
    """``staging.rule_findings``: what every rule file finds, with the rule's level and message."""
    return Model("staging.rule_findings", union(map(_findings, read_models("rules", folder).values())))


def _findings(rule: Model) -> str:
    level, name, message = (literal(rule.head[fact]) for fact in ("level", "rule", "message"))
    return (
        f'select {level} as level, contract, file_sha256, sheet, row, "column", value, '
        f"{name} as rule, {message} as message "
        f"from ({rule.select}) as found"
    )


def load_contract_facts(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """What SQL needs of the contracts: rules and their law, personal columns, the column that names a record."""
    create_filled(
        connection,
        "staging.rules",
        {"contract": "varchar", "rule": "varchar", "level": "varchar", "law": "varchar", "message": "varchar"},
        [*_contract_rules(), *_file_rules(folder)],
    )
    create_filled(
        connection,
        "staging.personal_columns",
        {"contract": "varchar", "column": "varchar"},
        [
            {"contract": spec.name, "column": column.name}
            for spec in CONTRACTS.values()
            for column in spec.columns.values()
            if column.is_personal
        ],
    )
    create_filled(
        connection,
        "staging.contract_keys",
        dict.fromkeys(("contract", "key_column", "key_title", "else_column", "else_title"), "varchar"),
        [
            {"contract": spec.name, "key_column": _key_column(spec), "key_title": _key_title(spec), **_key_else(spec)}
            for spec in CONTRACTS.values()
        ],
    )


def _key_else(spec: ContractSpec) -> dict[str, str]:
    """The same of a row that has no id of its own, where the contract knows it by other columns then."""
    names = spec.facts.key_else
    titles = "、".join(spec.columns[name].title for name in names)
    return {"else_column": names[0], "else_title": titles} if names else {}


def _key_column(spec: ContractSpec) -> str:
    """The column whose cell stands for a whole record: its id, or what it is known by where it has none."""
    first = spec.facts.key[0]
    ids = [column.name for column in spec.columns.values() if column.kind is Kind.ID]
    return ids[0] if ids else first if isinstance(first, str) else first[0]


def _key_title(spec: ContractSpec) -> str:
    """What a record is known by, in words; of the choices of a part the one that every row has."""
    names = [part if isinstance(part, str) else part[-1] for part in spec.facts.key] + list(spec.facts.item)
    return "、".join(spec.columns[name].title for name in names)


def _contract_rules() -> list[dict[str, str]]:
    return [
        {"contract": spec.name, "rule": rule.name, "level": rule.level.value, "law": rule.law, "message": rule.message}
        for spec in CONTRACTS.values()
        for rule in spec.rules.values()
    ]


def _file_rules(folder: Path) -> list[dict[str, str]]:
    """A rule file speaks of one contract: the one that its select names."""
    rules = []
    for model in read_models("rules", folder).values():
        head = {name: model.head[name] for name in ("rule", "level", "law", "message")}
        rules += [
            {"contract": contract, **head} for contract in CONTRACTS if f"'{contract}' as contract" in model.select
        ]
    return rules
