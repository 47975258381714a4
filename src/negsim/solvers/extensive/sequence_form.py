"""Equilibria of two-player trees with hidden information, from the players' sequences of moves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.nash import nash
from negsim.games.base import Array, IntArray
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Profiles
from negsim.games.trees.pieces import Pieces, pieces
from negsim.games.trees.replies import require_perfect_recall
from negsim.kernels.trees.lemke import FAILED, SOLVED, STEP_LIMIT
from negsim.kernels.trees.likeness import Forest
from negsim.kernels.trees.plan_program import safe_plans
from negsim.kernels.trees.plans import TREMBLE, plan_of, write_behaviour
from negsim.kernels.trees.tree_pieces import solve_pieces
from negsim.solvers._forms import require_form
from negsim.solvers.base import (
    Answer,
    Solution,
    Solver,
    Status,
    Watch,
    certified,
    one_by_one,
    require_two_players,
    solvers,
)

TOLERANCE = 1e-8  # of the payoff range
SMALL = 150  # sequences: of larger zero-sum pieces a linear program takes less time than pivoting
PORTION = 2_000  # pieces between two looks at the clock
PIVOT = 1.5e-9  # seconds of a pivot, by cell of the table
ROOM = 4e9  # bytes that the tables of a piece may take
PRIORS = 6  # tried on a piece before it counts as failed


@solvers("sequence_form")
@dataclass(frozen=True, kw_only=True)
class SequenceForm(Solver[ExtensiveGame, Profiles]):
    """Find one equilibrium of a two-player tree in which players may not see all that happens.

    Subgames are solved first, so the equilibrium is subgame-perfect. Each is solved by its sequences of moves, of which
    there are no more than nodes: by Lemke's algorithm from the prior that plays all actions equally often, which ends
    at an equilibrium for any payoffs, and by a linear program where payoffs sum to a constant and there are many
    sequences; interchangeable ones, as of cards that differ in suit alone, count once in it. At information sets that
    its own plan avoids a player takes a best reply to the other, who trembles a little. Leduc poker takes some 0.03 s,
    and so do 10,000 nodes with small subgames; a general-sum piece of n sequences takes n x n numbers and some n pivots
    of n x n steps. A step is a pivot, or an iteration of the linear program. Use `BackwardInduction` where everything
    is seen, `CFRPlus` for zero-sum trees of over 100,000 nodes without subgames, and `AgentLogit` for more players.
    """

    reference: ClassVar[str] = "Koller, Megiddo and von Stengel (1996); von Stengel, van den Elzen and Talman (2002)"

    @property
    def concept(self) -> Concept[Any, Profiles]:
        """Nash equilibrium."""
        return nash

    def solve(self, game: ExtensiveGame) -> Solution[ExtensiveGame, Profiles]:
        """Find one equilibrium of every game of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, there are more or fewer than two players, or one forgets what it knew or
            did.
        """
        require_form(self, game, ExtensiveGame)
        require_two_players(self, game, "AgentLogit")
        require_perfect_recall(game.tree, "SequenceForm is for players who forget nothing", "AgentLogit")
        parts = pieces(game.tree)
        nothing = Answer(rows={"weights": np.zeros((0, len(game.choices)))})

        def solve(item: int, watch: Watch) -> Answer:
            work = _Work(game, item, parts)
            status, steps = work.run(watch)
            rows = {"weights": work.weights[None]} if status is Status.solved else nothing.rows
            return Answer(rows=rows, status=status, steps=steps)

        return certified(one_by_one(self, game, Profiles, solve, nothing=nothing), TOLERANCE * game.spread)


class _Work:
    """One game, solved piece by piece from the last; values of solved pieces stand at their roots."""

    def __init__(self, game: ExtensiveGame, item: int, parts: Pieces):
        chance = np.asarray(game.chance)
        self.game, self.parts, self.sequences = game, parts, parts.sequences
        self.odds = parts.odds(game.tree, chance[item if len(chance) > 1 else 0])
        self.values = np.zeros((2, len(game.tree)))
        self.values[:, game.tree.terminals] = game.payoffs[item]
        self.weights = np.zeros(len(game.choices))
        self.zero_sum = bool(game.is_constant_sum[item])

    @cached_property
    def even(self) -> Array:
        """Shape (choice,). All actions equally often."""
        sizes = np.bincount(self.game.choices.place)
        return np.repeat(1 / sizes, sizes)

    def run(self, watch: Watch) -> tuple[Status, int]:
        """Solve all pieces, as many at a time as take little time together."""
        large = np.flatnonzero(self.sequences > SMALL)
        piece, steps = len(self.parts) - 1, 0
        while piece >= 0:
            if stop := watch.stop(steps):
                return stop, steps
            most = watch.limits.max_steps - steps
            if self.sequences[piece] > SMALL:
                status, count = self.large(piece, watch, most)
                piece -= 1
            else:
                next_large = int(large[np.searchsorted(large, piece) - 1]) if len(large) and large[0] < piece else -1
                last = max(next_large + 1, piece - PORTION + 1)
                piece, ending, count = self.pivoted(piece, last, self.even, most)
                status = Status.solved
                if ending != SOLVED:
                    status, more = self.again(piece, ending, most - count)
                    piece, count = piece - 1, count + more
            steps += count
            if status is not Status.solved:
                return status, steps
        return Status.solved, steps

    def pivoted(self, piece: int, last: int, prior: Array, most: int) -> tuple[int, int, int]:
        """Solve pieces by Lemke's algorithm."""
        parts, (first, second) = self.parts, self.parts.sides
        size = self.sequences[last : piece + 1].astype(float)
        work = size**3 / 2 + 100 * size + 500
        return solve_pieces.sized(float(work.sum()))(
            piece,
            last,
            parts.root,
            parts.leaf_start,
            parts.leaf,
            self.odds,
            (first.at, second.at),
            (first.place_start, second.place_start),
            (first.before, second.before),
            (first.choice, second.choice),
            (first.size, second.size),
            prior,
            self.values,
            self.weights,
            most,
        )

    def large(self, piece: int, watch: Watch, most: int) -> tuple[Status, int]:
        """Solve a piece of many sequences: by a linear program, or by pivots that may take long."""
        if self.zero_sum:
            status, steps = self.programmed(piece, most, watch.left)
            if status is not Status.failed:
                return status, steps
        cells = float(self.sequences[piece] + 1) ** 2
        if 32 * cells > ROOM:
            return Status.memory_limit, 0
        allowed = int(max(1, min(most, watch.left / (PIVOT * cells))))
        _, ending, steps = self.pivoted(piece, piece, self.even, allowed)
        if ending == STEP_LIMIT:
            return Status.time_limit if allowed < most else Status.step_limit, steps
        status, count = self.again(piece, ending, allowed - steps)
        return status, steps + count

    def again(self, piece: int, ending: int, most: int) -> tuple[Status, int]:
        """Try a piece from other priors, where rounding led astray; the last answer, if any, is taken as it is."""
        steps = 0
        for seed in range(1, PRIORS):
            if ending in (SOLVED, STEP_LIMIT):
                break
            prior = self.even * np.random.default_rng(seed).uniform(0.5, 1.5, len(self.even))
            prior /= np.bincount(self.game.choices.place, prior)[self.game.choices.place]
            _, ending, count = self.pivoted(piece, piece, prior, most - steps)
            steps += count
        endings = {FAILED: Status.failed, STEP_LIMIT: Status.step_limit}
        return endings.get(ending, Status.solved), steps

    def forests(self, piece: int) -> list[tuple[Forest, IntArray]]:
        """The players' sequences within a piece, and the first choice of each information set in a profile."""
        found = []
        for side in self.parts.sides:
            own = slice(side.place_start[piece], side.place_start[piece + 1])
            start = 1 + np.concatenate([[0], np.cumsum(side.size[own])])
            found.append((Forest(side.before[own], start), side.choice[own]))
        return found

    def programmed(self, piece: int, most: int, seconds: float) -> tuple[Status, int]:
        """Solve a zero-sum piece by a linear program."""
        ends = slice(self.parts.leaf_start[piece], self.parts.leaf_start[piece + 1])
        at = [side.at[ends] for side in self.parts.sides]
        odds, values = self.odds[ends], self.values[:, self.parts.leaf[ends]]
        middle = (values[0].max() + values[0].min()) / 2
        forests = self.forests(piece)
        plans = safe_plans(
            (forests[0][0], forests[1][0]), at[0], at[1], odds * (values[0] - middle), max(most, 1), seconds
        )
        if plans.ending != "solved":
            return Status[plans.ending], plans.steps
        found = (plans.first, plans.second)
        for player, (forest, choice) in enumerate(forests):
            even = self.plan(self.even, forests[1 - player])
            other = (found[1 - player] + TREMBLE * even)[at[1 - player]]
            worth = np.bincount(at[player], odds * values[player] * other, forest.start[-1]).astype(np.float64)
            write = write_behaviour.sized(10.0 * len(worth))
            write(self.weights, found[player], worth, forest.before, forest.start, choice)
        reach = odds * self.plan(self.weights, forests[0])[at[0]] * self.plan(self.weights, forests[1])[at[1]]
        self.values[:, self.parts.root[piece]] = values @ reach
        return Status.solved, plans.steps

    def plan(self, weights: Array, own: tuple[Forest, IntArray]) -> Array:
        """A player's plan within a piece, from behaviour."""
        (before, start), choice = own
        return plan_of.sized(10.0 * len(choice))(weights, before, start, choice)
