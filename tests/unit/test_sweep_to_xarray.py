"""Sweeps as labelled arrays: each number stands where its labels say."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from negsim.errors import NegsimError
from negsim.solvers.base import Status
from negsim.studies.sweep import sweep

VARY = {"audience_cost_R": (0, 6, 4), "confidence_q": [0, 0.3, 0.5]}
MEASURES = ("payoff(russia)", "probability(impasse)")


@pytest.mark.parametrize("design", ["grid", "sobol"])
@pytest.mark.parametrize("overrides", [(), ("", "frolov")])
def test_each_number_stands_where_its_labels_say(design, overrides):
    vary = VARY if design == "grid" else list(VARY)
    found = sweep("baseline_impasse", vary=vary, design=design, n=8, overrides=overrides, measures=MEASURES)
    data = found.to_xarray()
    for k in range(len(found)):
        at = {name: column[k] for name, column in found.columns.items()} if design == "grid" else {"point": k}
        if design == "grid" and overrides:
            at["override"] = overrides[int(found.variant[k])]
        here = data.sel(at)
        assert int(here["equilibria"]) == found.equilibrium[k]
        assert int(here["count"]) == found.count[k]
        assert here["payoff"].sel(player="nato").item() == found.payoff[k, 1]
        assert here["status"].item() == Status.solved.name
        for text in MEASURES:
            assert here["lowest"].sel(measure=text).item() == found.measures[text].lowest[k]
            assert here["highest"].sel(measure=text).item() == found.measures[text].highest[k]
        for name, column in found.columns.items():
            assert here[name].item() == column[k]
        if overrides:
            assert here["override"].item() == overrides[int(found.variant[k])]
    assert data["equilibria"].attrs["labels"] == list(found.labels)
    assert data["audience_cost_R"].attrs["units"] == "points"
    assert data.attrs["hash"] == found.scenario.digest


def test_a_shard_keeps_the_numbers_of_its_points():
    part = sweep("baseline_impasse", vary=VARY, shard=(2, 2), chunk_bytes=5 * 144)
    data = part.to_xarray()
    assert data["point"].to_numpy().tolist() == part.point.tolist() == [5, 6, 7, 8, 9]
    assert data["confidence_q"].to_numpy().tolist() == part.columns["confidence_q"].tolist()


def test_bargaining_keeps_its_zone():
    found = sweep("baseline_impasse", "bargaining", vary={"audience_cost_R": (0, 6, 3)})
    data = found.to_xarray()
    assert np.array_equal(data["zone"], found.zone)
    assert np.array_equal(data["room"], found.room)


def test_without_xarray_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "xarray", None)
    found = sweep("baseline_impasse", vary={"audience_cost_R": [1]})
    with pytest.raises(NegsimError, match=r"pip install 'negsim\[xarray\]'"):
        found.to_xarray()
