"""Enforcement: who is tempted by what in a scenario's period, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from negsim import load, tipping
from negsim.errors import InvalidGame, NotApplicable, UnknownName
from negsim.studies.enforcement.shifting_power import largest_shift, shifting_power
from negsim.studies.enforcement.stage import enforcement

RIVER = """
title: Sharing a river
actors: {upper: {}, lower: {}}
parameters:
  greed: {value: 2, low: 0, high: 5, unit: points, assumption: for the test}
  patience: {value: 0.6, low: 0, high: 1, unit: 0-1, assumption: for the test}
  years: {value: 2, low: 1, high: 9, unit: years, assumption: for the test}
moves:
  dam: {actor: upper, levels: [none, small, large]}
  canal: {actor: upper, levels: [none, open]}
  wells: {actor: lower, levels: [few, many]}
payoffs:
  upper: 3 + greed*dam.small + canal.open + 4*dam.large - 2*wells
  lower: 3 - 2*dam.small - 5*dam.large - canal.open + 1*wells
forbidden: [dam.large and canal.open]
games:
  repeated:
    agreement: none / none / few
    punishment: small / open / many
    discount: {upper: patience, lower: 0.9}
    detection: 0.8
    lag: 2
    length: years
"""


@pytest.fixture
def river(tmp_path):
    place = tmp_path / "river.yaml"
    place.write_text(RIVER, encoding="utf-8")
    return load(place)


def test_the_most_tempting_violation_uses_all_own_moves_and_no_forbidden_outcome(river):
    found = enforcement(river)
    assert found.parties == ("upper", "lower")
    assert [found.outcomes[k] for k in found.violation[0]] == ["large / none / few", "none / none / many"]
    assert found.temptation.tolist() == [[4, 1]]
    assert found.loss.tolist() == [[-1, 2]]  # being punished is better than the agreement for the upper side
    assert found.minimal[0, 0] == np.inf and not found.holds[0]
    more = enforcement(river, {"greed": 3.5})
    assert more.outcomes[more.violation[0, 0]] == "small / open / few"


def test_what_is_written_is_what_is_used(river):
    found = enforcement(river)
    assert (found.detection[0, 0], found.lag[0, 0], found.length[0, 0]) == (0.8, 2, 2)
    assert found.discount.tolist() == [[0.6, 0.9]]
    least = found.minimal[0, 1]
    weight = 0.8 * least**2 * (1 + least) / (1 + 0.8 * least)  # of two periods of loss against one of gain
    assert weight * 2 == pytest.approx(1)


def test_values_may_be_arrays(river):
    found = enforcement(river, {"years": np.array([1.0, 2.0, 9.0]), "patience": 0.7})
    assert len(found) == 3 and found.kept.shape == (3, 2)
    assert found.discount[:, 0].tolist() == [0.7] * 3
    assert (np.diff(found.minimal[:, 1]) < 0).all()  # longer punishment, less patience
    one = [enforcement(river, {"years": years, "patience": 0.7}).minimal[0] for years in (1, 2, 9)]
    assert np.array_equal(found.minimal, one)


def test_a_threat_is_in_doubt_where_somebody_gains_by_dropping_it(river):
    assert enforcement(river).credible.tolist() == [False]  # a large dam is better for the upper side
    assert enforcement(river, punishment="large / none / many").credible.tolist() == [True]


def test_other_outcomes_can_be_tried(river):
    found = enforcement(river, agreement="none / none / many", punishment="large / none / many")
    assert found.agreement == "none / none / many" and found.temptation[0, 1] == -1
    assert found.minimal[0, 1] == 0 and found.keeps[0, 1]


def test_a_party_without_moves_has_nothing_to_violate(tmp_path):
    place = tmp_path / "watched.yaml"
    watched = RIVER.replace("lower: {}}", "lower: {}, town: {}}").replace(
        "\nforbidden", "\n  town: 1 - wells\nforbidden"
    )
    place.write_text(watched.replace("lower: 0.9", "lower: 0.9, town: 0.5"), encoding="utf-8")
    found = enforcement(place)
    assert found.parties[2] == "town" and found.violation[0, 2] == -1
    assert found.temptation[0, 2] == 0 == found.minimal[0, 2] and found.keeps[0, 2]


@pytest.mark.parametrize(
    ("given", "error", "told"),
    [
        ({"agreement": "none / none / fw"}, UnknownName, "the move 'wells' has no level 'fw'; did you mean 'few'"),
        ({"agreement": "none / few"}, UnknownName, "names 2 levels, and there are 3 moves"),
        ({"punishment": "large / open / few"}, InvalidGame, "forbidden"),
        ({"values": {"patience": 1.5}}, InvalidGame, r"games\.repeated\.discount lies between 0 and 1"),
        ({"values": {"years": 0}}, InvalidGame, "length of punishment is above 0"),
        ({"values": {"yeers": 2}}, UnknownName, "did you mean 'years'"),
    ],
)
def test_what_cannot_be_read_is_refused(river, given, error, told):
    with pytest.raises(error, match=told):
        enforcement(river, **given)


def test_scenarios_that_do_not_say_what_is_agreed():
    with pytest.raises(NotApplicable, match=r"Write games\.repeated"):
        enforcement("baseline_impasse")


SPELL = """
title: A spell of punishment
actors: {east: {}, west: {}}
parameters:
  noticed: {value: 0.7, low: 0, high: 1, unit: 0-1, assumption: for the test}
  patience: {value: 0.9, low: 0, high: 0.99, unit: 0-1, assumption: for the test}
moves:
  east_does: {actor: east, levels: [keep, violate]}
  west_does: {actor: west, levels: [keep, violate]}
payoffs:
  east: [[1, -2], [2, -1]]
  west: [[1, 2], [-2, -1]]
games:
  repeated:
    agreement: keep / keep
    punishment: violate / violate
    discount: patience
    detection: noticed
    length: 3
  stochastic:
    discount: patience
    turns: simultaneous
    state:
      left:
        name: Periods of punishment left
        levels: 4
        next:
          - {to: "where(left > 0, left - 1, 3)", probability: "where(left > 0, 1, noticed*(east_does or west_does))"}
          - {to: left}
    plans:
      spell: {east_does: left > 0, west_does: left > 0}
"""


def test_play_period_by_period_tips_at_the_least_discount_factor(tmp_path):
    """A spell of three periods, as a game over time whose plan is checked for gains from deviating once."""
    place = tmp_path / "spell.yaml"
    place.write_text(SPELL, encoding="utf-8")
    scenario = load(place)
    for noticed in (0.4, 0.7, 1.0):
        asked = scenario.with_values(noticed=noticed)
        (point,) = tipping(asked, "patience", form="stochastic", low=0)
        assert enforcement(asked).minimal == pytest.approx(point.value, abs=1e-8)
        assert point.direction == "starts" and point.outcome == "spell"


def test_any_shift_is_absorbed_where_war_is_worth_no_more_than_one_pie():
    assert largest_shift([0.85, 0.0, 0.2], discount=[0.9, 0.0, 0.0], cost=[1.0, 0.0, 0.5]).tolist() == [1, 1, 1]
    assert not shifting_power([0.85, 1.0], discount=0.9, cost=1.0).binds.any()
