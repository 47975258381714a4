"""A ladder of brinkmanship written as a scenario: turns, risks of chance at every step, an end when one side quits."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.games.extensive import ExtensiveGame
from negsim.scenario.load import load_text

# Two sides take turns; to escalate at step k is to run the risk that all is lost; who quits gets 0 and leaves the prize
# to the other; after the last step whoever's turn it is must quit. After Powell (1990) and Schelling (1966); values and
# actions come from a recursion on steps, from the last to the first, written apart from negsim. Columns: prizes, loss,
# risks, values, action at each step.
LADDERS = [
    ((1, 1), 10, [0.05] * 6, (0, 1), "quit escalate quit escalate quit escalate"),
    ((3, 1), 10, [0.05, 0.1, 0.2, 0.3], (2.35, -0.5), "escalate quit escalate quit"),
    ((1, 3), 10, [0.05, 0.1, 0.2, 0.3], (0, 3), "quit escalate quit quit"),
    ((2, 2), 5, [0.3, 0.1, 0.05], (0, 2), "quit quit escalate"),
    ((1, 1), 2, [0.2] * 5, (0.4, -0.4), "escalate quit escalate quit escalate"),
]


def scenario(prizes, loss, risks):
    steps = range(1, len(risks) + 1)
    side = {k: "ab"[(k - 1) % 2] for k in range(1, len(risks) + 2)}
    over = " or ".join(f"step{k}.quit or lost{k}.yes" for k in steps)
    lines = ["title: A ladder", "actors: {a: {}, b: {}}", "parameters:"]
    for name, value in [("prize_a", prizes[0]), ("prize_b", prizes[1]), ("loss", loss)]:
        lines.append(f"  {name}: {{value: {value}, low: 0, high: 10, unit: points, assumption: test}}")
    lines.append("moves:")
    for k, risk in zip(steps, risks, strict=True):
        lines.append(f"  step{k}: {{actor: {side[k]}, levels: [quit, escalate], initial: escalate}}")
        lines.append(f"  lost{k}: {{chance: {{no: 1 - {risk}, yes: {risk}}}}}")
    lines += ["measures:", f"  lost: {' + '.join(f'lost{k}' for k in steps)}", f"  forced: not ({over})"]
    lines.append("payoffs:")
    for own, other in ("ab", "ba"):
        quits = [f"step{k}.quit" for k in steps if side[k] == other]
        quits += ["forced"] if side[len(risks) + 1] == other else []
        lines.append(f"  {own}: prize_{own}*({' + '.join(quits)}) - loss*lost")
    lines += ["games:", "  extensive:", f"    ends_if: {over}", "    turns:"]
    for k in steps:
        lines += [f"      - {{actor: {side[k]}, moves: [step{k}]}}", f"      - {{chance: [lost{k}]}}"]
    return load_text("\n".join(lines), name="ladder.yaml")


def backward(game):
    """Values of the root, and the best action at each information set; every set is a single node here."""
    tree, best = game.tree, {}
    value = np.zeros((len(tree), len(tree.players)))
    value[tree.terminals] = game.payoffs[0].T
    for node in range(len(tree) - 1, -1, -1):
        below = tree.children[tree.child_start[node] : tree.child_start[node + 1]]
        if not len(below):
            continue
        place = int(tree.place[node])
        if place < 0:
            value[node] = game.chance[0, below] @ value[below]
        else:
            choice = int(np.argmax(value[below, tree.player[place]]))
            best[int(tree.depth[node])] = tree.actions[place][choice]
            value[node] = value[below[choice]]
    return value[0], [best[depth] for depth in sorted(best)]


@pytest.mark.parametrize(("prizes", "loss", "risks", "values", "actions"), LADDERS)
def test_ladder(prizes, loss, risks, values, actions):
    game = ExtensiveGame.from_scenario(scenario(prizes, loss, risks))
    assert len(game.tree) == 4 * len(risks) + 1
    assert game.tree.is_perfect_information
    found, chosen = backward(game)
    np.testing.assert_allclose(found, values, atol=1e-12)
    assert chosen == actions.split()


def test_one_tree_serves_all_losses():
    """With a loss of nothing the side that moves last escalates for the prize; with a large one nobody does."""
    ladder = scenario((1, 1), 10, [0.1, 0.1, 0.1])
    game = ExtensiveGame.from_scenario(ladder, {"loss": np.array([0.0, 1000.0])})
    assert len(game) == 2
    assert [backward(game.take(slice(k, k + 1)))[1][0] for k in (0, 1)] == ["escalate", "quit"]
