"""Check digits of registration numbers and resident IDs, as expressions over whole columns.

python-stdnum (``cn.uscc``, ``cn.ric``) knows the same checksums one number at a time; the tests hold these against it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

_LENGTH = 18
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: without I, O, S, V, Z
_USCC_VALUES = np.array([max(_USCC_ALPHABET.find(chr(code)), 0) for code in range(128)])
# The check value completes the weighted sum to a multiple of 31, and weighs 1 itself.
_USCC_WEIGHTS = np.array([*(pow(3, place, 31) for place in range(17)), 1])
_RESIDENT_ID_WEIGHTS = np.array([pow(2, 17 - place, 11) for place in range(17)])  # GB 11643-1999, ISO 7064 MOD 11-2
_RESIDENT_ID_CHECKS = np.frombuffer(b"10X98765432", dtype=np.uint8)
_FIRST_BIRTH_YEAR, _LAST_BIRTH_YEAR = 1900, 2100


def is_uscc(column: pl.Expr) -> pl.Expr:
    """True for a unified social credit code with the right check character (GB 32100, mod 31), letters in either case.

    ``column``: String. Null stays null.
    """
    return column.map_batches(_are_uscc, return_dtype=pl.Boolean)


def is_resident_id(column: pl.Expr) -> pl.Expr:
    """True for a resident ID of 18 characters with the right check character (mod 11-2) and a real day of birth.

    The region is not checked: codes of counties that have been dissolved are on the cards of living people.
    ``column``: String, the X in either case. Null stays null.
    """
    return column.map_batches(_are_resident_ids, return_dtype=pl.Boolean)


def _are_uscc(column: pl.Series) -> pl.Series:
    numbers = column.str.to_uppercase()
    has_form = numbers.str.contains(f"^[{_USCC_ALPHABET}]{{{_LENGTH}}}$")
    totals = _USCC_VALUES[_characters(numbers.filter(has_form))] @ _USCC_WEIGHTS
    return _where(has_form, pl.Series(totals % 31 == 0))


def _are_resident_ids(column: pl.Series) -> pl.Series:
    numbers = column.str.to_uppercase()
    has_form = numbers.str.contains("^[0-9]{17}[0-9X]$")
    formed = numbers.filter(has_form)
    characters = _characters(formed)
    totals = (characters[:, :-1] - np.uint8(ord("0"))) @ _RESIDENT_ID_WEIGHTS
    born_on = formed.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    is_born = born_on.dt.year().is_between(_FIRST_BIRTH_YEAR, _LAST_BIRTH_YEAR).fill_null(False)
    return _where(has_form, is_born & pl.Series(_RESIDENT_ID_CHECKS[totals % 11] == characters[:, -1]))


def _characters(numbers: pl.Series) -> npt.NDArray[np.uint8]:
    """The characters of numbers of 18 ASCII characters each, a row a number."""
    return np.frombuffer("".join(numbers).encode(), dtype=np.uint8).reshape(-1, _LENGTH)


def _where(has_form: pl.Series, is_right: pl.Series) -> pl.Series:
    """Which numbers are right: of those that have the form (null for null), those that are said to be."""
    return has_form.clone().scatter(has_form.arg_true(), is_right)
