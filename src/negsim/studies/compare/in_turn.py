"""Why play in turns leads to an outcome or not: what whoever decides on the way foresees of the other actions."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.games.base import Array, IntArray
from negsim.games.extensive import ExtensiveGame
from negsim.games.trees.beliefs import action_payoffs
from negsim.games.trees.ways import way
from negsim.solvers.base import Solution
from negsim.studies.compare.facts import Fact, Reason
from negsim.studies.compare.ground import Ground
from negsim.studies.sentences.phrases import LEAST, NOTHING, quoted

SURE = 1 - 1e-6
AHEAD = 3  # steps that are told of what would follow
ALIKE = 1000  # nodes of an information set that are compared


class InTurn:
    """Plans for a tree.

    Parameters
    ----------
    ground
        The scenario.
    solution
        Of its tree: one row or several.
    shares
        Shape (row, outcome). What each row predicts.
    """

    def __init__(self, ground: Ground, solution: Solution[Any, Any], shares: Array):
        self.ground, self.solution, self.shares = ground, solution, shares
        self.game: ExtensiveGame = solution.game
        self.tree = self.game.tree
        self.reach, self.step = self.game.reach(solution.result), self.game.steps(solution.result)
        self.earned = action_payoffs(self.game, solution.result)
        self.nothing = NOTHING * max(float(self.game.spread[0]), 1e-300)
        numbers = {label: number for number, label in enumerate(ground.scenario.outcome_labels())}
        self.outcome = np.array([numbers[label] for label in self.tree.outcomes], np.intp)[self.tree.outcome]

    def holds(self, outcome: int) -> Reason:
        """Return what another action would cost, at the first place on the way at which there is one."""
        row = int(self.shares[:, outcome].argmax())
        share = float(self.shares[row, outcome])
        leaves = self._leaves(outcome)
        leaf = int(leaves[self.reach[row, leaves].argmax()])
        chance = f"play comes there with probability {share:.4g}" if share < SURE else "play goes there"
        fact = self.ground.fact("share", -1, outcome, amount=share)
        for node, action in self._decisions(leaf):
            part, place = self._part(node), int(self.tree.place[node])
            others = [k for k in range(part.stop - part.start) if k != action]
            earned = self.earned[row, part]
            if not others or not np.isfinite(earned).all():
                continue
            top = max(float(earned[k]) for k in others)
            equal = [k for k in others if earned[k] >= top - self.nothing]
            best = next((k for k in equal if self._unlikely(row, node, k)), equal[0])
            cost = float(earned[action] - earned[best])
            name = self.ground.called[int(self.tree.player[place])]
            what = f"would cost {name} {cost:.4g}" if cost > self.nothing else f"is worth no more to {name}"
            text = f"{chance}: {self._where(place)}, {self._choice(row, node, best)} {what}"
            threat = self._unlikely(row, node, best)
            facts = (fact, self._fact("keeps", place, action, best, cost), *(threat.facts if threat else ()))
            return Reason(text=text + (f", although {threat.text}" if threat else ""), facts=facts)
        return Reason(text=chance, facts=(fact,))

    def fails(self, outcome: int) -> Reason:
        """Return who leaves the way to an outcome first, and for what."""
        leaves = self._leaves(outcome)
        if not len(leaves):
            return Reason(text="no way of play leads there", facts=(self.ground.fact("no_way", -1, outcome),))
        if not len(self.solution.result):
            return Reason(text="no equilibrium was found")
        left = [self._left(row, leaves) for row in range(len(self.solution.result))]
        row, node, action = next(((row, *at) for row, at in enumerate(left) if at is not None), (0, -1, -1))
        if node < 0:
            share = float(self.shares[:, outcome].max())
            fact = self.ground.fact("share", -1, outcome, amount=share)
            return Reason(text=f"play comes there with probability {share:.4g} only", facts=(fact,))
        many = len(left) > 1 and all(at is not None for at in left)
        opening = f"in each of the {len(left)} equilibria found somebody leaves the way there: in one, " * many
        return self._leaving(opening, row, node, action)

    def _leaving(self, opening: str, row: int, node: int, action: int) -> Reason:
        part, place = self._part(node), int(self.tree.place[node])
        earned = self.earned[row, part]
        best = int(self.solution.result.weights[row, part].argmax())
        gain = float(earned[best] - earned[action])
        name = self.ground.called[int(self.tree.player[place])]
        worth = (
            f"is worth {gain:.4g} more to {name} than" if gain > self.nothing else f"is worth no less to {name} than"
        )
        text = f"{opening}{self._where(place)}, {self._choice(row, node, best)} {worth} {self._named(place, action)}"
        return Reason(text=text, facts=(self._fact("prefers", place, best, action, gain),))

    def _leaves(self, outcome: int) -> IntArray:
        return np.asarray(self.tree.terminals[self.outcome == outcome])

    def _decisions(self, leaf: int) -> list[tuple[int, int]]:
        """The nodes on the way to a leaf at which somebody decides, from the root on, and the actions taken there."""
        found, node = [], leaf
        while node > 0:
            before = int(self.tree.parent[node])
            if self.tree.place[before] >= 0:
                found.append((before, int(self.tree.action[node])))
            node = before
        return found[::-1]

    def _left(self, row: int, leaves: IntArray) -> tuple[int, int] | None:
        """Where somebody leaves the way to a leaf first, on the way that fewest leave; None if some way is taken."""
        ways = []
        for leaf in map(int, leaves):
            off = [(node, k) for node, k in self._decisions(leaf) if self._chance(row, node, k) <= LEAST]
            if not off:
                return None
            ways.append(off)
        return min(ways, key=len)[0]

    def _chance(self, row: int, node: int, action: int) -> float:
        return float(self.solution.result.weights[row, self._part(node)][action])

    def _part(self, node: int) -> slice:
        return self.game.choices.slices[int(self.tree.order[self.tree.place[node]])]

    def _named(self, place: int, action: int) -> str:
        return self.ground.chosen(int(self.tree.player[place]), self.tree.actions[place][action])

    def _where(self, place: int) -> str:
        if self.tree.places and self.tree.places[place] != "start":
            return f"at '{self.tree.places[place]}'"
        steps = way(self.tree, np.flatnonzero(self.tree.place == place)[:ALIKE])
        return "after " + " / ".join(steps) if steps else "at the start"

    def _step(self, node: int) -> str:
        """Name the action, or what chance brings, that leads to a node."""
        place = int(self.tree.place[self.tree.parent[node]])
        if place < 0:
            return quoted(self.tree.step(node), self.game.names)
        return self._named(place, int(self.tree.action[node]))

    def _unlikely(self, row: int, node: int, action: int) -> Reason | None:
        """What whoever is to answer an action would rather do when the time comes, if anything; None if nothing."""
        tree = self.tree
        at = int(tree.children[tree.child_start[node] + action])
        while tree.child_start[at + 1] > tree.child_start[at]:
            below = tree.children[tree.child_start[at] : tree.child_start[at + 1]]
            after = int(below[self.step[row, below].argmax()])
            place = int(tree.place[at])
            if place >= 0 and np.isfinite(earned := self.earned[row, self._part(at)]).all():
                done, better = int(tree.action[after]), int(earned.argmax())
                loss = float(earned[better] - earned[done])
                if loss > self.nothing:
                    name = self.ground.called[int(tree.player[place])]
                    text = f"{name} would then gain {loss:.4g} by {self._named(place, better)} instead"
                    return Reason(text=text, facts=(self._fact("not_credible", place, done, better, loss),))
            at = after
        return None

    def _choice(self, row: int, node: int, action: int) -> str:
        """Name an action, and the likeliest steps after it."""
        tree = self.tree
        label = self._named(int(tree.place[node]), action)
        at = int(tree.children[tree.child_start[node] + action])
        steps: list[str] = []
        while tree.child_start[at + 1] > tree.child_start[at]:
            below = tree.children[tree.child_start[at] : tree.child_start[at + 1]]
            at = int(below[self.step[row, below].argmax()])
            steps.append(self._step(at))
        told = " / ".join(steps[:AHEAD]) + " / ..." * (len(steps) > AHEAD)
        return f"{label}, followed by {told}," if steps else label

    def _fact(self, kind: str, place: int, here: int, there: int, amount: float) -> Fact:
        labels = self.tree.actions[place]
        who = self.tree.players[int(self.tree.player[place])]
        return Fact(kind=kind, who=who, here=labels[here], there=labels[there], amount=amount)
