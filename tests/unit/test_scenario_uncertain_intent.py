"""Demands of uncertain intent: the shipped scenario against equilibria enumerated from the published payoffs."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from negsim import game, load, solve

# Payoffs as published with the case: security-seeking type, attack-planning type (step back costs k), and NATO.
SECURITY = {
    ("hard", "negotiate"): 4,
    ("hard", "prepare"): -1,
    ("moderate", "negotiate"): 3,
    ("moderate", "prepare"): -2,
}
PREPARED = -2
DEMANDS, REPLIES = ("hard", "moderate"), ("negotiate", "prepare")


def planned(cost: float) -> dict[tuple[str, str], float]:
    return {
        ("hard", "negotiate"): 3,
        ("hard", "prepare"): 1,
        ("moderate", "negotiate"): 3 - cost,
        ("moderate", "prepare"): -cost,
    }


def equilibria(prior: float, cost: float, meant: float = 3) -> set[tuple[str, str, str, str]]:
    """(demand if security-seeking, demand if planning, reply to hard, reply to moderate), from the definition.

    On the path beliefs follow Bayes' rule; off it every reply is best for some belief (negotiate if surely security-
    seeking, prepare if surely planning), so none is excluded.
    """
    found = set()
    types = ((1 - prior, SECURITY), (prior, planned(cost)))
    for plan in product(DEMANDS, DEMANDS, REPLIES, REPLIES):
        reply = dict(zip(DEMANDS, plan[2:], strict=True))
        best = all(
            worth[said, reply[said]] >= max(worth[other, reply[other]] for other in DEMANDS)
            for (_, worth), said in zip(types, plan[:2], strict=True)
        )
        for demand in DEMANDS:
            who = [share * (said == demand) for (share, _), said in zip(types, plan[:2], strict=True)]
            if sum(who) > 0:
                talks = (meant * who[0] - 6 * who[1]) / sum(who)
                best &= (talks if reply[demand] == "negotiate" else PREPARED) >= max(talks, PREPARED)
        if best:
            found.add(plan)
    return found


def reasonable(plan: tuple[str, str, str, str], cost: float) -> bool:
    """Whether a pooling plan survives the intuitive criterion: no type gains by what only it could gain by."""
    if plan[0] != plan[1]:
        return True
    said, other = plan[0], DEMANDS[plan[0] == "hard"]
    reply = plan[2] if said == "hard" else plan[3]
    worths = (SECURITY, planned(cost))
    could = [max(worth[other, each] for each in REPLIES) > worth[said, reply] for worth in worths]
    if could == [True, False]:
        return SECURITY[other, "negotiate"] <= SECURITY[said, reply]
    if could == [False, True]:
        return worths[1][other, "prepare"] <= worths[1][said, reply]
    return True


@pytest.fixture(scope="module")
def intent():
    return load("uncertain_intent")


def plans(solution) -> set[tuple[str, ...]]:
    """The same four choices of every row of a solution."""
    choices, labels = solution.game.choices, solution.game.choices.actions
    return {
        tuple(labels[part.start + int(np.argmax(row[part]))] for part in choices.slices)
        for row in solution.result.weights
    }


def found(scenario, **values) -> set[tuple[str, ...]]:
    return plans(solve(scenario, "extensive", values=values))


def test_the_payoffs_are_those_of_the_published_table(intent):
    tree, ends = game(intent, "extensive"), {}
    for end, outcome in enumerate(tree.tree.outcomes):
        ends[tuple(outcome.split(" / "))] = tree.payoffs[0, :, np.flatnonzero(tree.tree.outcome == end)[0]]
    for aim, table, talks in (("security", SECURITY, 3), ("planned", planned(4), -6)):
        for (demand, reply), worth in table.items():
            assert ends[aim, demand, reply] == pytest.approx([worth, talks if reply == "negotiate" else PREPARED])


@pytest.mark.parametrize("prior", [0.1, 0.3, 0.5, 0.6, 0.8])
@pytest.mark.parametrize("cost", [1, 4])
def test_equilibria_are_those_of_an_enumeration(intent, prior, cost):
    expected = equilibria(prior, cost)
    assert found(intent, prior_attack_type=prior, pullback_cost_attack_type=cost) == expected
    separating = ("moderate", "hard", "prepare", "negotiate")
    assert (separating in expected) is (cost == 4)
    assert any(plan[:3] == ("hard", "hard", "negotiate") for plan in expected) is (prior <= 0.5)
    assert any(plan[:2] == ("moderate", "moderate") for plan in expected) is (cost == 1 and prior <= 0.5)
    refused = {plan for plan in expected if not reasonable(plan, cost)}
    assert bool(refused) is (cost == 4 and prior > 0.5)
    assert {plan[:3] for plan in refused} <= {("hard", "hard", "prepare")}


@pytest.mark.parametrize(("offer", "threshold"), [(1, 5 / 9), (0.5, 9 / 17), (2, 3 / 5)])
@pytest.mark.parametrize("side", [-1e-6, 1e-6])
def test_talks_after_a_hard_demand_need_a_belief_below_the_threshold(intent, offer, threshold, side):
    answer = found(intent, prior_attack_type=threshold + side, offer_value_R=offer)
    assert any(plan[:3] == ("hard", "hard", "negotiate") for plan in answer) is (side < 0)
    assert any(plan[:3] == ("hard", "hard", "prepare") for plan in answer) is (side > 0)


@pytest.mark.parametrize(("verification", "apart"), [(0.39, False), (0.41, True), (1, True)])
def test_a_step_back_tells_as_much_as_is_verified(intent, verification, apart):
    assert (("moderate", "hard", "prepare", "negotiate") in found(intent, verification=verification)) is apart


@pytest.mark.parametrize(("extremity", "suspicion"), [(0, 0.16), (2, 0.3), (3, 9 / 23)])
def test_more_extreme_demands_raise_suspicion_by_bayes_rule(intent, extremity, suspicion):
    assert intent.measure("suspicion", {"demand_extremity": extremity}) == pytest.approx(suspicion)


@pytest.mark.parametrize("prior", [0.1, 0.3, 0.6])
def test_quantal_responses_lead_to_one_of_the_equilibria(prior):
    quantal = load("uncertain_intent", overrides=("quantal",))
    solution = solve(quantal, "extensive", values={"prior_attack_type": prior})
    assert solution.ok and solution.residual.max() <= 1e-9
    assert plans(solution) and plans(solution) <= equilibria(prior, 4)
