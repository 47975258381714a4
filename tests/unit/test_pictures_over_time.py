"""Pictures of scenarios that are played over time: what they show, and that they say what it means."""

from __future__ import annotations

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Text

from negsim.scenario.load import load
from negsim.studies.paths import paths
from negsim.studies.regimes.gists import MEANING
from negsim.studies.solve import solve
from negsim.studies.sweep import sweep
from negsim.views.drawing.canvas import INK
from negsim.views.drawing.state_map import state_map
from negsim.views.show import show, suited
from tests.ladder import LABEL


@pytest.mark.parametrize(
    ("name", "plot"),
    [
        ("missile_nondeployment", "game_tree"),
        ("countermeasures_ladder", "escalation_graph"),
        ("deadline_ultimatum", "outcome_shares"),
    ],
)
def test_a_scenario_over_time_has_a_picture_that_suits_it_and_bears_its_title(name, plot):
    scenario = load(name)
    solution = solve(scenario)
    assert [suited(scenario), suited(solution), suited(solution.game)] == [plot] * 3
    words = [text.get_text() for text in show(solution).findobj(Text)]
    assert scenario.title in words
    assert LABEL in "\n".join(words)


def test_a_state_that_play_comes_to_last_has_a_box():
    found = paths("shock_or_treatment")  # four stages of hard demands, then patient steps for good
    shown = state_map(found, 30, 0.005)
    assert shown.labels == ("none", "quarter", "half", "most", "full")
    assert shown.moves[-1] == (("russia", "treatment", 1.0),)
    assert shown.arrows[-1, -1] == pytest.approx(1)


def test_arrows_to_the_ends_of_play_look_as_the_key_says():
    figure = show(paths("deadline_ultimatum"), "escalation_graph")
    arrows = figure.findobj(FancyArrowPatch)
    dashed = [arrow for arrow in arrows if arrow.get_linestyle() != "-"]
    assert len(dashed) == 3
    assert {to_hex(arrow.get_edgecolor()) for arrow in dashed} == {INK}


def test_a_map_over_time_says_what_its_names_mean():
    found = sweep(
        "missile_nondeployment", vary={"military_value_deploy": (0, 6, 9), "counter_deployment_harm": (0, 8, 9)}
    )
    words = "\n".join(text.get_text() for text in show(found).findobj(Text))
    assert "deploy / zircon" in words
    assert MEANING["extensive"] in words
