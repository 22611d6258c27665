"""Work done in threads gives what ``map`` gives, in its order, and raises what and where it raises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.in_order import in_order


class Broken(Exception):
    """Something that cannot be had."""


def told(results: Iterable[int]) -> list[int | str]:
    """The results, and what was raised behind them."""
    found: list[int | str] = []
    try:
        found.extend(results)
    except Broken as error:
        found.append(str(error))
    return found


def given_out(numbers: list[int], ends_at: int | None) -> Iterator[int]:
    for at, number in enumerate(numbers):
        if at == ends_at:
            raise Broken(f"no item {at}")
        yield number


def worker(fails_at: int | None) -> Callable[[int], int]:
    def work(number: int) -> int:
        if number == fails_at:
            raise Broken(f"no result of {number}")
        return number * 2

    return work


@given(
    st.lists(st.integers(0, 9), max_size=12),
    st.none() | st.integers(0, 11),
    st.none() | st.integers(0, 9),
    st.integers(1, 4),
)
def test_it_is_map(numbers: list[int], ends_at: int | None, fails_at: int | None, threads: int) -> None:
    expected = told(map(worker(fails_at), given_out(numbers, ends_at)))
    assert told(in_order(worker(fails_at), given_out(numbers, ends_at), threads)) == expected


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_no_more_is_begun_than_there_are_threads(threads: int) -> None:
    begun: list[int] = []

    def items() -> Iterator[int]:
        for number in range(9):
            begun.append(number)
            yield number

    for done, _ in enumerate(in_order(abs, items(), threads), 1):
        assert len(begun) < done + threads
