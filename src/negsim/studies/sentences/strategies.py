"""An answer to a strategic game in sentences: who plays what, and what each would lose by switching."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from negsim.games.base import Array
from negsim.games.results import Joint, Outcomes, Profiles, Survivors
from negsim.games.strategic import outcomes
from negsim.solvers.base import Row
from negsim.studies.sentences.phrases import LEAST, NOTHING, joined, quoted, shares, switching

SHOWN = 6  # outcomes of a joint distribution that are named


def told_strategies(row: Row, names: Mapping[str, str]) -> list[str]:
    """Tell who plays what, or which outcomes are drawn or singled out, and what each player makes of it.

    Parameters
    ----------
    row
        A row of a solution of strategic games.
    names
        Label -> what to call it.

    Returns
    -------
    list of str
        Sentences.
    """
    words, result = _Words(row, names), row.solution.result
    if isinstance(result, Profiles):
        return [words.plays(), words.pays(), *(words.reason(player) for player in range(len(words.players)))]
    if isinstance(result, Joint):
        return [words.draws(), words.pays(), *words.obedience()]
    return [words.singled_out(result), *words.story(result)]


class _Words:
    """One row of a solution of strategic games, ready to be worded."""

    def __init__(self, row: Row, names: Mapping[str, str]):
        self.row = row
        self.game = row.solution.game.take(slice(row.item, row.item + 1))
        self.names = names
        self.concept = row.solution.solver.concept
        self.players = [self.names.get(label, label) for label in self.game.players]
        self.strategies = [[quoted(label, self.names) for label in labels] for labels in self.game.strategies]
        self.nothing = NOTHING * max(float(np.ptp(self.game.payoffs)), 1e-300)

    def plays(self) -> str:
        """Say who plays what."""
        parts: list[str] = []
        for player, part in zip(self.players, self.game.choices.slices, strict=True):
            weights = self.row.solution.result.weights[self.row.row, part]
            labels = self.strategies[len(parts)]
            parts.append(f"{player} plays {shares(labels, weights)}")
        return joined(parts) + "."

    def pays(self) -> str:
        """Say what each player expects."""
        amounts = self.row.payoffs.values()
        parts = [f"{player} {amount:.4g}" for player, amount in zip(self.players, amounts, strict=True)]
        return f"Expected payoffs: {joined(parts)}."

    def reason(self, player: int) -> str:
        """Say what a player would lose, or gain, by its best switch, the others' play held."""
        part = self.game.choices.slices[player]
        result = self.row.solution.result.take(slice(self.row.row, self.row.row + 1))
        earned = self.row.solution.game.deviation_payoffs(result)[0, part]
        weights = result.weights[0, part]
        name, labels = self.players[player], self.strategies[player]
        used, other = np.flatnonzero(weights > 0), np.flatnonzero(weights <= 0)
        now = float(earned @ weights)
        if len(labels) == 1:
            return f"{name} has no other strategy."
        if np.ptp(earned[used]) > self.nothing:
            best = int(np.argmax(earned))
            return f"{name} would gain {earned[best] - now:.4g} by always playing {labels[best]}."
        first = ""
        if len(used) > 1:
            first = f"{name} is indifferent between {joined([labels[k] for k in used])}: each earns it {now:.4g}. "
            if not len(other):
                return first.strip()
        best = int(other[np.argmax(earned[other])])
        return first + switching(name, labels[best], now - float(earned[best]), self.nothing)

    def draws(self) -> str:
        """Say which joint outcomes are drawn, the likeliest first."""
        probability = self.row.solution.result.probability[self.row.row].ravel()
        labels = [" / ".join(cell) for cell in outcomes(self.game)]
        order = [k for k in np.argsort(-probability, kind="stable") if probability[k] > 0]
        parts = [f"{labels[k]} with probability {probability[k]:.4g}" for k in order[:SHOWN]]
        if len(order) > SHOWN:
            parts.append(f"{len(order) - SHOWN} more outcomes with {probability[order[SHOWN:]].sum():.4g} together")
        return f"A mediator draws {joined(parts)}, and tells each player its own part only."

    def obedience(self) -> list[str]:
        """Say what each player would lose by not doing as it is told."""
        coarse = "coarse" in self.concept.name
        return [
            sentence
            for player in range(len(self.players))
            for sentence in (self._committed(player) if coarse else self._told(player))
        ]

    def _told(self, player: int) -> list[str]:
        table, joint = self._own(player)
        name, labels = self.players[player], self.strategies[player]
        sentences = []
        for told in np.flatnonzero(joint.sum(1) > 0):
            expected = table @ joint[told] / joint[told].sum()
            rivals = [k for k in range(len(labels)) if k != told]
            if rivals:
                best = max(rivals, key=lambda k: expected[k])
                loss = float(expected[told] - expected[best])
                sentences.append(f"Told {labels[told]}, {switching(name, labels[best], loss, self.nothing)}")
        return sentences

    def _committed(self, player: int) -> list[str]:
        table, joint = self._own(player)
        name, labels = self.players[player], self.strategies[player]
        alone = table @ joint.sum(0)
        best = int(np.argmax(alone))
        loss = float((table * joint).sum() - alone[best])
        word = (
            "neither lose nor gain"
            if abs(loss) <= self.nothing
            else f"{'lose' if loss > 0 else 'gain'} {abs(loss):.4g}"
        )
        return [f"Before it is told anything, {name} would {word} by playing {labels[best]} whatever it is told."]

    def _own(self, player: int) -> tuple[Array, Array]:
        """Shape (strategy, others) each: a player's payoffs, and the probabilities of the joint outcomes."""
        size = len(self.strategies[player])
        table = np.moveaxis(self.game.payoffs[0, player], player, 0).reshape(size, -1)
        joint = np.moveaxis(self.row.solution.result.probability[self.row.row], player, 0).reshape(size, -1)
        return table, joint

    def singled_out(self, result: Any) -> str:
        """Say which outcomes or strategies a row singles out."""
        if isinstance(result, Outcomes):
            chosen = result.chosen[self.row.row].ravel()
            cells = [" / ".join(cell) for cell, is_in in zip(outcomes(self.game), chosen, strict=True) if is_in]
            return f"Singled out: {joined(cells) or 'no outcome'}."
        if isinstance(result, Survivors):
            alive = result.alive[self.row.row]
            parts = []
            for player, labels, part in zip(self.players, self.strategies, self.game.choices.slices, strict=True):
                left = [label for label, is_in in zip(labels, alive[part], strict=True) if is_in]
                parts.append(f"{player} is left with {joined(left)}")
            return joined(parts) + "."
        return f"Row {self.row.row}: {self.row!r}."

    def story(self, result: Any) -> list[str]:
        """Say, round by round, which strategies left and what dominated each."""
        if not isinstance(result, Survivors):
            return []
        left, dominator = result.round[self.row.row], result.dominator[self.row.row]
        labels = [label for row in self.strategies for label in row]
        owner = self.game.choices.player
        sentences = []
        for turn in range(1, int(left.max()) + 1):
            gone = [
                f"{self.players[owner[k]]} drops {labels[k]}, dominated by {_blend(labels, dominator[k])}"
                for k in np.flatnonzero(left == turn)
            ]
            sentences.append(f"Round {turn}: {'; '.join(gone)}.")
        return sentences


def _blend(labels: Sequence[str], weights: Array) -> str:
    """Name a strategy, or the shares of a mixture."""
    used = [int(k) for k in np.flatnonzero(weights > LEAST)]
    if len(used) == 1:
        return labels[used[0]]
    return "a mixture of " + joined([f"{labels[k]} ({weights[k]:.4g})" for k in used])
