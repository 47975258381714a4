"""Work on many points together: parted only as far as it has to be, and never inside a block unless all of it fails."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.errors import InvalidGame
from negsim.studies.batches import batches


def parted(bad, size, grain=1):
    """The batches of work that fails wherever one of the bad points is among them, and how often it was tried."""
    tries = []

    def work(values):
        points = values["t"].tolist()
        tries.append(points)
        if not bad.isdisjoint(points):
            raise InvalidGame(f"{sorted(bad.intersection(points))}")
        return points

    return list(batches(work, {"t": np.arange(size)}, 0, size, grain)), tries


@pytest.mark.parametrize("grain", [1, 4, 8])
@pytest.mark.parametrize("bad", [set(), {0}, {5}, {19}, {3, 4, 11}, set(range(20))])
def test_every_point_is_in_one_batch_and_only_those_that_fail_are_alone(bad, grain):
    found, _ = parted(bad, 20, grain)
    assert [point for batch in found for point in range(batch.start, batch.stop)] == list(range(20))
    for batch in found:
        points = list(range(batch.start, batch.stop))
        assert (batch.found is None) == (batch.fault is not None) == (not bad.isdisjoint(points))
        assert batch.found in (None, points)
        assert batch.fault is None or len(points) == 1


@pytest.mark.parametrize("grain", [4, 8])
def test_blocks_stay_whole_unless_one_of_their_own_points_fails(grain):
    bad = {9}
    for size in (12, 20, 40):
        found, _ = parted(bad, size, grain)
        spoilt = range(9 // grain * grain, 9 // grain * grain + grain)
        for batch in found:
            inside = batch.start in spoilt
            assert inside == (batch.stop - batch.start == 1)
            assert batch.start % grain == 0 or inside


def test_one_failure_among_many_costs_few_tries():
    _, tries = parted({700}, 1024)
    assert len(tries) <= 2 * 10 + 1
