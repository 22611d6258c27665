"""``map`` with several items worked on at once, in threads: for work in libraries that let other threads run."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(work: Callable[[Item], Result], items: Iterable[Item], threads: int) -> Iterator[Result]:
    """The results in the order of their items; what is raised is raised where ``map`` would have raised it.

    Args:
        threads: so many items at most are worked on, or done and not yet asked for.
    """
    if threads < 2:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(threads) as pool:
        begun: deque[Future[Result]] = deque()
        for future in _begun(pool, work, items):
            begun.append(future)
            if len(begun) == threads:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()


def _begun(pool: ThreadPoolExecutor, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Future[Result]]:
    """The work on each item; of an item that cannot be had, its failure in the place of a result."""
    try:
        for item in items:
            yield pool.submit(work, item)
    except Exception as failure:  # noqa: BLE001 (whoever asks for the result gets it)
        failed: Future[Result] = Future()
        failed.set_exception(failure)
        yield failed
