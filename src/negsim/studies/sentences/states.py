"""An answer to a stochastic game in sentences: what is done where play is most, and what another move would cost."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from negsim.games.base import Array
from negsim.games.stages.markov import joint, move_matrix, policies, values
from negsim.games.stochastic import StochasticGame
from negsim.solvers.base import Row
from negsim.studies.sentences.phrases import NOTHING, RARE, amount, joined, quoted, shares

STATES = 5  # that are told, those in which play is most
STAGES = 50  # over which it is counted where play is


def told_states(row: Row, names: Mapping[str, str]) -> list[str]:
    """Tell what each does in the states in which play is most, what that is worth, and what a single switch would cost.

    Parameters
    ----------
    row
        A row of a solution of stochastic games.
    names
        Label -> what to call it.

    Returns
    -------
    list of str
        Sentences.
    """
    story = _Story(row, names)
    amounts = [
        f"{player} {amount(earned, story.nothing)}"
        for player, earned in zip(story.players, row.payoffs.values(), strict=True)
    ]
    return [
        f"Play starts in '{story.game.states[story.game.start]}'.",
        f"Expected payoffs: {joined(amounts)}.",
        *(story.state(stage, state) for stage, state in story.busiest()),
    ]


class _Story:
    """One plan for every state, ready to be worded."""

    def __init__(self, row: Row, names: Mapping[str, str]):
        game: StochasticGame = row.solution.game
        part = row.solution.result.take(slice(row.row, row.row + 1))
        self.game, self.names, self.item = game, names, row.item
        self.tables = policies(game, part)
        self.worth = values(game, part)[0]
        self.earned = game.deviation_payoffs(part)[0]
        self.nothing = NOTHING * float(game.spread[row.item])
        self.players = [names.get(label, label) for label in game.players]

    def busiest(self) -> list[tuple[int, int]]:
        """Return the states in which somebody decides and play is most, each with the stage of its most visits.

        In the order of the stages and, within a stage, of the game's states, as the table of the plan has them.
        """
        game = self.game
        mass = np.zeros((STAGES if game.horizon is None else game.stages, game.shape[0]))
        now = np.zeros(game.shape[0])
        now[game.start] = 1.0
        for stage, row in enumerate(mass):
            row[:] = now
            now = now @ self._matrix(0 if game.horizon is None else stage)
        mass[:, ~game.decides.any(0)] = 0.0
        total = mass.sum(0)
        most = [int(k) for k in np.argsort(-total, kind="stable")[:STATES] if total[k] > RARE]
        found = [(int(mass[:, state].argmax()), state) for state in most]
        return sorted(found if game.horizon is not None else [(0, state) for state in most])

    def _matrix(self, stage: int) -> Array:
        play = joint(tuple(table[:, stage] for table in self.tables))[0]
        found: Array = move_matrix(self.game, self.item, play)
        return found

    def state(self, stage: int, state: int) -> str:
        """Say what is done in a state, what it is worth, and what a switch would cost."""
        game = self.game
        deciding = [int(k) for k in np.flatnonzero(game.decides[:, state])]
        when = f"At stage {stage + 1}, in" if game.horizon is not None else "In"
        plays = [
            f"{self.players[k]} plays {shares(self._labels(k), self.tables[k][0, stage, state], RARE)}"
            for k in deciding
        ]
        worth = [
            f"{amount(self.worth[k, stage, state], self.nothing)} to {name}" for k, name in enumerate(self.players)
        ]
        costs = " ".join(self._switch(k, stage, state) for k in deciding)
        return f"{when} '{game.states[state]}' {joined(plays)}; that is worth {joined(worth)}. {costs}"

    def _labels(self, player: int) -> list[str]:
        return [quoted(label, self.names) for label in self.game.actions[player]]

    def _switch(self, player: int, stage: int, state: int) -> str:
        """What the best other action would cost, taken once in this state."""
        game, name = self.game, self.players[player]
        options = np.flatnonzero(game.available[player][state])
        table = game.choice[player]
        first = table[state, options] + stage * int((table >= 0).sum())
        weights, earned = self.tables[player][0, stage, state, options], self.earned[first]
        used, other = np.flatnonzero(weights > RARE), np.flatnonzero(weights <= RARE)
        labels = [self._labels(player)[k] for k in options]
        now = float(earned @ weights)
        if np.ptp(earned[used]) > self.nothing:
            best = int(earned.argmax())
            return f"{name} would gain {earned[best] - now:.4g} by always playing {labels[best]} there."
        if not len(other):
            return f"{name} is indifferent."
        best = int(other[earned[other].argmax()])
        loss = now - float(earned[best])
        if abs(loss) <= self.nothing:
            return f"{name} would neither lose nor gain by playing {labels[best]} once."
        return f"{name} would {'lose' if loss > 0 else 'gain'} {abs(loss):.4g} by playing {labels[best]} once."
