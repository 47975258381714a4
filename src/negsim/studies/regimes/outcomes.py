"""Regimes: what is told of the answers to many games, one number or label a game."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from negsim.errors import NotApplicable
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.results import Agreements, Joint, Offers, Outcomes, Profiles, Result, StateSets, Survivors
from negsim.games.strategic import StrategicGame, outcomes
from negsim.solvers.base import Solution, Solver, Status
from negsim.studies.regimes import agreements, stable_states
from negsim.studies.regimes.gists import gists
from negsim.studies.regimes.stable_states import StateCounts

PURE = 1 - 1e-6  # probability from which a strategy counts as played for sure
NAMED = 3  # a regime of more outcomes is told by their number

# numbers of the outcomes (or strategies) singled out, or phrases for whole plans; and how many rows mix
Regime: TypeAlias = tuple[tuple[int, ...] | tuple[str, ...], int]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What is kept of the solution of a batch.

    Attributes
    ----------
    regimes
        The different answers that occur.
    regime
        Shape (game,). Which of them holds; -1 where there is no row.
    count
        Shape (game,). Number of rows.
    payoff
        Shape (game, player). What each player expects, on average over the rows; NaN where there is none.
    status
        Shape (game,). How the work ended.
    rows, solver
        What kind of rows they were, and what found them; None if nothing was solved.
    states
        Of conflicts: in how many of them each state is stable.
    zone, room
        Of bargaining, shape (game,): number of agreements in the zone of agreement, and the most that all can gain at
        once.
    """

    regimes: tuple[Regime, ...]
    regime: IntArray
    count: IntArray
    payoff: Array
    status: IntArray
    rows: type[Result] = Profiles
    solver: Solver[Any, Any] | None = None
    states: StateCounts | None = None
    zone: IntArray | None = None
    room: Array | None = None


def summary(solution: Solution[Any, Any]) -> Summary:
    """Summarise the rows of each game of a solution.

    Parameters
    ----------
    solution
        Of a batch of games of any form.
    """
    game, result = solution.game, solution.result
    if isinstance(result, StateSets):
        return _of_conflicts(solution, result)
    if isinstance(result, Agreements):
        return _of_bargaining(solution, result)
    count = np.bincount(result.item, minlength=len(game))
    solved = np.flatnonzero(count)
    starts = np.concatenate([[0], np.cumsum(count)[:-1]])[solved]
    regime = np.full(len(game), -1)
    found: list[Regime] = []
    if game.choices.several:
        found = _of_plans(game, result, regime)
    elif len(solved):
        keys = np.add.reduceat(_keys(game, result), starts)
        _, firsts, regime[solved] = np.unique(keys, return_index=True, return_inverse=True)
        for first in solved[firsts]:
            start = int(starts[np.searchsorted(solved, first)])
            found.append(_regime(game, result.take(slice(start, start + int(count[first])))))
    payoff = np.full((len(game), len(game.choices.players)), np.nan)
    if len(solved) and isinstance(result, Profiles | Joint | Offers):
        payoff[solved] = np.add.reduceat(game.payoff(result), starts, axis=0) / count[solved, None]
    return Summary(
        regimes=tuple(found),
        regime=regime,
        count=count,
        payoff=payoff,
        status=solution.status,
        rows=type(result),
        solver=solution.solver,
    )


def joined(parts: Sequence[Summary]) -> Summary:
    """Join the summaries of several batches, one after the other.

    Parameters
    ----------
    parts
        One at least.
    """
    numbers: dict[Regime, int] = {}
    for part in parts:
        for regime in part.regimes:
            numbers.setdefault(regime, len(numbers))
    codes = [np.array([*(numbers[regime] for regime in part.regimes), -1])[part.regime] for part in parts]
    used = {part.solver: None for part in parts if part.solver is not None}
    return Summary(
        regimes=tuple(numbers),
        regime=np.concatenate(codes),
        count=np.concatenate([part.count for part in parts]),
        payoff=np.concatenate([part.payoff for part in parts]),
        status=np.concatenate([part.status for part in parts]),
        rows=next((part.rows for part in parts if part.solver is not None), Profiles),
        solver=next(iter(used), None),
        states=stable_states.added([part.states for part in parts]),
        zone=_side_by_side([(part.zone, len(part.count), 0) for part in parts]),
        room=_side_by_side([(part.room, len(part.count), np.nan) for part in parts]),
    )


def _side_by_side(parts: Sequence[tuple[Any, int, float]]) -> Any:
    """Join columns of several batches, a filler where one has none; None where none has one."""
    known = [column for column, _, _ in parts if column is not None]
    if not known:
        return None
    filled = [np.full(size, filler, known[0].dtype) if column is None else column for column, size, filler in parts]
    return np.concatenate(filled)


def nothing(size: int, players: int) -> Summary:
    """Return the summary of games that could not be made.

    Parameters
    ----------
    size, players
        How many games, of how many players.
    """
    return Summary(
        regimes=(),
        regime=np.full(size, -1),
        count=np.zeros(size, np.intp),
        payoff=np.full((size, players), np.nan),
        status=np.full(size, Status.failed.code),
    )


