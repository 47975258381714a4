"""Two-player trees with hidden information whose equilibria or values are known from elsewhere."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from negsim.formats.efg import Efg
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Profiles
from negsim.games.trees.tree import Tree
from negsim.solvers.base import Status
from negsim.solvers.extensive.cfr_plus import CFRPlus
from negsim.solvers.extensive.sequence_form import SequenceForm
from negsim.testing.poker import kuhn_poker, leduc_poker
from negsim.testing.trees import Decision, written

DATA = Path(__file__).parent / "data" / "gambit_two_player_trees.json"

LEDUC = -0.08560642405  # the first player's value by OpenSpiel 2.0.2's sequence_form_lp; -0.0856 in many papers


def shares(game, result, place):
    number = game.choices.places.index(place)
    return result.weights[0, game.choices.place == number]


def test_kuhn_poker_is_worth_a_loss_of_an_eighteenth():
    game = kuhn_poker()
    found = SequenceForm().solve(game)
    assert found.ok
    assert game.payoff(found.result)[0] == pytest.approx([-1 / 18, 1 / 18], abs=1e-12)


def test_kuhn_poker_is_played_as_kuhn_found():
    """With a the share of bets on a jack: bet a king 3a, call with a queen a + 1/3; the second's play is unique."""
    game = kuhn_poker()
    result = SequenceForm().solve(game).result
    bluff = shares(game, result, "J")[1]
    assert -1e-12 <= bluff <= 1 / 3 + 1e-12
    assert shares(game, result, "K")[1] == pytest.approx(3 * bluff, abs=1e-10)
    assert shares(game, result, "Q, check, bet")[1] == pytest.approx(bluff + 1 / 3, abs=1e-10)
    assert shares(game, result, "J, check, bet")[0] == pytest.approx(1, abs=1e-10)
    assert shares(game, result, "J, check")[1] == pytest.approx(1 / 3, abs=1e-10)
    assert shares(game, result, "Q, bet")[1] == pytest.approx(1 / 3, abs=1e-10)
    assert shares(game, result, "K, bet")[1] == pytest.approx(1, abs=1e-10)


def test_leduc_poker_has_the_value_of_the_literature():
    game = leduc_poker()
    assert len(game.tree) == 9457
    found = SequenceForm().solve(game)
    assert found.status[0] == Status.solved.code
    assert game.payoff(found.result)[0, 0] == pytest.approx(LEDUC, abs=1e-9)
    assert found.residual[0] <= 1e-10 * game.spread[0]


def test_plans_are_probabilities_off_the_path_too():
    game = leduc_poker()
    weights = SequenceForm().solve(game).result.weights[0]
    sums = np.array([weights[part].sum() for part in game.choices.slices])
    assert sums == pytest.approx(1, abs=1e-12)
    assert weights.min() >= 0
    never = game.reach(Profiles(item=np.zeros(1, int), weights=weights[None]))[0] == 0
    assert never[game.tree.first_node].any(), "some information sets are off the path"


