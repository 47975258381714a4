"""Graph-model conflicts: states, who can move between them alone, and how each party ranks them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negsim.errors import InvalidGame, unknown
from negsim.games.base import Array, BoolArray, Choices, Game, IntArray, Values, games
from negsim.games.graphs import from_arcs, from_options
from negsim.games.graphs.graph import Graph
from negsim.games.graphs.ranks import ranked
from negsim.games.sheet import Sheet

if TYPE_CHECKING:
    from negsim.scenario.model import Scenario

LARGEST = 1e300  # of payoffs


@games("conflict")
@dataclass(frozen=True, kw_only=True, eq=False)
class ConflictGame(Game):
    """A batch of graph-model conflicts: one graph of moves, and payoffs of which only the order counts.

    Attributes
    ----------
    payoffs
        Shape (batch, player, state). What each player makes of each state; equal numbers are indifference.
    graph
        The unilateral moves of every player, the same in all conflicts of the batch.
    players, states
        Their labels.
    start
        The state that stands before anybody moves: the status quo.
    degrees
        Shape (batch or 1, player, state, state), or None. How much each player prefers the second state to the first,
        where payoffs cannot say it: intransitive, graded or fuzzy preferences, and nan where it is unknown. None: the
        difference of the payoffs.
    perceived
        Shape (player, state), or None if everybody sees everything. The states that each player knows to exist; it
        judges the conflict as if the others did not.
    sheet
        What the states consist of, for sentences; None if nothing is known of it.
    title, comment, names
        What the conflict is, what its payoffs are, and what to call players and states in sentences.

    Raises
    ------
    InvalidGame
        If shapes or labels do not fit, or a payoff is no number or too large.

    Examples
    --------
    >>> chicken = ConflictGame.from_graph(
    ...     players=["row", "column"],
    ...     states=["CC", "CD", "DC", "DD"],
    ...     moves={"row": [(0, 2), (2, 0), (1, 3), (3, 1)], "column": [(0, 1), (1, 0), (2, 3), (3, 2)]},
    ...     payoffs={"row": [3, 2, 4, 1], "column": [3, 4, 2, 1]},
    ... )
    >>> chicken
    <ConflictGame: 1 conflict of row, column; 4 states, 8 moves>
    """

    name: ClassVar[str] = "conflict"

    payoffs: Array
    graph: Graph
    players: tuple[str, ...]
    states: tuple[str, ...]
    start: int = 0
    degrees: Array | None = None
    perceived: BoolArray | None = None
    sheet: Sheet | None = None
    title: str = ""
    comment: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        many = "s" * (len(self) != 1)
        small = len(self.states) <= 10_000
        moves = f", {sum(map(self.graph.count, range(len(self.players)))):,} moves" if small else ""
        told = f"{len(self):,} conflict{many} of {', '.join(self.players)}"
        return f"<ConflictGame: {told}; {len(self.states):,} states{moves}>"

    def __post_init__(self) -> None:
        payoffs = np.array(self.payoffs, np.float64, order="C")
        wanted = (len(self.players), len(self.states))
        if payoffs.ndim != 3 or payoffs.shape[1:] != wanted:
            raise InvalidGame(
                f"payoffs have shape {payoffs.shape}; they need (batch, {wanted[0]} players, {wanted[1]} states)"
            )
        if not (np.abs(payoffs) <= LARGEST).all():
            raise InvalidGame(f"payoffs must be numbers of at most {LARGEST:g} in size")
        if len(self.graph) != wanted[1] or self.graph.players != wanted[0]:
            raise InvalidGame(
                f"the graph has {len(self.graph)} states and {self.graph.players} players, the payoffs {wanted[1]} and "
                f"{wanted[0]}"
            )
        for kind, labels in (("player", self.players), ("state", self.states)):
            if not labels or len(set(labels)) < len(labels) or not all(isinstance(label, str) for label in labels):
                raise InvalidGame(f"every {kind} needs a label of its own, which is text")
        if not 0 <= self.start < wanted[1]:
            raise InvalidGame(f"the conflict starts in state {self.start}, and there are {wanted[1]} of them")
        payoffs.setflags(write=False)
        object.__setattr__(self, "payoffs", payoffs)
        self._check_shape("degrees", (*wanted, wanted[1]), batched=True)
        self._check_shape("perceived", wanted, batched=False)

    @classmethod
    def from_scenario(cls, scenario: Scenario, values: Values = {}) -> Self:
        """Read a scenario as a conflict whose states are its outcomes.

        An actor moves by setting its own moves to any levels at once; what is irreversible, which outcomes count as
        one state, and which an actor does not see, its ``games.conflict`` says.

        Parameters
        ----------
        scenario
            What the file says.
        values
            Numbers for some parameters, or arrays of one number a game.

        Raises
        ------
        NotApplicable
            If chance decides some of the moves.
        """
        return cls(**from_options.fields(scenario, values))

    @classmethod
    def from_graph(
        cls,
        *,
        players: Sequence[str],
        states: Sequence[Hashable],
        moves: Mapping[str, Iterable[tuple[Hashable, Hashable]]],
        payoffs: Mapping[str, ArrayLike],
        start: Hashable = None,
    ) -> Self:
        """Make a conflict, or a batch of them, from its graph.

        Parameters
        ----------
        players
            Their labels.
        states
            Labels, or whatever stands for them, such as numbers.
        moves
            Player -> pairs (from, to), each a state as given, or its position counted from 0. A player without moves
            may be left out.
        payoffs
            Player -> a number for every state, higher for better; or an array of shape (batch, state).
        start
            The status quo; the first state if left out.

        Raises
        ------
        UnknownName
            If a move or a payoff is of somebody else, or names no state.
        InvalidGame
            If a player has no payoffs, or the numbers do not fit.
        """
        return cls(**from_arcs.fields(players, states, moves, payoffs, start))

    @cached_property
    def choices(self) -> Choices:
        """One plan for each player: where to move from every state."""
        return Choices.one_each(self.players, "every state", "move or stay")

    @cached_property
    def spread(self) -> Array:
        """Shape (batch,). Difference of the highest and the lowest payoff, at least 1: the yardstick of tolerances."""
        return np.asarray(np.maximum(np.ptp(self.payoffs, axis=(1, 2)), 1.0))

    @cached_property
    def ranks(self) -> NDArray[np.int32]:
        """Shape (batch, player, state). Rank of each state for each player: 0 for the worst, equal for indifference.

        Payoffs that differ by rounding alone, less than 1e-9 of the player's range, have one rank.
        """
        return ranked(self.payoffs)

    def __len__(self) -> int:
        return len(self.payoffs)

    def take(self, rows: slice | IntArray) -> Self:
        """Return the conflicts of these rows of the batch."""
        degrees = self.degrees if self.degrees is None or len(self.degrees) == 1 else self.degrees[rows]
        return replace(self, payoffs=self.payoffs[rows], degrees=degrees)

    def preference(self, item: int, player: int) -> Array:
        """Return how much a player prefers one state to another.

        Parameters
        ----------
        item, player
            Which conflict of the batch, and whose preference.

        Returns
        -------
        Array
            Shape (state, state). Positive where the second state is better than the first; nan where it is unknown.
            Differences of payoffs, 0 where ranks are equal, unless `degrees` are given.
        """
        if self.degrees is not None:
            return np.asarray(self.degrees[item if len(self.degrees) > 1 else 0, player])
        payoff, rank = self.payoffs[item, player], self.ranks[item, player]
        return np.where(rank[:, None] == rank[None, :], 0.0, payoff[None, :] - payoff[:, None])

    def number_of(self, state: str) -> int:
        """Return the number of a state, from 0, of which the label, or the number, is given as text.

        Parameters
        ----------
        state
            A label as in `states`; or a number counted from 0, where no label reads like it.

        Raises
        ------
        UnknownName
            If there is no such state; the message names the nearest.
        """
        if state in self._numbers:
            return self._numbers[state]
        if state.isdecimal() and int(state) < len(self.states):
            return int(state)
        raise unknown("state", state, self.states)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {label: k for k, label in enumerate(self.states)}

    def _check_shape(self, name: str, shape: tuple[int, ...], *, batched: bool) -> None:
        given: Any = getattr(self, name)
        if given is None:
            return
        array = np.array(given, np.float64 if batched else np.bool_)
        if array.shape[batched:] != shape or (batched and len(array) not in {1, len(self)}):
            raise InvalidGame(f"{name} have shape {array.shape}; they need {('batch or 1',) * batched + shape}")
        if batched and np.isinf(array).any():
            raise InvalidGame(f"{name} must be finite, or nan where a preference is unknown")
        array.setflags(write=False)
        object.__setattr__(self, name, array)
