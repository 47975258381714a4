"""The shipped grand game of four tracks against separate code and the findings of its published description."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest

from negsim.games.stages import markov
from negsim.scenario.load import load
from negsim.solvers.conflict.stability import Stability
from negsim.studies.solve import solve
from negsim.studies.sweep import sweep
from negsim.studies.tipping import tipping

# Provenance: the two-party core of scenario four_track_grand_game in the project's source dossier (illustrative
# assumptions), eight binary options; its stable states were computed there by brute force over sets of moves.
NASH = [
    "insist / hold / free / open_door / free / talks / no_sanctions",
    "parallel / hold / free / finite / free / talks / no_sanctions",
]
IMPASSE, DEAL = NASH
RESTRAINT = "parallel / hold / restrain / finite / restrain / talks / no_sanctions"
COUNTS = {"nash": 2, "seq": 7, "gmr": 44}


def pay(insist, counter, own, finite, never, western, talks, press, *, audience=4.0, face=1.0, benefit=1.5):
    """The payoffs of the description, option by option, each 0 or 1."""
    calm = 1 - counter
    settled_below = 0 if insist else audience * (0 if finite or never else 1) + (0.4 * audience if finite else 0)
    russia = 9 * never + (0 if insist else 2.5 * finite) + (2.0 if western and own else 1.5) * western - 1.2 * own
    russia += talks * calm - settled_below + 0.5 * counter - 2.2 * counter - 2.0 * press * (1.5 if counter else 1)
    nato = -12 * never - face * finite - western + 1.6 * own + 1.2 * talks * calm - 4 * counter
    nato += (press if counter else -0.8 * press) + (0 if insist or counter else benefit * finite)
    return russia, nato + (0 if insist else 0.4 * western)


@pytest.fixture(scope="module")
def scenario():
    return load("four_track_grand_game")


def stable(scenario, **values):
    """Concept -> labels of the states that are stable for both."""
    solution = solve(scenario, "conflict", "stability", values=values)
    found = zip(solution.result.concepts, solution.result.equilibria[0], strict=True)
    return {concept: [solution.game.states[k] for k in np.flatnonzero(states)] for concept, states in found}


@pytest.mark.parametrize("values", [{}, {"audience": 7.0, "face": 0.3, "benefit": 2.2}])
def test_payoffs_equal_the_published_formulas(scenario, values):
    names = {"audience": "audience_cost_R", "face": "face_cost_W", "benefit": "benefit_moratorium_W"}
    table = scenario.payoff_table({names[short]: number for short, number in values.items()})[0]
    for outcome, (package, counter, own, moratorium, *rest) in enumerate(scenario.outcomes().tolist()):
        expected = pay(package, counter, own, moratorium == 1, moratorium == 2, *rest, **values)
        np.testing.assert_allclose(table[:, outcome], expected, rtol=0, atol=1e-12)


def test_it_is_a_conflict_of_192_states_unless_another_form_is_asked_for():
    solution = solve("four_track_grand_game")
    assert isinstance(solution.solver, Stability)
    assert len(solution.game.states) == 192
    assert solution.game.states[solution.game.start] == IMPASSE


def test_stable_states_are_as_many_as_published(scenario):
    found = stable(scenario)
    assert {concept: len(found[concept]) for concept in COUNTS} == COUNTS
    assert sorted(found["nash"]) == NASH


def test_missile_restraint_needs_foresight_to_hold(scenario):
    found = stable(scenario)
    assert all(RESTRAINT in found[concept] for concept in ("gmr", "smr", "seq", "sseq"))
    assert RESTRAINT not in found["nash"]


def test_restraint_alone_holds_against_joint_changes_too(scenario):
    """Two parties together reach every state, so that CSEQ is SEQ without the states that another betters for both."""
    payoff, labels = scenario.payoff_table({})[0], scenario.outcome_labels()
    undominated = [
        label
        for label in stable(scenario)["seq"]
        if not (payoff > payoff[:, [labels.index(label)]] + 1e-9).all(0).any()
    ]
    result = solve(scenario, "conflict", "coalition_stability").result
    states = result.equilibria[0, result.concepts.index("cseq")]
    assert [labels[k] for k in np.flatnonzero(states)] == undominated == [RESTRAINT]


def test_payoffs_of_the_states_that_are_named(scenario):
    labels, table = scenario.outcome_labels(), scenario.payoff_table({})[0]
    named = {label: table[:, labels.index(label)].round(9).tolist() for label in (IMPASSE, DEAL, RESTRAINT)}
    assert named == {IMPASSE: [1.0, 1.2], DEAL: [1.9, 1.7], RESTRAINT: [2.7, 2.7]}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"audience_cost_R": 6.24}, NASH),
        ({"audience_cost_R": 6.26}, NASH[:1]),
        ({"face_cost_W": 1.49}, NASH),
        ({"face_cost_W": 1.51}, NASH[:1]),
        ({"face_cost_W": 2.0}, NASH[:1]),
    ],
)
def test_the_deal_tips_where_the_description_says(scenario, values, expected):
    assert sorted(stable(scenario, **values)["nash"]) == expected


@pytest.mark.parametrize(
    ("parameter", "value"), [("audience_cost_R", Fraction(25, 4)), ("face_cost_W", Fraction(3, 2))]
)
def test_the_tipping_point_of_the_deal_is_exact(scenario, parameter, value):
    """0.4 of the audience cost remains, so that 2.5 + 1 - 0.4 a = 1 at 25/4; face outweighs the benefit of 3/2."""
    (point,) = tipping(scenario, parameter)
    assert point.outcome == DEAL
    assert point.exact == value


def test_a_sweep_finds_the_deal_stable_up_to_both_thresholds():
    """Of 21 audience costs 13 are at most 6.25, of 13 face costs 7 at most 1.5; the impasse holds throughout."""
    found = sweep("four_track_grand_game", vary={"audience_cost_R": (0, 10, 21), "face_cost_W": (0, 3, 13)}).states
    nash = found.equilibrium[found.concepts.index("nash")]
    assert found.conflicts == 21 * 13
    assert nash[found.states.index(DEAL)] == 13 * 7
    assert nash[found.states.index(IMPASSE)] == 21 * 13


def test_no_equilibrium_has_countermeasures_or_a_legal_never(scenario):
    assert not [label for label in stable(scenario)["nash"] if "counter" in label or "never" in label]


def test_lasting_countermeasures_keep_both_sides_where_they_lead(scenario):
    """Found by brute force: who cannot take measures back has no improvement from a state in which they stand."""
    lasting = load("four_track_grand_game", overrides=["lasting_measures"])
    found = set(stable(lasting)["nash"])
    assert set(NASH) < found
    assert found == set(nash_by_hand(lasting))


def nash_by_hand(scenario):
    """States from which neither side improves, if Russia's countermeasures stay; by trying every change."""
    rows = [tuple(row) for row in scenario.outcomes().tolist()]
    place = {row: k for k, row in enumerate(rows)}
    payoff, labels = scenario.payoff_table({})[0], scenario.outcome_labels()
    russian = list(itertools.product((0, 1), repeat=3))
    western = list(itertools.product((0, 1, 2), (0, 1), (0, 1), (0, 1)))
    for row, k in place.items():
        own = [place[(*mine, *row[3:])] for mine in russian if mine[1] >= row[1]]
        other = [place[(*row[:3], *theirs)] for theirs in western]
        if all(payoff[0, t] <= payoff[0, k] + 1e-9 for t in own) and all(
            payoff[1, t] <= payoff[1, k] + 1e-9 for t in other
        ):
            yield labels[k]