FILES = sorted((Path(__file__).parent / "data" / "efg").glob("*.efg"))
VALUES = {  # of the first player: pygambit 17.0.0b2, lp_solve(rational=True); liar's dice by OpenSpiel 2.0.2's LP
    "os_kuhn_poker": Fraction(-1, 18),
    "os_liars_dice_3s": Fraction(1, 9),
    "stage_b2_T2_zs": Fraction(-160),
    "stage_b2_T3_zs": Fraction(2121, 613),
    "stage_b3_T2_zs": Fraction(-16684620965366691565, 130994235165022607),
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_of_two_players_is_solved(path):
    game = Efg().read(path)
    if len(game.players) == 2:
        found = SequenceForm().solve(game)
        assert found.ok
        assert found.residual[0] <= 1e-12 * game.spread[0]
        sums = np.add.reduceat(found.result.weights[0], [part.start for part in game.choices.slices])
        assert sums == pytest.approx(1, abs=1e-12)


def test_there_are_files_to_solve():
    assert len(FILES) >= 20


@pytest.mark.parametrize("name", list(VALUES))
def test_files_have_the_values_that_peers_find(name):
    game = Efg().read(FILES[0].with_name(f"{name}.efg"))
    payoff = game.payoff(SequenceForm().solve(game).result)[0, 0]
    assert payoff == pytest.approx(float(VALUES[name]), abs=1e-12 * game.spread[0])


def gambit_cases():
    return json.loads(DATA.read_text(encoding="utf-8"))["cases"]


def tree_game(case):
    place, ends = np.array(case["place"]), case["place"].count(-1)
    fan = np.bincount(np.array(case["parent"][1:]), minlength=len(place))
    tree = Tree(
        parent=case["parent"],
        action=case["action"],
        place=place,
        player=case["player"],
        players=("1", "2"),
        actions=tuple(labels(fan[list(place).index(k)]) for k in range(len(case["player"]))),
        outcome=np.arange(ends),
        outcomes=labels(ends),
        branches=tuple(labels(fan[k]) for k in np.flatnonzero(place == -2)),
    )
    return ExtensiveGame(tree=tree, payoffs=[case["payoffs"]], chance=[[float(Fraction(p)) for p in case["chance"]]])


def labels(count):
    return tuple(map(str, range(count)))


@pytest.mark.parametrize("case", gambit_cases(), ids=lambda case: f"{len(case['place'])} nodes")
def test_payoffs_are_those_of_an_equilibrium_that_gambit_finds(case):
    game = tree_game(case)
    found = SequenceForm().solve(game)
    assert found.ok
    known = np.array([[float(Fraction(number)) for number in pair] for pair in case["equilibrium_payoffs"]])
    distance = np.abs(known - game.payoff(found.result)[0]).max(1)
    assert distance.min() <= 1e-10


@pytest.mark.parametrize("options", [{}, {"predictive": True, "averaging": 2.0}])
def test_regret_comes_to_the_values_that_gambit_finds(options):
    for case in gambit_cases()[::2]:
        game = tree_game(case)
        if game.is_constant_sum[0]:
            found = CFRPlus(tolerance=1e-4, **options).solve(game)
            assert found.ok
            value = float(Fraction(case["equilibrium_payoffs"][0][0]))
            assert game.payoff(found.result)[0, 0] == pytest.approx(value, abs=2e-4 * game.spread[0])


@pytest.mark.parametrize("tolerance", [1e-3, 1e-5])
def test_regret_comes_near_the_value_of_leduc_poker(tolerance):
    game = leduc_poker()
    found = CFRPlus(tolerance=tolerance).solve(game)
    assert found.ok
    assert found.residual[0] <= tolerance * game.spread[0]
    assert game.payoff(found.result)[0, 0] == pytest.approx(LEDUC, abs=tolerance * game.spread[0])


@pytest.mark.parametrize(("gain", "penalty", "cost", "damage"), [(1, 4, 1, 5), (2, 3, 0.5, 4), (1, 9, 2, 8)])
def test_an_inspection_as_a_tree_has_its_textbook_equilibrium(gain, penalty, cost, damage):
    """Avenhaus, von Stengel and Zamir (2002): each makes the other indifferent."""

    def chosen(violation, complied):
        return Decision("inspector", "unseen", {"inspect": violation, "wait": complied})

    root = Decision(
        "inspectee",
        "start",
        {
            "violate": chosen((-penalty, -cost), (gain, -damage)),
            "comply": chosen((0, -cost), (0, 0)),
        },
    )
    game = written(("inspectee", "inspector"), root)
    result = SequenceForm().solve(game).result
    assert shares(game, result, "unseen")[0] == pytest.approx(gain / (gain + penalty), abs=1e-12)
    assert shares(game, result, "start")[0] == pytest.approx(cost / damage, abs=1e-12)
    assert game.payoff(result)[0] == pytest.approx([0, -cost], abs=1e-12)
