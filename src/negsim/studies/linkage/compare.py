"""What linking issues earns or costs each party: every way of dealing with an agenda, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.base import Array, BoolArray, Game, Values
from negsim.scenario.expression import Expression
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solver
from negsim.studies.linkage.board import Board
from negsim.studies.linkage.tracks import Settled, full, nothing, track, worth_of
from negsim.studies.linkage.ways import MOST_GROUPED, Way, ways_of
from negsim.studies.solve import game, named_solver, opened, solver_of

NO_AGREEMENT = "no agreement"
PACKAGE, FREE, APART = "package", "free", "issue by issue"  # names of ways
NO_SHARES = (
    "payoffs do not add up over the issues, and disagreement is not the status quo: what an issue left open is worth "
    "is not said, so issues are not taken apart"
)
TOO_MANY = "groups of issues are left out, as there are too many agreements to try them all; name some groupings"
MOST_WORK = 2**23  # agreements of all groups of issues together


@dataclass(frozen=True, kw_only=True, eq=False)
class Outcome:
    """What one way of dealing with the issues leads to, in each game of the batch.

    Attributes
    ----------
    way
        The way.
    agreement
        Shape (batch,). What is agreed, as its label; the likeliest, where parties agree on a lottery; ``"no
        agreement"`` where nothing is.
    payoffs
        Shape (batch, player).
    is_apart
        Shape (batch,). Whether something was settled, and not all of it at one table as a whole.
    apart
        Shape (batch, player). What each gets besides because issues were settled apart; 0 where they were not.
    settled
        Shape (batch, issue). Which issues are settled otherwise than at the status quo, for sure or perhaps.
    possible
        Shape (batch,). Whether what the tracks settled fits together; where it does not, nothing is agreed.
    accepted
        Shape (batch,). Whether nobody ends below disagreement, what it gets besides not counted.
    """

    way: Way
    agreement: tuple[str, ...]
    payoffs: Array
    is_apart: BoolArray
    apart: Array
    settled: BoolArray
    possible: BoolArray
    accepted: BoolArray

    @property
    def total(self) -> Array:
        """Shape (batch, player). Payoffs, and what each gets besides."""
        return np.asarray(self.payoffs + self.apart)


@dataclass(frozen=True, kw_only=True, eq=False)
class Linkage:
    """All ways of dealing with the issues of an agenda.

    Attributes
    ----------
    game
        The batch of games.
    issues
        Names of the issues.
    solver
        What said what parties agree on.
    outcomes
        One for each way: package, free, issue by issue, groups, orders.
    unbundler
        The player who demands the package and would have to take it apart; empty if nobody does.
    note
        Why issues were not taken apart, or not in every way, where they were not; else empty.
    """

    game: BargainingGame
    issues: tuple[str, ...]
    solver: Solver[Any, Any]
    outcomes: tuple[Outcome, ...] = field(repr=False)
    unbundler: str = ""
    note: str = ""

    def __len__(self) -> int:
        return len(self.outcomes)

    def outcome(self, name: str) -> Outcome:
        """Return what a way leads to.

        Parameters
        ----------
        name
            Name of the way, such as ``"package"``.

        Raises
        ------
        UnknownName
            If there is no such way.
        """
        found = {each.way.name: each for each in self.outcomes}
        if name not in found:
            raise unknown("way", name, found)
        return found[name]

    def gain(self, name: str, over: str = APART) -> Array:
        """Return what each party gains by one way over another, of shape (batch, player); below 0 it loses.

        Parameters
        ----------
        name, over
            Names of two ways.
        """
        return np.asarray(self.outcome(name).total - self.outcome(over).total)

    def unbundles(self, name: str = APART) -> BoolArray:
        """Return whether the unbundler would rather take the package apart in this way than insist, of shape (batch,).

        Parameters
        ----------
        name
            Name of the way. Where both are worth the same to it, it takes the package apart.

        Raises
        ------
        NotApplicable
            If nobody has to take a package apart.
        """
        if not self.unbundler:
            raise NotApplicable("nobody demands a package. Write games.bargaining.linkage.unbundler: actor")
        margin = self.gain(name, PACKAGE)[:, self.game.players.index(self.unbundler)]
        return np.asarray(margin >= -CLOSE * self.game.spread)


def linkage(
    what: Scenario | Game | str | Path,
    solver: str | Solver[Any, Any] | None = None,
    *,
    values: Values = {},
    issues: Mapping[str, tuple[str, ...]] = {},
    groupings: Sequence[Sequence[Sequence[str]]] | None = None,
    orders: Sequence[Sequence[str]] | None = None,
) -> Linkage:
    """Compare all ways of dealing with the issues of an agenda.

    A package is settled as a whole or not at all; a free choice is any selection of settlements, at one table. Tracks
    that run in parallel each settle a group of issues, as a whole, as if the others stood still; tracks in turn know
    what was settled before, and keep it.

    Parameters
    ----------
    what
        A scenario, its name or its path; or a bargaining game.
    solver
        What parties agree on at each table; when left out, the solver that the scenario names, else
        ``"nash_bargaining"``.
    values
        Numbers for some parameters, or arrays of one number a game.
    issues
        Issue -> the moves that settle it; when left out as the scenario says, or each move an issue.
    groupings, orders
        As for `ways_of`.

    Returns
    -------
    Linkage
        One outcome for each way.

    Raises
    ------
    NotApplicable
        If it is not a game of bargaining, or nothing is known of what its agreements consist of.

    Examples
    --------
    >>> found = linkage("baseline_impasse")
    >>> found.outcome("package").agreement, found.outcome("package").payoffs[0].tolist()
    (('no agreement',), [0.0, 0.0])
    """
    about = opened(what) if isinstance(what, str | Path) else what
    batch = game(about, "bargaining", values)
    told = about.agenda().block.linkage if isinstance(about, Scenario) else None
    chosen = solver or (named_solver(about, "bargaining") if isinstance(about, Scenario) else None)
    besides = np.zeros((1, len(batch.players)))
    if told and isinstance(about, Scenario):
        besides = _besides(about, told.apart, batch, values)
    if len(batch) == 1 < len(besides):  # payoffs are the same in all games, and what is gained besides is not
        batch = batch.take(np.zeros(len(besides), np.intp))
    board = Board.of(batch, issues or (told.issues if told else {}))
    parted = board.stands or board.worth is not None
    work = len(batch.agreements) * 2 ** len(board.issues)
    many = groupings is None and (len(board.issues) > MOST_GROUPED or work > MOST_WORK)
    ways = ways_of(board.issues, () if many else groupings, orders if board.stands else ())
    maker = _Maker(board, solver_of(chosen or "nash_bargaining"), besides)
    return Linkage(
        game=batch,
        issues=board.issues,
        solver=maker.solver,
        outcomes=tuple(maker.outcome(way) for way in ways if parted or len(way.groups) == 1),
        unbundler=told.unbundler if told else "",
        note=NO_SHARES if not parted else TOO_MANY if many else "",
    )


class _Maker:
    """Settles issues in each way, and each group of issues once."""

    def __init__(self, board: Board, solver: Solver[Any, Any], besides: Array):
        self.board, self.solver, self.besides = board, solver, besides
        self.known: dict[tuple[object, ...], Settled] = {}

    def outcome(self, way: Way) -> Outcome:
        """Return what a way leads to."""
        board, settled = self.board, self.settled(way)
        at = full(board, settled)
        used = settled.weights > 0
        payoffs = worth_of(board, settled)
        losses = payoffs - board.game.disagreement
        moved = self._changed(settled).any(1) | (np.abs(losses).max(1) > CLOSE * board.game.spread)
        agreed = ~settled.open.all(1) & moved
        possible = np.asarray(~((at < 0) & used).any(1) | settled.open.all(1))
        likeliest = at[np.arange(len(at)), settled.weights.argmax(1)]
        labels = np.array([*board.game.agreements, NO_AGREEMENT], object)
        changed = self._changed(settled) & possible[:, None]
        apart = np.asarray(changed.any(1) & (~changed.all(1) if len(way.groups) == 1 else True))
        return Outcome(
            way=way,
            agreement=tuple(labels[np.where(agreed & possible, likeliest, -1)]),
            payoffs=payoffs,
            is_apart=apart,
            apart=np.where(apart[:, None], self.besides, 0.0),
            settled=changed,
            possible=possible,
            accepted=(losses >= -CLOSE * board.game.spread[:, None]).all(1),
        )

    def settled(self, way: Way) -> Settled:
        """Return how the issues are settled in a way."""
        start = found = nothing(self.board)
        for names in way.groups:
            group = tuple(sorted(self.board.issues.index(name) for name in names))
            found = found.joined(self._track(group, found if way.in_turn else start, way.free))
        return found

    def _track(self, group: tuple[int, ...], before: Settled, free: bool) -> Settled:
        key = (group, free, before.settings.tobytes(), before.weights.tobytes())
        if key not in self.known:
            self.known[key] = track(self.board, self.solver, group, before, whole=not free)
        return self.known[key]

    def _changed(self, settled: Settled) -> BoolArray:
        """Shape (batch, issue). Which issues are, or may be, settled otherwise than they stand."""
        taken = settled.settings >= 0
        if self.board.stands and self.board.standing is not None:
            taken &= settled.settings != self.board.standing
        return np.asarray(taken.any(1))


def _besides(scenario: Scenario, apart: Mapping[str, Expression], batch: BargainingGame, values: Values) -> Array:
    """Shape (batch or 1, player). What each party gets besides if issues are settled apart."""
    told = {player: apart.get(player, Expression("0")) for player in batch.players}
    return np.stack(np.broadcast_arrays(*scenario.evaluate(told, values).values()), axis=1)
