"""Which outcomes can be agreed on: those over the moves on the agenda, the other moves as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from negsim.errors import InvalidGame, NotApplicable
from negsim.scenario.bargaining import MAX_AGREEMENTS, STATUS_QUO, Bargaining, Stretch
from negsim.scenario.outcome_names import levels_named
from negsim.scenario.parts import Level, Move
from negsim.scenario.record import Frozen
from negsim.scenario.table import PayoffTable

if TYPE_CHECKING:
    from negsim.scenario.model import Scenario

MOST_LEVELS = np.iinfo(np.int16).max  # of a move


@dataclass(frozen=True, kw_only=True, eq=False)
class Agenda:
    """What can be agreed on, and what stands if nothing is.

    Attributes
    ----------
    block
        What the scenario says of bargaining; that everything is on the table, where it says nothing.
    scenario
        The scenario, with a level for each number that can be agreed on.
    standing
        Shape (move,). The level of each move if nothing is agreed and nobody does anything.
    outcomes
        Shape (agreement,). Number of the outcome of each agreement.
    levels
        Shape (agreement, move on the agenda).
    labels
        A name for each agreement: the ids of these levels, joined by ``" / "``.
    """

    block: Bargaining
    scenario: Scenario
    standing: NDArray[np.intp]
    outcomes: NDArray[np.intp]
    levels: NDArray[np.int16]
    labels: tuple[str, ...]

    @property
    def status_quo(self) -> int | None:
        """Number of the agreement under which nothing changes; None if no agreement is like that."""
        return self._agreement_at(self.standing)

    @property
    def fallback(self) -> int | None:
        """Number of the agreement that is what follows without agreement, where the file names an outcome for that."""
        told = self.block.disagreement
        return self._agreement_at(self.named(told)) if isinstance(told, str) and told != STATUS_QUO else None

    def named(self, label: str) -> NDArray[np.intp]:
        """Return the levels of an outcome that is named by its label, shape (move,).

        Parameters
        ----------
        label
            As in the file.

        Raises
        ------
        InvalidGame
            If it is no such label.
        """
        moves = self.scenario.moves
        ids = {name: tuple(level.id for level in move.levels) for name, move in moves.items()}
        found = levels_named(label, ids)
        if found is None:
            raise InvalidGame(f"games.bargaining.disagreement: '{label}' is not the label of an outcome")
        return np.array([ids[name].index(level) for name, level in found.items()], np.intp)

    def _agreement_at(self, levels: NDArray[np.intp]) -> int | None:
        found = np.flatnonzero((self.scenario.outcomes()[self.outcomes] == levels).all(1))
        return int(found[0]) if len(found) else None


def draw_up(scenario: Scenario) -> Agenda:
    """Find what can be agreed on.

    Parameters
    ----------
    scenario
        What the file says.

    Raises
    ------
    NotApplicable
        If chance decides some of the moves, or payoffs in a table say nothing between the levels of a move.
    InvalidGame
        If no outcome is left to agree on, or there are too many.
    """
    drawn = [move.id for move in scenario.moves.values() if move.chance]
    if drawn:
        raise NotApplicable(f"chance decides {' and '.join(drawn[:3])}, and nobody can agree on that. Use another form")
    block = _block(scenario)
    wide = _widened(scenario, block.continuous)
    columns = [tuple(wide.moves).index(move) for move in block.agenda]
    levels = wide.outcomes()
    standing = _standing(wide, block)
    others = [k for k in range(len(wide.moves)) if k not in columns]
    outcomes = np.flatnonzero((levels[:, others] == standing[others]).all(1))
    if not len(outcomes):
        raise InvalidGame("every outcome over the moves on the agenda is forbidden: there is nothing to agree on")
    if len(outcomes) > MAX_AGREEMENTS:
        raise InvalidGame(f"the agenda has {len(outcomes):,} agreements; at most {MAX_AGREEMENTS:,}")
    moves = [wide.moves[name] for name in block.agenda]
    long = next((move for move in moves if len(move.levels) > MOST_LEVELS), None)
    if long is not None:
        raise InvalidGame(f"{long.id} has {len(long.levels):,} levels to agree on; at most {MOST_LEVELS:,}")
    taken = levels[outcomes][:, columns].astype(np.int16)
    taken.setflags(write=False)
    return Agenda(
        block=block, scenario=wide, standing=standing, outcomes=outcomes, levels=taken, labels=_labels(moves, taken)
    )


def _block(scenario: Scenario) -> Bargaining:
    block = scenario.games.get("bargaining")
    if isinstance(block, Bargaining):
        return block
    return Bargaining(parties=tuple(scenario.payoffs), agenda=tuple(scenario.moves))


def _widened(scenario: Scenario, continuous: Mapping[str, Stretch]) -> Scenario:
    """The scenario with a level for each number that can be agreed on; numbers that are levels already stay these."""
    if not continuous:
        return scenario
    if any(isinstance(payoff, PayoffTable) for payoff in scenario.payoffs.values()):
        raise NotApplicable("payoffs in a table say nothing between the levels of a move. Write them as formulas")
    moves = {name: _stretched(move, continuous.get(name)) for name, move in scenario.moves.items()}
    return replace(scenario, moves=Frozen(moves))


def _stretched(move: Move, stretch: Stretch | None) -> Move:
    if stretch is None:
        return move
    count = int(np.floor((stretch.high - stretch.low) / stretch.step + 1e-9)) + 1
    if count + len(move.levels) > MOST_LEVELS:
        raise InvalidGame(
            f"{move.id} has {count:,} numbers from {stretch.low:g} to {stretch.high:g}; use a larger step"
        )
    numbers = np.round(stretch.low + stretch.step * np.arange(count), 12)
    taken = np.array([level.value for level in move.levels])
    new = [float(number) for number in numbers if np.abs(taken - number).min() > 1e-9 * stretch.step]
    more = (Level(id=f"{number:.12g}", name=f"{number:.12g}", value=number) for number in new)
    return replace(move, levels=(*move.levels, *more))


def _standing(scenario: Scenario, block: Bargaining) -> NDArray[np.intp]:
    wanted = {name: block.assuming.get(name, move.initial) for name, move in scenario.moves.items()}
    moves = scenario.moves.values()
    return np.array([[level.id for level in move.levels].index(wanted[move.id]) for move in moves], np.intp)


def _labels(moves: list[Move], levels: NDArray[np.int16]) -> tuple[str, ...]:
    ids = [np.array([level.id for level in move.levels], object) for move in moves]
    columns = [names[levels[:, k]] for k, names in enumerate(ids)]
    return tuple(" / ".join(row) for row in zip(*columns, strict=True))
