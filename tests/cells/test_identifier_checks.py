"""The check digits on columns against python-stdnum's, one by one, on thousands of random values."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl
from stdnum.cn import ric, uscc

from schemas.identifiers import is_resident_id, is_uscc

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
COUNT = 5_000


def over(values: Sequence[str | None], check: pl.Expr) -> list[bool | None]:
    frame = pl.DataFrame({"number": pl.Series(values, dtype=pl.String)})
    return frame.select(check.alias("is_right")).to_series().to_list()


def test_uscc_agrees_with_stdnum() -> None:
    pick = random.Random(1)
    stems = ["".join(pick.choices(USCC_ALPHABET, k=17)) for _ in range(COUNT)]
    checks = [uscc.calc_check_digit(stem) for stem in stems]
    assert all(over([stem + check for stem, check in zip(stems, checks, strict=True)], is_uscc(pl.col("number"))))
    ends = [pick.choice(USCC_ALPHABET) for _ in stems]
    found = over([stem + end for stem, end in zip(stems, ends, strict=True)], is_uscc(pl.col("number")))
    assert found == [end == check for end, check in zip(ends, checks, strict=True)]


def test_what_is_no_uscc() -> None:
    values = [
        "91110000600037341L",
        "91110000600037341l",
        "91110000600037341",
        "9111000060003734IL",
        "9111000060003734*L",
        "",
        None,
    ]
    assert over(values, is_uscc(pl.col("number"))) == [True, True, False, False, False, False, None]


def test_resident_id_agrees_with_stdnum() -> None:
    pick = random.Random(2)
    births = [date(1900, 1, 1) + timedelta(days=pick.randrange(60_000)) for _ in range(COUNT)]
    stems = [f"{pick.randrange(10**6):06}{birth:%Y%m%d}{pick.randrange(1000):03}" for birth in births]
    checks = [ric.calc_check_digit(stem + "?") for stem in stems]
    assert all(
        over([stem + check for stem, check in zip(stems, checks, strict=True)], is_resident_id(pl.col("number")))
    )
    ends = [pick.choice("0123456789X") for _ in stems]
    found = over([stem + end for stem, end in zip(stems, ends, strict=True)], is_resident_id(pl.col("number")))
    assert found == [end == check for end, check in zip(ends, checks, strict=True)]


def test_a_birth_date_must_be_real() -> None:
    stems = ["33072320230230001", "33072318991231001", "33072321010101001", "33072300000000001", "33072319000101001"]
    values = [stem + ric.calc_check_digit(stem + "?") for stem in stems]
    assert over(values, is_resident_id(pl.col("number"))) == [False, False, False, False, True]


def test_what_is_no_resident_id() -> None:
    stem = next(s for n in range(1000) if ric.calc_check_digit((s := f"11010119900101{n:03}") + "?") == "X")
    values: list[str | None] = [stem + "X", stem + "x", stem, "3307**********1234", "+" + stem[1:] + "X", None]
    assert over(values, is_resident_id(pl.col("number"))) == [True, True, False, False, False, None]
