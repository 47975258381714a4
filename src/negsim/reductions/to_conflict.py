"""See a strategic game as a conflict: its outcomes are states, and a player moves by changing its strategy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.conflict_stability import CONCEPTS, conflict_stability, stable_by_definition
from negsim.concepts.nash import nash
from negsim.errors import NotApplicable, unknown
from negsim.games.base import Array
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.graph import OptionGraph
from negsim.games.results import Outcomes, Result, StateSets
from negsim.games.sheet import Sheet
from negsim.games.strategic import StrategicGame
from negsim.reductions.base import Part, Reduction, reductions

MOST = np.iinfo(np.int16).max  # strategies of a player, which are the levels of its option


@reductions("to_conflict")
@dataclass(frozen=True, kw_only=True)
class ToConflict(Reduction[StrategicGame, ConflictGame]):
    """Make a conflict of a strategic game, in which everybody sees the outcome that stands and may change its strategy.

    Nobody chooses once and for all: a player leaves an outcome only if it gains and the others cannot answer so that it
    gains nothing. Back in the strategic game, the answer is the outcomes that are stable for every player under one
    concept; under ``nash`` they are the equilibria in pure strategies. Mixed strategies have no place in a conflict.

    Attributes
    ----------
    stability
        The concept whose equilibria are the answer: one of those that the solver within judges, such as ``"seq"``.
    """

    reference: ClassVar[str] = "Fang, Hipel and Kilgour (1993)"

    stability: str = "nash"

    def reduce(self, game: StrategicGame) -> tuple[Part[ConflictGame], ...]:
        """Return the conflicts, all in one part.

        Raises
        ------
        NotApplicable
            If the game is not strategic, or a player has more strategies than an option can have levels.
        """
        if not isinstance(game, StrategicGame):
            raise NotApplicable(f"ToConflict is for strategic games, not a {type(game).__name__}. Use no reduction.")
        if max(game.shape) > MOST:
            raise NotApplicable(
                f"a player has {max(game.shape):,} strategies, and ToConflict takes {MOST:,}. Use PureNash() instead"
            )
        back = partial(_chosen, stability=self.stability, shape=game.shape)
        return (Part(items=np.arange(len(game)), game=conflict_of(game), back=back),)

    def concept(self, concept: Concept[Any, Any]) -> Concept[Any, Any]:
        """Return the stability of outcomes, judged by its definition.

        Raises
        ------
        NotApplicable
            If the solver finds something else than the classic concepts.
        """
        if concept.name not in (conflict_stability.name, nash.name) or self.stability not in CONCEPTS:  # nash: Auto's
            raise NotApplicable(
                f"ToConflict takes back the states that are stable under {', '.join(CONCEPTS)}, as the solver "
                f"'stability' finds them, and not {self.stability} of {concept.name}. Use Stability()"
            )
        chosen = f"Chosen are the outcomes that hold for everybody under {self.stability.upper()}."
        return replace(
            conflict_stability,
            definition=f"{conflict_stability.definition} {chosen}",
            residual=partial(_differing, stability=self.stability),
        )


def conflict_of(game: StrategicGame) -> ConflictGame:
    """Return the conflict whose states are the outcomes of a strategic game, the last player's strategy changing first.

    Parameters
    ----------
    game
        A batch of games.
    """
    count = len(game.players)
    levels = np.indices(game.shape, dtype=np.int16).reshape(count, -1).T.copy()
    change = np.ones((count, max(game.shape), max(game.shape)), bool)
    owner = np.arange(count)
    called = game.names.get
    sheet = Sheet(
        options=game.players,
        owner=owner,
        labels=game.strategies,
        said=tuple(
            (called(player, player), tuple(called(label, label) for label in labels))
            for player, labels in zip(game.players, game.strategies, strict=True)
        ),
        levels=levels,
    )
    return ConflictGame(
        payoffs=game.payoffs.reshape(len(game), count, -1),
        graph=OptionGraph(levels=levels, owner=owner, change=change, parties=count),
        players=game.players,
        states=tuple(
            " / ".join(labels[k] for labels, k in zip(game.strategies, row, strict=True)) for row in levels.tolist()
        ),
        sheet=sheet,
        title=game.title,
        comment=game.comment,
        names=game.names,
    )


def _chosen(result: Result, *, stability: str, shape: tuple[int, ...]) -> Outcomes:
    if not isinstance(result, StateSets):
        raise NotApplicable(f"ToConflict cannot take {type(result).__name__} back. Use Stability() within")
    if stability not in result.concepts:
        raise unknown("concept", stability, result.concepts)
    stable = result.equilibria[:, result.concepts.index(stability)]
    return Outcomes(item=result.item, columns=result.columns, chosen=stable.reshape(-1, *shape))


def _differing(game: StrategicGame, result: Outcomes, *, stability: str) -> Array:
    """Shape (row,). The share of outcomes that are chosen and should not be, or the other way round."""
    conflict = conflict_of(game)
    found = np.zeros(len(result))
    for row, item in enumerate(result.item):
        stable = stable_by_definition(conflict, int(item), (stability,))[0].all(0)
        found[row] = (stable != result.chosen[row].reshape(-1)).mean()
    return found