def labels(game: Any, regimes: Iterable[Regime], kind: type[Result] = Profiles) -> tuple[str, ...]:
    """Return a different name for each regime: its outcomes, or how many of them there are.

    Parameters
    ----------
    game
        For the names of strategies; of any form.
    regimes
        What to name.
    kind
        What kind of rows they come from.
    """
    if kind is StateSets:
        return _numbered(stable_states.names(game.states, [tuple(map(int, numbers)) for numbers, _ in regimes], NAMED))
    if issubclass(kind, Agreements):
        return _numbered(agreements.names([tuple(map(str, phrases)) for phrases, _ in regimes], NAMED))
    if game.choices.several:
        return tuple("; ".join(map(str, phrases)) for phrases, _ in regimes)
    names = game.choices.actions if kind is Survivors else [" / ".join(cell) for cell in outcomes(game)]
    told = []
    for numbers, mixed in regimes:
        many = f"{len(numbers)} {'strategies' if kind is Survivors else 'pure'}"
        pure = "; ".join(names[int(k)] for k in numbers) if len(numbers) <= NAMED else many
        told.append(" + ".join(part for part in (pure, f"{mixed} mixed" if mixed else "") if part))
    return _numbered(told)


def _numbered(told: Iterable[str]) -> tuple[str, ...]:
    """Give a number to each name that stands for something else already."""
    found: dict[str, None] = {}
    for base in told:
        name, again = base, 1
        while name in found:
            again += 1
            name = f"{base} ({again})"
        found[name] = None
    return tuple(found)


def _of_conflicts(solution: Solution[Any, Any], result: StateSets) -> Summary:
    """Summarise stable states by the equilibria under the first concept, and by how often each state is stable."""
    size = len(solution.game)
    regime, count = np.full(size, -1), np.zeros(size, np.intp)
    groups, regime[result.item] = stable_states.grouped(result)
    count[result.item] = np.array([*map(len, groups), 0])[regime[result.item]]
    return Summary(
        regimes=tuple((group, 0) for group in groups),
        regime=regime,
        count=count,
        payoff=np.full((size, len(solution.game.players)), np.nan),
        status=solution.status,
        rows=type(result),
        solver=solution.solver,
        states=stable_states.counted(solution.game, result),
    )


def _of_bargaining(solution: Solution[Any, Any], result: Agreements) -> Summary:
    """Summarise agreements by what is agreed; where nothing is, each gets what it gets without agreement."""
    game = solution.game
    groups, regime = agreements.grouped(solution)
    count = np.bincount(result.item, minlength=len(game))
    payoff = game.disagreement.copy()
    solved = np.flatnonzero(count)
    if len(solved):
        starts = np.concatenate([[0], np.cumsum(count)[:-1]])[solved]
        payoff[solved] = np.add.reduceat(game.payoff(result), starts, axis=0) / count[solved, None]
    payoff[regime < 0] = np.nan
    return Summary(
        regimes=tuple((group, 0) for group in groups),
        regime=regime,
        count=count,
        payoff=payoff,
        status=solution.status,
        rows=type(result),
        solver=solution.solver,
        zone=agreements.in_zone(game).sum(1),
        room=agreements.room(game),
    )


def _of_plans(game: Any, result: Result, regime: IntArray) -> list[Regime]:
    """Number the regimes of plans by the phrases for them, in place; return the regimes."""
    phrases: dict[int, dict[str, int]] = {}
    for item, phrase in zip(result.item.tolist(), gists(game, result), strict=True):
        counts = phrases.setdefault(item, {})
        counts[phrase] = counts.get(phrase, 0) + 1
    numbers: dict[Regime, int] = {}
    for item, counts in phrases.items():
        told = tuple(f"{phrase} ({many} plans)" if many > 1 else phrase for phrase, many in counts.items())
        regime[item] = numbers.setdefault((tuple(sorted(told)), 0), len(numbers))
    return list(numbers)


def _keys(game: StrategicGame, result: Result) -> NDArray[np.uint64]:
    """Shape (row,): numbers whose sums over the rows of a game tell regimes apart (Zobrist 1970)."""
    members, mixed = _members(game, result)
    table = np.random.default_rng(1970).integers(0, 2**64, _size(game, result) + 1, dtype=np.uint64)
    if members.ndim == 1:
        return np.asarray(np.where(mixed, table[-1], table[members]))
    return np.asarray((members * table[:-1]).sum(1, dtype=np.uint64))


def _size(game: StrategicGame, result: Result) -> int:
    return len(game.choices) if isinstance(result, Survivors) else int(np.prod(game.shape))


def _members(game: StrategicGame, result: Result) -> tuple[Any, BoolArray]:
    """What each row singles out: the number of its outcome, shape (row,), or truths, shape (row, outcome or choice).

    And shape (row,): whether it mixes, and so singles out nothing.
    """
    never = np.zeros(len(result), bool)
    if isinstance(result, Profiles):
        sure = result.weights >= PURE
        strides = np.cumprod([1, *game.shape[:0:-1]])[::-1]
        place = np.concatenate([np.arange(size) * stride for size, stride in zip(game.shape, strides, strict=True)])
        return (sure @ place.astype(np.float64)).astype(np.intp), sure.sum(1) < len(game.players)
    if isinstance(result, Joint):
        flat = result.probability.reshape(len(result), -1)
        return flat.argmax(1), flat.max(1) < PURE
    if isinstance(result, Outcomes):
        return result.chosen.reshape(len(result), -1), never
    if isinstance(result, Survivors):
        return result.alive, never
    raise NotApplicable(f"a sweep cannot summarise {type(result).__name__}. Use a solver of strategic games.")


def _regime(game: StrategicGame, rows: Result) -> Regime:
    members, mixed = _members(game, rows)
    numbers = np.unique(members[~mixed]) if members.ndim == 1 else np.flatnonzero(members.any(0))
    return tuple(numbers.tolist()), int(mixed.sum())
