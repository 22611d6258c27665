"""The contracts: what each export of the bureau's systems looks like and what is accepted of it.

One module a contract; the pandera model in it is the only place that knows a column: headings, kind, vocabulary,
rules, law.
"""

from collections.abc import Mapping
from types import MappingProxyType

from schemas import base, cases, coercions, complaints, declared, inspections, outreach, payments, permits, reviews
from schemas.base import ContractSpec

# The order of the spec: the three business systems first, then the ledgers, then what no system holds.
_MODULES = (cases, payments, permits, inspections, coercions, reviews, outreach, complaints, declared)

CONTRACTS: Mapping[str, ContractSpec] = MappingProxyType(
    {name: base.CONTRACTS[name] for name in (module.__name__.rpartition(".")[2] for module in _MODULES)}
)

__all__ = ["CONTRACTS", "ContractSpec"]
