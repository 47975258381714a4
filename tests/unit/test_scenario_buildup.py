"""A build-up as pressure and as a signal: the shipped scenarios against thresholds and responses worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from negsim import load, solve, tipping

REPLIES = ("negotiate", "evacuate", "prepare")


@pytest.fixture(scope="module")
def thresholds():
    return load("buildup_two_thresholds")


@pytest.fixture(scope="module")
def signal():
    return load("buildup_signal")


def likeliest(scenario, **values) -> str:
    solution = solve(scenario, "extensive", values=values)
    tree, reach = solution.game.tree, solution.game.reach(solution.result)[0]
    return tree.outcomes[tree.outcome[int(np.argmax(reach[tree.terminals]))]]


# Talks from cost_talks / (relief * pressure) = 2/3 on, acceptance from (12 - .5) / (.5 * 1.5) = 46/3 on; for talks
# Russia builds up to 2 / .2 = 10.
@pytest.mark.parametrize(
    ("level", "outcome"),
    [
        (0.6, "leave / ignore"),
        (0.7, "build_up / talk"),
        (1, "build_up / talk"),
        (2, "build_up / talk"),
        (9.9, "build_up / talk"),
        (10.1, "leave / ignore"),
        (15.2, "leave / ignore"),
        (15.4, "build_up / accept"),
    ],
)
def test_pressure_has_two_thresholds_far_apart(thresholds, level, outcome):
    assert likeliest(thresholds, buildup_level=level) == outcome
    assert thresholds.measure("talks_from", {})[0, 0] == pytest.approx(2 / 3)
    assert thresholds.measure("acceptance_from", {})[0, 0] == pytest.approx(46 / 3)


def test_talks_begin_at_two_thirds_of_the_reported_size(thresholds):
    (point,) = tipping(thresholds, "buildup_level")
    assert (point.value, point.outcome, point.direction) == (pytest.approx(2 / 3), "build_up / talk", "starts")


@pytest.mark.parametrize(("preset", "worth"), [("trenin", 2.9), ("kortunov", 0.8)])
def test_whether_pressure_worked_depends_on_what_talks_are_worth(preset, worth):
    scenario = load("buildup_two_thresholds", overrides=(preset,))
    assert scenario.overrides[preset].disagreements == ("G12",)
    assert solve(scenario)[0].payoffs["russia"] == pytest.approx(worth)


def payoffs(planned: bool, built: bool, reply: str, mobilise: bool, level: float) -> tuple[float, float, float]:
    """(Russia, NATO, Ukraine) at the defaults of the signal, case by case."""
    attack = planned and built
    russia = {"negotiate": 3.0, "evacuate": 3.0 if planned else 4.0, "prepare": -2.0}[reply] - mobilise
    if built:
        russia += level * ((reply != "prepare") - 0.2 + 2 * planned)
    met = -6.0 if attack else 0.0 if planned else 3.0
    nato = {"negotiate": met, "evacuate": met + (1.5 if attack else -1.0), "prepare": -2.0}[reply]
    ukraine = -2.0 * mobilise - (reply == "evacuate")
    if attack:
        ukraine += -10 + 4 * mobilise + 2 * (reply == "prepare")
    return russia, nato, ukraine


def logit(values: np.ndarray) -> np.ndarray:
    scaled = np.exp(values - values.max())
    return scaled / scaled.sum()


@pytest.mark.parametrize(("prior", "level"), [(0.3, 1.0), (0.6, 1.0), (0.3, 2.0), (0.1, 0.0)])
def test_responses_are_logistic_in_payoffs_worked_out_by_hand(signal, prior, level):
    solution = solve(signal, "extensive", values={"prior_attack_type": prior, "buildup_level": level})
    assert solution.ok
    choices, weights = solution.game.choices, solution.result.weights[0]
    told = {
        (choices.player[part.start], choices.places[choices.place[part.start]]): weights[part]
        for part in choices.slices
    }
    build = {planned: told[0, f"after {'planned' if planned else 'security'}"][1] for planned in (False, True)}
    at = {True: "after build_up", False: "after leave"}
    reply, arms = ({built: told[player, place] for built, place in at.items()} for player in (1, 2))

    def expected(player: int, planned: bool, built: bool, each: str) -> float:
        return sum(arms[built][m] * payoffs(planned, built, each, bool(m), level)[player] for m in (0, 1))

    for planned in (False, True):
        worth = [sum(reply[b][k] * expected(0, planned, b, each) for k, each in enumerate(REPLIES)) for b in (0, 1)]
        assert build[planned] == pytest.approx(logit(np.array(worth))[1], abs=1e-9)
    for built in at:
        seen = [(1 - prior) * (build[False] if built else 1 - build[False])]
        seen.append(prior * (build[True] if built else 1 - build[True]))
        belief = np.array(seen) / sum(seen)
        worth = [sum(belief[p] * expected(1, bool(p), built, each) for p in (0, 1)) for each in REPLIES]
        assert reply[built] == pytest.approx(logit(np.array(worth)), abs=1e-9)
        own = [
            sum(
                belief[p] * q * payoffs(bool(p), built, each, m, level)[2]
                for p in (0, 1)
                for q, each in zip(reply[built], REPLIES, strict=True)
            )
            for m in (False, True)
        ]
        assert arms[built] == pytest.approx(logit(np.array(own)), abs=1e-9)


def test_a_larger_build_up_says_more_only_while_the_security_seeking_type_hesitates(signal):
    beliefs = []
    for level in (0.0, 0.5, 1.0, 1.5, 2.0):
        solution = solve(signal, "extensive", values={"buildup_level": level})
        choices, weights = solution.game.choices, solution.result.weights[0]
        told = {choices.places[choices.place[part.start]]: weights[part][1] for part in choices.slices}
        ratio = told["after planned"] / told["after security"]
        beliefs.append(0.3 * ratio / (0.3 * ratio + 0.7))
    assert np.sign(np.diff(beliefs)).tolist() == [1, 1, -1, -1]
    assert beliefs[0] < 0.3 < min(beliefs[1:])


@pytest.mark.parametrize(("prior", "forces"), [(0.1, "build_up"), (0.3, "build_up"), (0.45, "leave"), (0.6, "leave")])
def test_as_noise_vanishes_the_types_are_pooled(prior, forces):
    exact = load("buildup_signal", overrides=("exact",))
    solution = solve(exact, "extensive", values={"prior_attack_type": prior})
    assert solution.ok
    tree, reach = solution.game.tree, solution.game.reach(solution.result)[0]
    taken = [tree.outcomes[tree.outcome[k]].split(" / ")[1:] for k in np.flatnonzero(reach[tree.terminals] > 1e-6)]
    assert taken == [[forces, "negotiate", "wait"]] * 2
