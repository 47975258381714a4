"""An answer to an extensive game in sentences: the path of play, and what another move would cost on it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from negsim.games.base import Array
from negsim.games.extensive import ExtensiveGame
from negsim.games.trees.beliefs import action_payoffs
from negsim.games.trees.ways import way
from negsim.solvers.base import Row
from negsim.studies.sentences.phrases import NOTHING, RARE, amount, joined, quoted, shares

PLACES = 6  # on the path that are told
ALIKE = 1000  # nodes of an information set that are compared
AHEAD = 4  # steps that are told of what would follow


def told_tree(row: Row, names: Mapping[str, str]) -> list[str]:
    """Tell the likeliest path of play, what each expects, and what leaving the path would cost.

    Parameters
    ----------
    row
        A row of a solution of extensive games.
    names
        Label -> what to call it.

    Returns
    -------
    list of str
        Sentences.
    """
    story = _Story(row, names)
    return [story.path(), story.pays(), *story.places()]


class _Story:
    """One plan in one tree, ready to be worded."""

    def __init__(self, row: Row, names: Mapping[str, str]):
        game: ExtensiveGame = row.solution.game
        part = row.solution.result.take(slice(row.row, row.row + 1))
        self.row, self.names, self.game, self.tree = row, names, game, game.tree
        self.weights, self.reach, self.step = part.weights[0], game.reach(part)[0], game.steps(part)[0]
        self.earned = action_payoffs(game, part)[0]
        self.nothing = NOTHING * float(game.spread[row.item])
        self.players = [names.get(label, label) for label in game.players]

    def path(self) -> str:
        """Say where play most likely goes."""
        ends = self.tree.terminals
        best = int(ends[self.reach[ends].argmax()])
        share = self.reach[best]
        steps = " / ".join(quoted(label, self.names) for label in self.tree.history(best)) or "no steps"
        told = f"{steps}." if share > 1 - RARE else f"{steps}, with probability {share:.4g}."
        return f"{'Path' if share > 1 - RARE else 'Likeliest path'} of play: {told}"

    def pays(self) -> str:
        """Say what each player expects."""
        amounts = self.row.payoffs.values()
        parts = [
            f"{player} {amount(earned, self.nothing)}" for player, earned in zip(self.players, amounts, strict=True)
        ]
        return f"Expected payoffs: {joined(parts)}."

    def places(self) -> list[str]:
        """Say what is done where play comes, in the order of play."""
        tree = self.tree
        decided = np.flatnonzero(tree.place >= 0)
        reached = np.bincount(tree.place[decided], self.reach[decided], minlength=len(tree.player))
        first = tree.first_node
        on_path = [int(k) for k in np.lexsort((first, tree.depth[first])) if reached[k] > RARE]
        more = len(on_path) - PLACES
        rest = [f"{more} more place{'s' * (more != 1)} on the path of play."] if more > 0 else []
        return [self._place(k, float(reached[k])) for k in on_path[:PLACES]] + rest

    def _place(self, place: int, reached: float) -> str:
        tree, choices = self.tree, self.game.choices
        part = choices.slices[int(tree.order[place])]
        labels = [quoted(label, self.names) for label in tree.actions[place]]
        weights, earned = self.weights[part], self.earned[part]
        name = self.players[int(tree.player[place])]
        now = float(earned @ weights)
        often = "" if reached > 1 - RARE else f" (reached with probability {reached:.4g})"
        pause = "," * int((weights > RARE).sum() > 1)
        told = f"{self._where(place)}{often} {name} plays {shares(labels, weights, RARE)}{pause} and expects "
        told += amount(now, self.nothing)
        return f"{told}{self._switch(place, labels, weights, earned)}."

    def _where(self, place: int) -> str:
        if self.tree.places and self.tree.places[place] != "start":
            return f"At '{self.tree.places[place]}'"
        steps = way(self.tree, np.flatnonzero(self.tree.place == place)[:ALIKE])
        return "After " + " / ".join(steps) if steps else "At the start"

    def _switch(self, place: int, labels: list[str], weights: Array, earned: Array) -> str:
        used, other = np.flatnonzero(weights > RARE), np.flatnonzero(weights <= RARE)
        now = float(earned @ weights)
        if np.ptp(earned[used]) > self.nothing:
            best = int(earned.argmax())
            return f"; always playing {labels[best]} would gain it {earned[best] - now:.4g}"
        even = " from each" if len(used) > 1 else ""
        if not len(other):
            return even
        best = int(other[earned[other].argmax()])
        loss = now - float(earned[best])
        cost = (
            "cost it nothing" if abs(loss) <= self.nothing else f"{'cost' if loss > 0 else 'gain'} it {abs(loss):.4g}"
        )
        follows = self._after(place, best)
        return f"{even}; {labels[best]}{f', followed by {follows},' if follows else ''} would {cost}"

    def _after(self, place: int, action: int) -> str:
        """The likeliest steps after an action, from wherever in the information set play most likely is."""
        tree = self.tree
        nodes = np.flatnonzero(tree.place == place)
        node = int(nodes[self.reach[nodes].argmax()])
        node = int(tree.children[tree.child_start[node] + action])
        steps: list[str] = []
        while tree.child_start[node + 1] > tree.child_start[node]:
            below = tree.children[tree.child_start[node] : tree.child_start[node + 1]]
            node = int(below[self.step[below].argmax()])
            steps.append(quoted(tree.step(node), self.names))
        return " / ".join(steps[:AHEAD]) + " / ..." * (len(steps) > AHEAD)
