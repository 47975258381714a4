"""Record what Gambit says of random two-player trees with hidden information: values, and payoffs of all equilibria.

Run where pygambit is installed: ``python tests/oracles/make_gambit_trees.py``.
"""

from __future__ import annotations

import io
import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pygambit

DATA = Path(__file__).parent / "data" / "gambit_two_player_trees.json"
SHAPES = [(2, 1, 0, 1), (2, 1, 2, 1), (3, 1, 2, 1), (2, 2, 0, 1), (2, 2, 0, 2), (2, 1, 3, 1)]  # actions, stages, ...


class Random:
    """A tree in which both choose at once at every stage, each seeing its own card, its moves, and some of the other's.

    ``{"parent", "action", "place", "chance"}`` are lists over nodes, ``player`` over information sets.
    """

    def __init__(self, draw: np.random.Generator, actions: int, stages: int, cards: int, signals: int):
        self.draw, self.actions, self.stages, self.signals = draw, actions, stages, signals
        self.nodes: list[list] = []  # parent, action, place, chance
        self.sets: dict[tuple, int] = {}
        self.seen: dict[tuple, int] = {}
        root = self.node(-1, -1, "1")
        if cards:
            self.nodes[root][2] = -2
            weights = draw.integers(1, 6, cards * cards)
            for k, weight in enumerate(weights):
                child = self.node(root, k, f"{weight}/{weights.sum()}")
                self.stage(child, 0, ((k // cards,), (k % cards,)))
        else:
            self.stage(root, 0, ((), ()))

    def node(self, parent: int, action: int, chance: str) -> int:
        self.nodes.append([parent, action, -1, chance])
        return len(self.nodes) - 1

    def decide(self, node: int, player: int, known: tuple) -> list[int]:
        self.nodes[node][2] = self.sets.setdefault((player, known), len(self.sets))
        return [self.node(node, k, "1") for k in range(self.actions)]

    def signal(self, player: int, known: tuple, action: int) -> int:
        return self.seen.setdefault((player, known, action), int(self.draw.integers(self.signals)))

    def stage(self, node: int, stage: int, known: tuple[tuple, tuple]) -> None:
        if stage == self.stages:
            return
        for a, after in enumerate(self.decide(node, 0, known[0])):
            for b, last in enumerate(self.decide(after, 1, known[1])):
                now = (known[0] + ((a, self.signal(0, known[0], b)),), known[1] + ((b, self.signal(1, known[1], a)),))
                self.stage(last, stage + 1, now)


def text(tree: Random, payoffs: list[list[int]]) -> str:
    """The .efg file of a tree."""
    children: dict[int, list[int]] = {}
    for k, (parent, *_) in enumerate(tree.nodes):
        children.setdefault(parent, []).append(k)
    owners = [player for player, _ in tree.sets]
    ends = iter(range(len(payoffs[0])))
    lines = ['EFG 2 R "random" { "1" "2" }', '""']

    def write(node: int) -> None:
        place, below = tree.nodes[node][2], children.get(node, [])
        if place == -1:
            end = next(ends)
            lines.append(f't "" {end + 1} "" {{ {payoffs[0][end]}, {payoffs[1][end]} }}')
        elif place == -2:
            branches = " ".join(f'"{k}" {tree.nodes[child][3]}' for k, child in enumerate(below))
            lines.append(f'c "" 1 "" {{ {branches} }} 0')
        else:
            labels = " ".join(f'"{k}"' for k in range(len(below)))
            lines.append(f'p "" {owners[place] + 1} {place + 1} "" {{ {labels} }} 0')
        for child in below:
            write(child)

    write(0)
    return "\n".join(lines)


def ends_in_depth_first_order(tree: Random) -> int:
    return sum(place == -1 for _, _, place, _ in tree.nodes)


def main() -> None:
    draw = np.random.default_rng(20220130)
    cases = []
    for number, shape in enumerate(SHAPES * 6):
        tree = Random(draw, *shape)
        ends = ends_in_depth_first_order(tree)
        first = draw.integers(-9, 10, ends)
        zero_sum = number // len(SHAPES) % 2 == 0
        second = -first if zero_sum else draw.integers(-9, 10, ends)
        payoffs = [first.tolist(), second.tolist()]
        game = pygambit.read_efg(io.StringIO(text(tree, payoffs)))
        if zero_sum:
            found = [pygambit.nash.lp_solve(game, rational=True).equilibrium]
        else:
            found = pygambit.nash.enummixed_solve(game, rational=True).equilibria
        told = sorted({(str(profile.payoffs["1"]), str(profile.payoffs["2"])) for profile in found})
        parent, action, place, chance = zip(*tree.nodes, strict=True)
        cases.append(
            {
                "parent": parent, "action": action, "place": place, "chance": chance,
                "player": [player for player, _ in tree.sets], "payoffs": payoffs, "equilibrium_payoffs": told,
            }
        )  # fmt: skip
        print(number, shape, len(tree.nodes), len(told))
    how = "lp_solve where zero-sum, else enummixed_solve, both rational"
    told = {
        "provenance": f"pygambit {version('pygambit')}, {how}, by tests/oracles/{Path(__file__).name}",
        "cases": cases,
    }
    DATA.write_text(json.dumps(told, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