@pytest.fixture(scope="module")
def in_turn(scenario):
    """Play in turn at two degrees of patience: the game, and where each state leads under the plans that were found."""
    solution = solve(scenario, "stochastic", values={"discount_factor": np.array([0.5, 0.9])})
    assert solution.ok
    tables = tuple(table[:, 0] for table in markov.policies(solution.game, solution.result))
    plays = markov.joint(tables)
    return solution.game, [np.asarray(markov.move_matrix(solution.game, k, plays[k])) for k in range(2)]


def test_in_turn_the_patient_come_to_the_deal_and_the_impatient_stay(in_turn):
    game, moves = in_turn
    ends = []
    for matrix in moves:
        state = game.start
        for _ in range(20):
            state = int(matrix[state].argmax())
        ends.append(game.states[state].partition(" (")[0])
    assert ends == [IMPASSE, DEAL]


@pytest.mark.parametrize(("row", "discount"), [(0, 0.5), (1, 0.9)])
def test_in_turn_nobody_gains_by_another_choice(scenario, in_turn, row, discount):
    """Every state is valued by following the plans, and every change that its mover could make is tried."""
    game, moves = in_turn
    payoff = dict(zip(scenario.outcome_labels(), scenario.payoff_table({})[0].T, strict=True))
    labels = [state.rpartition(" (")[0] for state in game.states]
    flow = np.array([payoff[label] for label in labels])
    mover = np.array([state.endswith("(nato to move)") for state in game.states]).astype(int)
    at = {(label, who): k for k, (label, who) in enumerate(zip(labels, mover, strict=True))}
    worth = np.linalg.solve(np.eye(len(labels)) - discount * moves[row], moves[row] @ flow)
    for k, label in enumerate(labels):
        levels = label.split(" / ")
        mine = slice(0, 3) if mover[k] == 0 else slice(3, 7)
        for other in _choices(labels, mine):
            changed = list(levels)
            changed[mine] = other
            reached = " / ".join(changed)
            gain = payoff[reached][mover[k]] + discount * worth[at[reached, 1 - mover[k]], mover[k]]
            assert gain <= worth[k, mover[k]] + 1e-6


def _choices(labels, part):
    return sorted({tuple(label.split(" / ")[part]) for label in labels})
