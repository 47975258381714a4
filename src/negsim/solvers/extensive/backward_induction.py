"""Backward induction: on a tree without secrets, everybody works out the end first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import ClassVar, NamedTuple

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.subgame_perfect import subgame_perfect
from negsim.errors import NotApplicable
from negsim.games.base import Array, IntArray
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Profiles
from negsim.games.trees.tree import CHANCE
from negsim.kernels.trees import backward_pass
from negsim.solvers._forms import require_form
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, one_by_one, solvers

NEAR = 1e-12  # of the payoff range: actions worth this much the same tie
CHUNK = 10_000_000  # nodes between two looks at the clock
CELLS = 50_000_000  # numbers that the rows of one game may hold together


@solvers("backward_induction")
@dataclass(frozen=True, kw_only=True)
class BackwardInduction(Solver[ExtensiveGame, Profiles]):
    """Find subgame-perfect equilibria of trees on which everybody always knows where play stands, chance included.

    From the last decisions to the first, everybody takes an action than which none is better. Any number of players;
    one pure equilibrium a game, of tied actions the one whose node comes first. The fact ``ties`` counts the decisions
    at which actions tie; without ties the equilibrium is the only one, and ``unique`` says so. With `every`, one row
    for every pure subgame-perfect equilibrium: each tied action is followed up, since it may change what is best before
    it. A million nodes take some 0.01 s. A step is a pass over the tree, and with `every` also a way to put equilibria
    of parts together. Use `AgentLogit` where moves are hidden, or `SequenceForm` if there are two players as well.

    Attributes
    ----------
    every
        Whether to list every pure subgame-perfect equilibrium, and not just one.
    most
        The most rows to list for one game; the fact ``complete`` says whether that was enough.
    """

    reference: ClassVar[str] = "Kuhn (1953); Selten (1975)"

    every: bool = False
    most: int = 1000

    def __post_init__(self) -> None:
        if self.most < 1:
            raise NotApplicable(f"most is the number of rows to list, at least 1, not {self.most}. Use most=1000.")

    @property
    def concept(self) -> Concept[ExtensiveGame, Profiles]:
        """Subgame-perfect equilibrium."""
        return subgame_perfect

    def solve(self, game: ExtensiveGame) -> Solution[ExtensiveGame, Profiles]:
        """Solve every game of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, or an information set holds several nodes.
        """
        require_form(self, game, ExtensiveGame)
        _require_perfect_information(game)
        return self._listed(game) if self.every else self._first(game)

    def _first(self, game: ExtensiveGame) -> Solution[ExtensiveGame, Profiles]:
        watch, done = Watch(self), 0
        size = len(game) if self.deadline is None else max(1, CHUNK // len(game.tree))
        weights = np.empty((len(game), int(game.tree.sizes.sum())))
        ties = np.zeros(len(game), np.intp)
        while done < len(game) and not (done and watch.left <= 0):
            rows = slice(done, done + size)
            _pass(game, rows, weights[rows], ties[rows])
            done += len(ties[rows])
        solved = np.arange(len(game)) < done
        status = np.where(solved, Status.solved.code, Status.time_limit.code)
        unique = solved & (ties == 0)
        result = Profiles(item=np.arange(done), weights=weights[:done])
        facts = {"complete": unique, "unique": unique, "ties": ties}
        return Solution(game, self, result, status, solved.astype(np.intp), facts)

    def _listed(self, game: ExtensiveGame) -> Solution[ExtensiveGame, Profiles]:
        choices = int(game.tree.sizes.sum())
        room = min(self.most, max(1, CELLS // max(choices, 1)))
        untouched = {"complete": False, "unique": False, "ties": 0}
        nothing = Answer(rows={"weights": np.zeros((0, choices))}, facts=untouched)

        def solve(item: int, watch: Watch) -> Answer:
            found = _Listing(game, item, room, watch)
            facts = {"complete": found.complete, "unique": found.ties == 0, "ties": found.ties}
            status = found.stopped or Status.solved
            return Answer(rows={"weights": found.weights()}, status=status, steps=found.steps, facts=facts)

        return one_by_one(self, game, Profiles, solve, nothing=nothing)


def _require_perfect_information(game: ExtensiveGame) -> None:
    tree = game.tree
    if tree.is_perfect_information:
        return
    held = np.bincount(tree.place[tree.place >= 0])
    place = int(held.argmax())
    told = tree.places[place] if tree.places else " / ".join(tree.history(int(tree.first_node[place]))) or "the root"
    other = ", or SequenceForm()" if len(tree.players) == 2 else ""
    raise NotApplicable(
        f"BackwardInduction is for trees on which everybody always knows where play stands, and at one information set "
        f"({told}) {tree.players[tree.player[place]]} cannot tell {held[place]} nodes apart. Use AgentLogit(){other}."
    )


def _pass(game: ExtensiveGame, rows: slice, weights: Array, ties: IntArray) -> None:
    """Fill in one equilibrium, and the number of ties, of each game of a part of the batch."""
    tree, chance = game.tree, np.asarray(game.chance)
    drawn = np.empty((len(game.players), len(tree.chances)))
    backward_pass.backward_passes.sized(len(ties) * len(tree) * backward_pass.STEPS)(
        tree.parent,
        tree.owner,
        tree.choice,
        game.payoffs[rows],
        chance[rows] if len(chance) > 1 else chance,
        NEAR * game.spread[rows],
        drawn,
        weights,
        ties,
    )


class _Plan(NamedTuple):
    """One way to play on from a node.

    Attributes
    ----------
    values
        Shape (player,). What each player gets.
    step
        The node that is moved to; -1 where chance decides, or where there is one way only.
    parts
        The ways to play on from the nodes below.
    """

    values: Array
    step: int = -1
    parts: tuple[_Plan, ...] = ()


class _Listing:
    """The pure subgame-perfect equilibria of one game.

    Only nodes at or above a tie have several; they are gone through from the last to the first, and for every way to
    put the equilibria of the parts below together every best step is an equilibrium more. More than `room` at any node
    are more than `room` at the root, so no node needs to list more.
    """

    def __init__(self, game: ExtensiveGame, item: int, room: int, watch: Watch):
        self.game, self.tree, self.item = game, game.tree, item
        self.room, self.watch, self.steps = room, watch, 1
        self.stopped: Status | None = None
        tree, chance = game.tree, np.asarray(game.chance)
        self.chance = chance[item if len(chance) > 1 else 0]
        self.near = float(NEAR * game.spread[item])
        self.leads, self.tied = np.empty(len(tree), np.int32), np.empty(len(tree), np.bool_)
        drawn = np.empty((len(game.players), len(tree.chances)))
        self.ties = backward_pass.backward_pass.sized(len(tree) * backward_pass.STEPS)(
            tree.parent, tree.owner, game.payoffs[item], self.chance, self.near, self.leads, self.tied, drawn
        )
        self.worth = np.concatenate([game.payoffs[item], drawn], axis=1)
        self.plans = self._plans()
        self.complete = self.stopped is None and len(self.plans) <= room

    def _plans(self) -> list[_Plan]:
        """List the plans from the root; there is one more than there is room for if there are too many."""
        found: dict[int, list[_Plan]] = {}
        for node in sorted(self._several(), reverse=True):
            self.stopped = self.stopped or self.watch.stop(self.steps)
            below = self.tree.children[self.tree.child_start[node] : self.tree.child_start[node + 1]].tolist()
            lists = [found.pop(child, []) or [_Plan(self.worth[:, self.leads[child]])] for child in below]
            found[node] = list(islice(self._joined(node, below, lists), 1 if self.stopped else self.room + 1))
        return found.get(0) or [_Plan(self.worth[:, self.leads[0]])]

    def _several(self) -> set[int]:
        """The nodes at or above a tie."""
        found: set[int] = set()
        for tie in np.flatnonzero(self.tied).tolist():
            node = tie
            while node >= 0 and node not in found:
                found.add(node)
                node = int(self.tree.parent[node])
        return found

    def _joined(self, node: int, below: list[int], lists: list[list[_Plan]]) -> Iterator[_Plan]:
        """Put plans for the nodes below together, and let the owner of the node take each best step."""
        own = int(self.tree.owner[node])
        for plans in product(*lists):
            self.steps += 1
            parts = tuple(plan for plan in plans if plan.step >= 0 or plan.parts)
            values = np.stack([plan.values for plan in plans])
            if own == CHANCE:
                yield _Plan(self.chance[below] @ values, -1, parts)
                continue
            for k in np.flatnonzero(values[:, own] >= values[:, own].max() - self.near):
                yield _Plan(values[k], below[k], parts)

    def weights(self) -> Array:
        """Shape (row, choice). The listed equilibria; the first is the one that is found without listing."""
        tree, plans = self.tree, self.plans[: self.room]
        found = np.empty((len(plans), int(tree.sizes.sum())))
        taken = self.leads[1:] == self.leads[tree.parent[1:]]
        decided = tree.choice[1:] >= 0
        found[:, tree.choice[1:][decided]] = taken[decided]
        for row, plan in zip(found, plans, strict=True):
            open_plans = [plan]
            while open_plans:
                each = open_plans.pop()
                open_plans += each.parts
                if each.step >= 0:
                    place = tree.place[tree.parent[each.step]]
                    row[tree.choice_start[place] :][: tree.sizes[place]] = 0.0
                    row[tree.choice[each.step]] = 1.0
        return found
