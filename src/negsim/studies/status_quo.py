"""Ways from the status quo: by which legal sequences of moves the equilibria of a conflict can be reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as File
from typing import Any, Literal

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.games.base import Game, IntArray, Values
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.legal import Found
from negsim.scenario.model import Scenario
from negsim.solvers.base import Row, Solution
from negsim.studies.sanctions.board import Board, Move
from negsim.studies.sanctions.every_way import Listing, every_way
from negsim.studies.solve import named_solver, solve
from negsim.studies.why import conflict, state_number

Kind = Literal["any", "improvements"]
KINDS: tuple[Kind, ...] = ("any", "improvements")


@dataclass(frozen=True, kw_only=True, eq=False)
class Ways:
    """How a conflict can go from one state to others: by any moves, and by moves that each improve the mover's lot.

    Nobody moves twice in succession.

    Attributes
    ----------
    game, item
        A batch of conflicts, and which of them.
    start
        Number of the state from which everything begins.
    goals
        State -> the concepts under which it is an equilibrium; none where the states were named by the user. In the
        order in which they are to be shown.
    longest, most
        How many moves a way may have that is listed, and how many are listed to each state.
    """

    game: ConflictGame
    item: int
    start: int
    goals: Mapping[int, tuple[str, ...]]
    longest: int = 5
    most: int = 20

    def __repr__(self) -> str:
        return f"<Ways from {self.game.states[self.start]!r} to {len(self.goals):,} states; see negsim.table(...)>"

    @cached_property
    def board(self) -> Board:
        """The conflict, ready to be moved about in."""
        return Board(self.game, self.item)

    @cached_property
    def searches(self) -> dict[Kind, Found]:
        """What everybody together can bring about from the start, by each kind of moves."""
        everybody = range(len(self.game.players))
        return {
            kind: self.board.legal(everybody, improving=kind == "improvements").search(self.start) for kind in KINDS
        }

    def distance(self, kind: Kind = "any") -> IntArray:
        """Return the fewest moves to every state, of shape (state,): 0 at the start, -1 where no way leads.

        Parameters
        ----------
        kind
            Which moves.
        """
        found = self.searches[kind].distance.copy()
        found[self.start] = 0
        return found

    def shortest(self, state: int, kind: Kind = "any") -> tuple[Move, ...] | None:
        """Return the moves of a shortest way to a state; none at the start, and None where no way leads.

        Parameters
        ----------
        state, kind
            Where to, and by which moves.
        """
        if state == self.start:
            return ()
        found = self.searches[kind]
        return None if found.distance[state] < 0 else tuple(self.board.move(*step) for step in found.path(state))

    def listed(self, state: int, kind: Kind = "any") -> Listing:
        """Return the ways to a state on which no state is visited twice, the shortest first.

        Parameters
        ----------
        state, kind
            Where to, and by which moves.
        """
        arcs = [self.board.kept(player, improving=kind == "improvements") for player in range(len(self.game.players))]
        found = every_way(arcs, len(self.game.states), self.start, state, self.longest, self.most)
        return Listing(
            ways=tuple(tuple(self.board.move(*step) for step in way) for way in found.ways), complete=found.complete
        )


def ways(
    what: Scenario | Game | Solution[Any, Any] | Row | str | File,
    *,
    start: str | int | None = None,
    to: Sequence[str | int] = (),
    concepts: Sequence[str] = (),
    longest: int = 5,
    most: int = 20,
    values: Values = {},
) -> Ways:
    """Find the ways from the status quo to the equilibria of a conflict, or to any other states.

    Parameters
    ----------
    what
        A scenario or a conflict, its path or its name; or a solution of one, or a row of it.
    start
        Label or number of the state to begin in; the conflict's own status quo when left out.
    to
        Labels or numbers of the states to reach; the equilibria when left out.
    concepts
        Under which the equilibria are meant; any of the solver's when left out.
    longest, most
        How many moves a way may have that is listed, and how many are listed to each state.
    values
        Numbers for some parameters of a scenario.

    Raises
    ------
    NotApplicable
        If it is no conflict, or so large that its moves cannot be written out.
    UnknownName
        If there is no such state or concept; the message names the nearest.
    """
    if longest < 1 or most < 1:
        raise NotApplicable(f"ways of at most {longest} moves, {most} of them, are none. Ask for at least 1 of each")
    row = _row(what, values, solved=not to)
    game = row.solution.game if isinstance(row, Row) else row
    item = row.item if isinstance(row, Row) else 0
    goals = {state_number(game, state): () for state in to} if to else _equilibria(row, concepts)
    begin = game.start if start is None else state_number(game, start)
    return Ways(game=game, item=item, start=begin, goals=goals, longest=longest, most=most)


def _row(what: Any, values: Values, *, solved: bool) -> Any:
    """The row of a solution that is meant; the conflict alone where nothing need be solved."""
    if isinstance(what, Row):
        return what
    if isinstance(what, Solution):
        return what[0]
    game = conflict(what, values)
    if not solved:
        return game
    named = named_solver(what, "conflict") if isinstance(what, Scenario) else None
    return solve(game, solver=named or "stability")[0]


def _equilibria(row: Row, concepts: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """The states that are equilibria, with the concepts: those first that are so under most."""
    result = row.solution.result
    for concept in concepts:
        if concept not in result.concepts:
            raise unknown("concept", concept, result.concepts)
    asked = [k for k, concept in enumerate(result.concepts) if not concepts or concept in concepts]
    held = result.equilibria[row.row][asked]
    states = np.flatnonzero(held.any(0))
    order = states[np.argsort(-held[:, states].sum(0), kind="stable")]
    return {
        int(k): tuple(result.concepts[c] for c, holds in zip(asked, held[:, k], strict=True) if holds) for k in order
    }
