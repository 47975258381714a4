"""An answer in plain sentences: who plays what, where it leads, and what each would lose by switching."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.games.conflict import ConflictGame
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Joint, Outcomes, Profiles, Survivors
from negsim.games.screening import ScreeningGame
from negsim.games.stochastic import StochasticGame
from negsim.games.strategic import outcomes
from negsim.scenario.model import basis_of
from negsim.solvers.base import Row, Solution
from negsim.studies.sentences import LEAST, NOTHING, joined, quoted, shares, switching

if TYPE_CHECKING:
    from negsim.studies.why import Why

SHOWN = 6  # outcomes of a joint distribution that are named


def explain(what: Row | Solution[Any, Any] | Why, names: Mapping[str, str] = {}) -> str:
    """Say an answer in plain sentences, naming players and strategies.

    Parameters
    ----------
    what
        A row of a solution, or a solution for all its rows; or why a state of a conflict holds.
    names
        Label of a player or strategy -> what to call it, such as ``{"nato": "NATO"}``; the game's own name else.

    Returns
    -------
    str
        Sentences about the model, not about the world: the last says what the payoffs are.

    Raises
    ------
    NotApplicable
        If it is none of these.

    Examples
    --------
    >>> from negsim import explain, solve
    >>> print(explain(solve("prisoners_dilemma")[0]).splitlines()[0])
    row plays defect and column plays defect.
    """
    if isinstance(what, Solution):
        return "\n\n".join(explain(row, names) for row in what)
    if not isinstance(what, Row):
        if not isinstance(what, import_module("negsim.studies.why").Why):
            raise NotApplicable(f"a {type(what).__name__} is not explained so; use a solution, or a row of one")
        told_why = import_module("negsim.studies.why_sentences").told_why
        return "\n".join([*told_why(what, names), *_basis(what.game)])
    game, result = what.solution.game, what.solution.result
    for kind, about in FORMS.items():
        if isinstance(game, kind):
            told = getattr(import_module(f"negsim.studies.explain_{about}"), f"told_{about}")
            return _with_definition(what, told(what, {**game.names, **names}))
    words = _Words(what, names)
    if isinstance(result, Profiles):
        lines = [words.plays(), words.pays(), *(words.reason(player) for player in range(len(words.players)))]
    elif isinstance(result, Joint):
        lines = [words.draws(), words.pays(), *words.obedience()]
    else:
        lines = [words.singled_out(result), *words.story(result)]
    return _with_definition(what, lines)


FORMS: dict[type[Any], str] = {  # form -> which file beside this one tells its rows, loaded when it is met
    ExtensiveGame: "tree",
    StochasticGame: "states",
    ScreeningGame: "offers",
    ConflictGame: "conflict",
}


def _with_definition(row: Row, lines: list[str]) -> str:
    concept = row.solution.solver.concept
    return "\n".join([*lines, f"Definition ({concept.name}): {concept.definition}", *_basis(row.solution.game)])


def _basis(game: Any) -> list[str]:
    return [f"Payoffs: {basis_of(game.comment)}."] if game.comment else []


class _Words:
    """One row of a solution of strategic games, ready to be worded."""

    def __init__(self, row: Row, names: Mapping[str, str]):
        self.row = row
        self.game = row.solution.game.take(slice(row.item, row.item + 1))
        self.names = {**self.game.names, **names}
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
