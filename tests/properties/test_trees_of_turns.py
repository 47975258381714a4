"""Trees made layer by layer are those that one gets by telling every history, one after the other."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negsim.errors import InvalidGame
from negsim.games.extensive import ExtensiveGame
from negsim.games.trees.tree import CHANCE, TERMINAL
from negsim.scenario.load import load_text

OWNERS = {"m": "a", "n": "b", "o": "a", "w": ""}
CHANCES = {2: ["0.25", "0.75"], 3: ["0.5", "0.125", "0.375"]}


@st.composite
def turn_orders(draw):
    """A scenario of two actors, three moves and one of chance, as a plain description."""
    names = ["m", "n", *draw(st.sampled_from([[], ["o"], ["w"], ["o", "w"]]))]
    moves = {
        name: {
            "levels": draw(st.integers(2, 3 if len(names) < 4 else 2)),
            "reversible": OWNERS[name] == "" or draw(st.booleans()),
        }
        for name in names
    }
    for move in moves.values():
        move["initial"] = draw(st.integers(0, move["levels"] - 1))
    turns = []
    for _ in range(draw(st.integers(1, 4))):
        owner = draw(st.sampled_from(sorted({OWNERS[name] for name in names})))
        own = [name for name in names if OWNERS[name] == owner]
        chosen = draw(st.lists(st.sampled_from(own), min_size=1, max_size=2, unique=True))
        sees = draw(st.none() | st.lists(st.sampled_from(names), max_size=2, unique=True)) if owner else None
        turns.append({"owner": owner, "moves": chosen, "sees": sees})
    full = list(itertools.product(*(range(move["levels"]) for move in moves.values())))
    start = tuple(move["initial"] for move in moves.values())
    forbidden = draw(st.lists(st.sampled_from(full), max_size=3).map(lambda cells: [c for c in cells if c != start]))
    stops = draw(st.lists(st.sampled_from(full), max_size=3))
    rounds = draw(st.integers(1, 2))
    return {"moves": moves, "turns": turns, "forbidden": forbidden, "stops": stops, "rounds": rounds, "start": start}


def condition(moves, cell):
    return " and ".join(f"{name}.{name}{level}" for name, level in zip(moves, cell, strict=True))


def written(told):
    lines = ["title: t", "actors: {a: {}, b: {}}", "moves:"]
    for name, move in told["moves"].items():
        levels = [f"{name}{k}" for k in range(move["levels"])]
        if OWNERS[name]:
            chosen = f"actor: {OWNERS[name]}, reversible: {str(move['reversible']).lower()}"
        else:
            each = zip(levels, CHANCES[move["levels"]], strict=True)
            chosen = "chance: {" + ", ".join(f"{level}: {p}" for level, p in each) + "}"
        lines.append(f"  {name}: {{levels: [{', '.join(levels)}], initial: {name}{move['initial']}, {chosen}}}")
    names = list(told["moves"])
    lines += ["payoffs:", f"  a: {' + '.join(f'{10**k}*{name}' for k, name in enumerate(names))}", "  b: -m"]
    cells = [condition(names, cell) for cell in told["forbidden"]]
    lines += [f"forbidden: [{', '.join(cells)}]"] if cells else []
    lines += ["games:", "  extensive:", f"    rounds: {told['rounds']}", "    discount: 0.5"]
    stops = " or ".join(f"({condition(names, cell)})" for cell in told["stops"])
    lines += [f"    ends_if: {stops}"] if stops else []
    lines.append("    turns:")
    for turn in told["turns"]:
        moves = ", ".join(turn["moves"])
        sees = f", sees: [{', '.join(turn['sees'])}]" if turn["sees"] is not None else ""
        head = f"actor: {turn['owner']}, moves: [{moves}]{sees}" if turn["owner"] else f"chance: [{moves}]"
        lines.append(f"      - {{{head}}}")
    return "\n".join(lines)


class Telling:
    """Every history, told one by one; what each player knows is kept as words."""

    def __init__(self, told):
        self.told, self.names = told, list(told["moves"])
        self.sets, self.kinds, self.ends, self.chances = {}, {}, {}, {}
        self.turns = [(r, t) for r in range(told["rounds"]) for t in range(len(told["turns"]))]
        self.go_on((), told["start"], {"a": (), "b": ()}, 0)

    def options(self, turn, cell):
        found = []
        ranges = [range(self.told["moves"][name]["levels"]) for name in turn["moves"]]
        for combination in itertools.product(*ranges):
            new = list(cell)
            fine = True
            for name, level in zip(turn["moves"], combination, strict=True):
                at = self.names.index(name)
                fine &= self.told["moves"][name]["reversible"] or level >= cell[at]
                new[at] = level
            if fine and tuple(new) not in self.told["forbidden"]:
                found.append((combination, tuple(new)))
        return found

    def label(self, turn, combination):
        parts = list(zip(turn["moves"], combination, strict=True))
        return ", ".join(f"{n}: {n}{k}" for n, k in parts) if len(parts) > 1 else f"{parts[0][0]}{parts[0][1]}"

    def go_on(self, history, cell, memory, step):
        if step == len(self.turns):
            self.ends[history] = (cell, self.told["rounds"] - 1)
            return
        at = self.turns[step][1]
        turn = self.told["turns"][at]
        options = self.options(turn, cell)
        if len(options) == 1:
            self.after(history, options[0][1], memory, step)
            return
        owner = turn["owner"]
        if owner:
            seen = ("all", history) if turn["sees"] is None else tuple(cell[self.names.index(n)] for n in turn["sees"])
            known = (step, memory[owner], seen, tuple(combination for combination, _ in options))
            self.sets.setdefault((owner, known), set()).add(history)
        self.kinds[history] = owner or "chance"
        for combination, new in options:
            label = self.label(turn, combination)
            later = {**memory, owner: (*memory[owner], (known, label))} if owner else memory
            if not owner:
                parts = zip(turn["moves"], combination, strict=True)
                odds = [float(CHANCES[self.told["moves"][n]["levels"]][k]) for n, k in parts]
                self.chances[(*history, label)] = float(np.prod(odds))
            self.after((*history, label), new, later, step)

    def after(self, history, cell, memory, step):
        if cell in self.told["stops"]:
            self.ends[history] = (cell, self.turns[step][0])
        else:
            self.go_on(history, cell, memory, step + 1)


@settings(max_examples=120, deadline=None)
@given(told=turn_orders())
def test_a_tree_is_all_the_histories_and_what_is_known_in_them(told):
    telling = Telling(told)
    assume(1 < len(telling.ends) < 3000)
    try:
        game = ExtensiveGame.from_scenario(load_text(written(told), name="t.yaml"))
    except InvalidGame as fault:
        assert "chance may draw a forbidden outcome" in str(fault)
        assert told["forbidden"]
        return
    tree = game.tree
    histories = [tree.history(node) for node in range(len(tree))]
    kinds = {
        history: "chance" if place == CHANCE else tree.players[tree.player[place]]
        for history, place in zip(histories, tree.place, strict=True)
        if place != TERMINAL
    }
    assert kinds == telling.kinds
    sets = {}
    for history, place in zip(histories, tree.place, strict=True):
        if place >= 0:
            sets.setdefault(int(place), set()).add(history)
    assert sorted(map(sorted, sets.values())) == sorted(map(sorted, telling.sets.values()))
    drawn = {history: p for history, p in zip(histories, game.chance[0], strict=True) if history in telling.chances}
    assert drawn == telling.chances
    ends = {histories[node]: at for at, node in enumerate(tree.terminals)}
    assert set(ends) == set(telling.ends)
    for history, (cell, late) in telling.ends.items():
        at = ends[history]
        assert tree.outcomes[tree.outcome[at]] == " / ".join(
            f"{n}{k}" for n, k in zip(told["moves"], cell, strict=True)
        )
        worth = sum(10**k * level for k, level in enumerate(cell))
        assert game.payoffs[0, :, at].tolist() == [worth * 0.5**late, -cell[0] * 0.5**late]
    assert game.has_perfect_recall
