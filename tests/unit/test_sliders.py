"""Sliders in a notebook move parameters over their ranges, and hand the changed scenario on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negsim import load
from negsim.errors import NotApplicable, UnknownName
from negsim.views.sliders import sliders

pytest.importorskip("ipywidgets")


def test_each_slider_has_the_range_and_the_default_of_its_parameter():
    scenario = load("baseline_impasse")
    found = sliders(scenario, "audience_cost_R", "confidence_q", then=lambda changed: None)
    cost, confidence = found.children[:2]
    about = scenario.parameters["audience_cost_R"]
    assert (cost.min, cost.max, cost.value) == (about.low, about.high, about.value)
    assert confidence.description == "Confidence (Russia) (0-1)"


def test_what_follows_gets_the_values_of_the_sliders():
    seen = []
    found = sliders("baseline_impasse", "audience_cost_R", then=seen.append)
    found.children[0].value = 2.5
    found.update()
    assert seen[-1].parameters["audience_cost_R"].value == 2.5
    assert seen[-1].parameters["confidence_q"].value == 0.2


def test_every_parameter_with_a_range_slides_when_none_is_named():
    scenario = load("baseline_impasse")
    found = sliders(scenario, then=lambda changed: None)
    assert len(found.children) - 1 == len(scenario.parameters)


def test_a_parameter_that_is_not_there_is_told():
    with pytest.raises(UnknownName, match="audience_cost_R"):
        sliders("baseline_impasse", "audience_cost")


def test_a_range_of_no_width_is_told():
    scenario = load("baseline_impasse")
    fixed = replace(scenario.parameters["confidence_q"], low=0.2, high=0.2)
    narrow = replace(scenario, parameters={**scenario.parameters, "confidence_q": fixed})
    with pytest.raises(NotApplicable, match="confidence_q has no range"):
        sliders(narrow, "confidence_q")
