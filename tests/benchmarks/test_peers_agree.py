"""The benchmark compares like with like: its peers compute the published figures from the same rows."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from benchmarks import agreement
from benchmarks.contenders import AS_OF, CALAMINE, HAND_TUNED, Contender
from benchmarks.data import Exports
from flows.published import Period, figures, published_database
from flows.sample.write import write_cases
from flows.sequence import Walk, night
from flows.settings import Settings
from flows.store.layout import Warehouse

ROWS = 300


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    folder = tmp_path_factory.mktemp("exports")
    write_cases(folder / "案件台账_2023年.xlsx", ROWS, seed=1)
    return Exports("a few rows", folder, ROWS)


@pytest.fixture(scope="module")
def published(exports: Exports, tmp_path_factory: pytest.TempPathFactory) -> agreement.Values:
    place = tmp_path_factory.mktemp("ours")
    settings = Settings(raw=exports.folder, warehouse=place / "warehouse", key_file=place / "key")
    night(settings, date.fromisoformat(AS_OF), Walk())
    with published_database(Warehouse(settings.warehouse)) as connection:
        return agreement.published_values(figures(connection, Period(2023)))


@pytest.mark.parametrize("peer", [HAND_TUNED, CALAMINE], ids=lambda peer: peer.name)
def test_a_peer_gives_the_published_figures(
    peer: Contender, exports: Exports, published: agreement.Values, tmp_path: Path
) -> None:
    subprocess.run(peer.command(exports, tmp_path), check=True)
    found = agreement.of_peer(tmp_path)

    assert agreement.differences(published, found) == []
    assert found["cases_filed"][0] > 100


def test_a_figure_that_differs_is_named(published: agreement.Values) -> None:
    count, bottom = published["cases_closed"]
    found = agreement.differences(published, published | {"cases_closed": (count + 1, bottom)})

    assert [line.partition(":")[0] for line in found] == ["cases_closed"]
