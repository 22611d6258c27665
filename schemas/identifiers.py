"""Check digits of registration numbers and resident IDs, as expressions over whole columns.

python-stdnum (``cn.uscc``, ``cn.ric``) knows the same checksums one number at a time; the tests hold these against it.
"""

from __future__ import annotations

from functools import reduce
from operator import add

import polars as pl

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: without I, O, S, V, Z
_USCC_VALUES = {character: value for value, character in enumerate(_USCC_ALPHABET)}
_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_RESIDENT_ID_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))  # GB 11643-1999, ISO 7064 MOD 11-2
_RESIDENT_ID_CHECKS = dict(enumerate("10X98765432"))
_FIRST_BIRTH_YEAR, _LAST_BIRTH_YEAR = 1900, 2100


def is_uscc(column: pl.Expr) -> pl.Expr:
    """True for a unified social credit code with the right check character (GB 32100, mod 31), letters in either case.

    ``column``: String. Null stays null.
    """
    number = column.str.to_uppercase()
    values = (
        number.str.slice(place, 1).replace_strict(_USCC_VALUES, default=None, return_dtype=pl.Int32)
        for place in range(18)
    )
    # The check value completes the weighted sum to a multiple of 31, and weighs 1 itself.
    total = reduce(add, (value * weight for value, weight in zip(values, (*_USCC_WEIGHTS, 1), strict=True)))
    has_form = number.str.contains(f"^[{_USCC_ALPHABET}]{{18}}$")
    return pl.when(column.is_not_null()).then((has_form & (total % 31 == 0)).fill_null(False))


def is_resident_id(column: pl.Expr) -> pl.Expr:
    """True for a resident ID of 18 characters with the right check character (mod 11-2) and a real day of birth.

    The region is not checked: codes of counties that have been dissolved are on the cards of living people.
    ``column``: String, the X in either case. Null stays null.
    """
    number = column.str.to_uppercase()
    digits = (number.str.slice(place, 1).cast(pl.Int32, strict=False) for place in range(17))
    total = reduce(add, (digit * weight for digit, weight in zip(digits, _RESIDENT_ID_WEIGHTS, strict=True)))
    check = (total % 11).replace_strict(_RESIDENT_ID_CHECKS, default=None, return_dtype=pl.String)
    born_on = number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    is_born = born_on.dt.year().is_between(_FIRST_BIRTH_YEAR, _LAST_BIRTH_YEAR)
    has_form = number.str.contains("^[0-9]{17}[0-9X]$")
    is_right = has_form & (check == number.str.slice(17, 1)) & is_born
    return pl.when(column.is_not_null()).then(is_right.fill_null(False))
