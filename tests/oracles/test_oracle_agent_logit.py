"""Agent quantal responses and sequential equilibria: Gambit's, published closed forms, and textbook trees."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from negsim.concepts.agent_quantal_response import agent_quantal_response
from negsim.concepts.nash import nash
from negsim.concepts.sequential import sequential
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Assessments
from negsim.solvers.extensive.agent_logit import AgentLogit
from negsim.testing.poker import kuhn_poker
from negsim.testing.trees import Decision, Draw, written

RECORDS = json.loads((Path(__file__).parent / "data" / "gambit_agent_logit.json").read_text())["games"]
EXACT = 1e-9


def recorded(record: dict) -> ExtensiveGame:
    """The tree of a record, whose nodes stand in preorder."""
    nodes = record["nodes"]
    below: list[list[int]] = [[] for _ in nodes]
    for number, (parent, *_) in enumerate(nodes[1:], 1):
        below[parent].append(number)
    players = sum(len(detail) for _, player, _, detail in nodes[-1:] if player == -2)

    def node(number: int):
        _, player, place, detail = nodes[number]
        if player == -2:
            return detail
        if player == -1:
            return Draw({str(k): (detail[k], node(child)) for k, child in enumerate(below[number])})
        return Decision(f"P{player}", place, {str(k): node(child) for k, child in enumerate(below[number])})

    return written([f"P{k}" for k in range(players)], node(0))


def flat(game: ExtensiveGame, profile: dict[str, list[float]]) -> np.ndarray:
    """A profile by information set as the row of probabilities that the game has."""
    return np.concatenate([profile[place] for place in game.choices.places])


def mix(game: ExtensiveGame, result: Assessments, place: str, row: int = 0) -> list[float]:
    choices = game.choices
    return list(result.weights[row, choices.place == choices.places.index(place)])


def test_there_are_enough_cases():
    assert len(RECORDS) >= 30
    assert sum(bool(record["branch"]) for record in RECORDS) == len(RECORDS)
    assert sum(record["limit"] is not None for record in RECORDS) >= 25
    assert len({record["kind"] for record in RECORDS}) >= 9


@pytest.mark.parametrize("number", range(len(RECORDS)), ids=lambda k: f"{k}: {RECORDS[k]['kind']}")
def test_agent_quantal_responses_are_gambits(number):
    record = RECORDS[number]
    game = recorded(record)
    for precision, profile in zip(record["precision"], record["branch"], strict=True):
        solution = AgentLogit(precision=precision).solve(game)
        assert solution.ok
        assert solution.residual.max() <= 1e-8
        theirs = Assessments(
            item=np.zeros(1, int), weights=flat(game, profile)[None], beliefs=solution.result.beliefs[:1]
        )
        assert agent_quantal_response(precision).residual(game, theirs).max() <= 1e-5  # rounded to 13 digits
        assert np.abs(solution.result.weights[0] - theirs.weights[0]).max() <= 1e-6


@pytest.mark.parametrize("number", range(len(RECORDS)), ids=lambda k: f"{k}: {RECORDS[k]['kind']}")
def test_limits_are_sequential_equilibria_and_gambits(number):
    record = RECORDS[number]
    game = recorded(record)
    solution = AgentLogit().solve(game)
    assert solution.ok
    assert (solution.residual <= EXACT * game.spread).all()
    assert (nash.residual(game, solution.result) <= 1e-8 * game.spread).all()
    if record["limit"] is not None:  # Gambit stops at a regret of 1e-8: what is played is told, off the path it is not
        theirs = Assessments(
            item=np.zeros(1, int), weights=flat(game, record["limit"])[None], beliefs=solution.result.beliefs
        )
        assert np.abs(game.reach(solution.result) - game.reach(theirs)).max() <= 1e-6


# Signorino (1999), deterrence: 1 keeps the status quo or attacks, 2 yields or resists, 1 backs down or fights. The
# numbers are those of the published model, checked with pygambit 16.7 to 2e-11: precision -> attack, resist, fight.
SIGNORINO = {
    0.5: (0.55733019266146, 0.5661575934385533, 0.5621765008857981),
    1.0: (0.6085968296152751, 0.5796635387418722, 0.6224593312018546),
    2.0: (0.8205397381421563, 0.4706811599724285, 0.7310585786300049),
    5.0: (0.9999378256790348, 0.024783488854023625, 0.9241418199787566),
}


def deterrence() -> ExtensiveGame:
    resisted = Decision("1", "resisted", {"back": (-1, 1.5), "fight": (-0.5, -2)})
    attacked = Decision("2", "attacked", {"yield": (2, -1), "resist": resisted})
    return written(["1", "2"], Decision("1", "start", {"keep": (0, 1), "attack": attacked}))


@pytest.mark.parametrize("precision", SIGNORINO)
def test_the_deterrence_game_is_played_as_signorino_has_it(precision):
    game = deterrence()
    solution = AgentLogit(precision=precision).solve(game)
    found = [mix(game, solution.result, place)[1] for place in ("start", "attacked", "resisted")]
    assert found == pytest.approx(SIGNORINO[precision], abs=1e-12)


def fearon(p: float, cost: float, low: float, high: float, demands: np.ndarray, types: int) -> ExtensiveGame:
    """A demands a share; B, whose cost of war only B knows, accepts or fights (Fearon 1995)."""
    costs = low + (high - low) * (np.arange(types) + 0.5) / types

    def answered(kind: int) -> Decision:
        return Decision(
            "A",
            "demand",
            {
                str(k): Decision(
                    "B",
                    f"{kind} asked {k}",
                    {"accept": (x, 1 - x), "fight": (p - cost, 1 - p - costs[kind])},
                )
                for k, x in enumerate(demands)
            },
        )

    return written(["A", "B"], Draw({str(k): (1 / types, answered(k)) for k in range(types)}))


@pytest.mark.parametrize(
    ("p", "cost", "low", "high", "demand", "war"),
    [  # closed forms for uniform costs: x = p + (high - cost) / 2 where risk pays, else p + low
        (0.5, 0.1, 0.0, 0.4, 0.65, 0.375),
        (0.4, 0.05, 0.1, 0.5, 0.625, 0.3125),
        (0.4, 0.3, 0.1, 0.5, 0.5, 0.0),
        (0.3, 0.0, 0.0, 0.2, 0.4, 0.5),
        (0.5, 0.2, 0.05, 0.9, 0.85, 0.35294117647058826),
    ],
)
def test_take_it_or_leave_it_demands_trade_risk_for_return_as_fearon_has_it(p, cost, low, high, demand, war):
    types, step = 20, 0.03
    demands = demand + step * np.arange(-6, 7) - 0.002
    demands = demands[demands <= 1]
    game = fearon(p, cost, low, high, demands, types)
    solution = AgentLogit().solve(game).strict()
    assert solution.residual[0] <= EXACT
    costs = low + (high - low) * (np.arange(types) + 0.5) / types
    accepts = costs >= demands[:, None] - p
    best = int(np.argmax((accepts * demands[:, None] + ~accepts * (p - cost)).mean(1)))  # all cases, one by one
    assert mix(game, solution.result, "demand")[best] == pytest.approx(1)
    assert abs(demands[best] - demand) <= step + (high - low) / types
    assert abs((~accepts[best]).mean() - war) <= (step + (high - low) / types) / (high - low)


@pytest.mark.parametrize(
    ("gain", "penalty", "expense", "damage", "inspect", "violate"),
    [
        (1, 4, 1, 5, 0.2, 0.2),
        (2, 3, 0.5, 4, 0.4, 0.125),
        (1, 9, 2, 8, 0.1, 0.25),
    ],  # Avenhaus, von Stengel, Zamir (2002)
)
def test_the_inspection_game_is_mixed_as_its_closed_form(gain, penalty, expense, damage, inspect, violate):
    def met(violates: int) -> Decision:
        caught = (-penalty if violates else 0, -expense)
        return Decision("inspector", "site", {"inspect": caught, "trust": (gain * violates, -damage * violates)})

    game = written(["inspectee", "inspector"], Decision("inspectee", "start", {"comply": met(0), "violate": met(1)}))
    solution = AgentLogit().solve(game).strict()
    assert mix(game, solution.result, "site")[0] == pytest.approx(inspect, abs=1e-12)
    assert mix(game, solution.result, "start")[1] == pytest.approx(violate, abs=1e-12)


@pytest.mark.parametrize(
    ("reward", "temptation", "punished", "alone", "cooperate"), [(4, 3.9, 2, 0, 0), (10, 3, 2, 1, 1)]
)
def test_the_security_dilemma_ends_in_the_risk_dominant_equilibrium(reward, temptation, punished, alone, cooperate):
    """Jervis (1978); in symmetric 2 x 2 games the principal branch runs to risk dominance (Turocy 2005)."""
    other = Decision("b", "b", {"cooperate": (reward, reward), "defect": (alone, temptation)})
    rest = Decision("b", "b", {"cooperate": (temptation, alone), "defect": (punished, punished)})
    game = written(["a", "b"], Decision("a", "a", {"cooperate": other, "defect": rest}))
    solution = AgentLogit().solve(game).strict()
    assert [mix(game, solution.result, player)[0] for player in "ab"] == [cooperate, cooperate]


def horse() -> ExtensiveGame:
    """Selten (1975), figure 1."""

    def third(left: tuple[int, ...], right: tuple[int, ...]) -> Decision:
        return Decision("3", "3", {"left": left, "right": right})

    second = Decision("2", "2", {"left": third((4, 4, 0), (0, 0, 1)), "right": (1, 1, 1)})
    return written(["1", "2", "3"], Decision("1", "1", {"left": third((3, 3, 2), (0, 0, 0)), "right": second}))


def assessed(game: ExtensiveGame, weights: list[float], beliefs: dict[tuple[str, ...], float]) -> Assessments:
    """An assessment by hand: beliefs of 1 where nothing is said."""
    tree = game.tree
    held = [beliefs.get(tree.history(k), 1.0) if tree.place[k] >= 0 else 0.0 for k in range(len(tree))]
    return Assessments(item=np.zeros(1, int), weights=np.array([weights]), beliefs=np.array([held]))


def test_the_horse_has_a_nash_equilibrium_that_is_not_sequential_and_the_branch_avoids_it():
    game = horse()
    stale = assessed(game, [1, 0, 0, 1, 1, 0], {("left",): 1.0, ("right", "left"): 0.0})
    assert nash.residual(game, stale)[0] == 0
    assert sequential.residual(game, stale)[0] == pytest.approx(3)  # player 2 would take 4 rather than 1
    for left in (0.0, 0.25):
        fine = assessed(game, [0, 1, 0, 1, left, 1 - left], {("left",): 1 / 3, ("right", "left"): 2 / 3})
        assert sequential.residual(game, fine)[0] == pytest.approx(0, abs=1e-12)
    wrong = assessed(game, [0, 1, 0, 1, 0.25, 0.75], {("left",): 0.5, ("right", "left"): 0.5})
    assert sequential.residual(game, wrong)[0] == pytest.approx(0.75 * 0.5)
    solution = AgentLogit().solve(game).strict()
    assert solution.residual[0] <= EXACT
    assert mix(game, solution.result, "1") == [0, 1]
    assert mix(game, solution.result, "2") == [0, 1]
    assert mix(game, solution.result, "3")[0] <= 0.25 + 1e-9


def beer_or_quiche() -> ExtensiveGame:
    """Cho and Kreps (1987): one in ten is weak and likes quiche; nobody likes a duel, but duels with the weak pay."""

    def typed(kind: str) -> Decision:
        liked = "quiche" if kind == "weak" else "beer"
        meals = {}
        for meal in ("beer", "quiche"):
            own = 1.0 * (meal == liked)
            pays = {"duel": (own, 1.0 * (kind == "weak")), "leave": (own + 2, 1.0 * (kind == "strong"))}
            meals[meal] = Decision("second", meal, pays)
        return Decision("first", kind, meals)

    return written(["first", "second"], Draw({"weak": (0.1, typed("weak")), "strong": (0.9, typed("strong"))}))


def test_both_meals_of_beer_or_quiche_are_sequential_and_the_branch_runs_to_beer():
    game = beer_or_quiche()
    prior = {("weak",): 1.0, ("strong",): 1.0}
    quiche = {("weak", "quiche"): 0.1, ("strong", "quiche"): 0.9, ("weak", "beer"): 0.6, ("strong", "beer"): 0.4}
    beer = {("weak", "beer"): 0.1, ("strong", "beer"): 0.9, ("weak", "quiche"): 0.6, ("strong", "quiche"): 0.4}
    places = game.choices.places
    assert places == ("weak", "strong", "beer", "quiche")
    assert sequential.residual(game, assessed(game, [0, 1, 0, 1, 1, 0, 0, 1], prior | quiche))[0] <= 1e-12
    assert sequential.residual(game, assessed(game, [1, 0, 1, 0, 0, 1, 1, 0], prior | beer))[0] <= 1e-12
    unsure = {("weak", "beer"): 0.4, ("strong", "beer"): 0.6}
    assert sequential.residual(game, assessed(game, [0, 1, 0, 1, 1, 0, 0, 1], prior | quiche | unsure))[0] > 0.1
    solution = AgentLogit().solve(game).strict()
    assert solution.residual[0] <= EXACT
    assert mix(game, solution.result, "weak") == [1, 0]
    assert mix(game, solution.result, "strong") == [1, 0]


def shared_mistake(second: float, third: float) -> tuple[ExtensiveGame, Assessments]:
    """Two players in turn cannot tell two mistakes of the first apart; here all payoffs are equal."""

    def seen() -> Decision:
        last = Decision("3", "3", {"yes": (0, 0, 0), "no": (0, 0, 0)})
        return Decision("2", "2", {"on": last, "end": (0, 0, 1)})

    game = written(["1", "2", "3"], Decision("1", "1", {"out": (0, 0, 0), "b": seen(), "c": seen()}))
    told = {("b",): second, ("c",): 1 - second, ("b", "on"): third, ("c", "on"): 1 - third}
    return game, assessed(game, [1, 0, 0, 0.5, 0.5, 1, 0], told)


def test_beliefs_off_the_path_must_come_from_the_same_mistakes():
    """Kreps and Wilson (1982): who saw no more than the player before has no cause to believe otherwise."""
    assert sequential.residual(*shared_mistake(0.3, 0.3))[0] == pytest.approx(0, abs=1e-12)
    assert sequential.residual(*shared_mistake(0.5, 0.5))[0] == pytest.approx(0, abs=1e-12)
    assert sequential.residual(*shared_mistake(1.0, 1.0))[0] == pytest.approx(0, abs=1e-12)
    assert sequential.residual(*shared_mistake(0.5, 0.9))[0] > 0.1
    assert sequential.residual(*shared_mistake(1.0, 0.0))[0] == np.inf


def test_kuhn_poker_ends_in_a_sequential_equilibrium_of_its_value():
    game = kuhn_poker()
    solution = AgentLogit().solve(game).strict()
    assert solution.residual[0] <= EXACT
    assert game.payoff(solution.result)[0] == pytest.approx([-1 / 18, 1 / 18], abs=1e-9)
