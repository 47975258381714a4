"""Which table to sit at, and how far a measure goes: trees against their closed forms by separate code."""

from __future__ import annotations

import math

import pytest

from negsim import load, solve
from negsim.studies.predicted import predicted

TABLES = {"bilateral": 2, "eu": 27, "nato": 30, "osce": 57}


def likely(name, values):
    scenario = load(name)
    found = predicted(scenario, solve(scenario, values=values), values)
    return scenario.outcome_label(int(found.likeliest[0])).split(" / ")


def best_table(weeks=4.0, spoilers=0.2, stake=10.0, share=0.4, failure=4.0):
    """The table of the largest expected payoff: settled where ready in time, lost to spoilers in part."""

    def worth(parties):
        ready = 1 - math.exp(-6 / parties * weeks)
        return ready * stake * share * (1 - spoilers * (1 - parties / 57)) - failure * (1 - ready)

    return max(TABLES, key=lambda table: worth(TABLES[table]))


@pytest.mark.parametrize(
    ("weeks", "spoilers", "expected"),
    [
        (4, 0.2, "bilateral"),
        (9.2, 0.5, "bilateral"),
        (9.4, 0.5, "eu"),
        (15, 0.5, "nato"),
        (19, 0.5, "osce"),
        (26, 0.0, "bilateral"),
        (26, 0.26, "osce"),
    ],
)
def test_the_table_is_the_one_of_the_largest_expected_payoff(weeks, spoilers, expected):
    assert best_table(weeks, spoilers) == expected
    found = likely("forum_choice", {"deadline_weeks": float(weeks), "spoiler_strength": spoilers})
    assert found[0] == expected


@pytest.mark.parametrize("reaction", [0.0, 0.24, 0.26, 0.74, 0.76, 1.0, 1.26, 1.74, 1.76, 2.0])
def test_who_foresees_the_answer_goes_to_the_level_that_the_closed_form_says(reaction):
    """(4 - 2 r) m - m * m / 2 is greatest at the whole number nearest to 4 - 2 r."""
    levels = ["none", "first", "second", "third", "fourth"]
    best = max(range(5), key=lambda m: (4 - 2 * reaction) * m - m * m / 2)
    assert best == round(4 - 2 * reaction)
    assert likely("provocation_or_response", {"reaction_slope_W": reaction})[0] == levels[best]
