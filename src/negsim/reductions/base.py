"""A reduction turns games into simpler ones, and what was found in those back into results for the first."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from negsim.concepts.base import Concept
from negsim.games.base import Game, IntArray
from negsim.games.results import Result
from negsim.registry import Registry

G = TypeVar("G", bound=Game)
H = TypeVar("H", bound=Game)


@dataclass(frozen=True, kw_only=True)
class Part(Generic[H]):
    """Games of a batch that reduce to one structure.

    Attributes
    ----------
    items
        Shape (game of this part,). Which games of the batch they are, rising.
    game
        The simpler games.
    back
        Takes a result of the simpler games to the same rows as a result of the first; `item` counts within this part.
    """

    items: IntArray
    game: H
    back: Callable[[Any], Result]


class Reduction(ABC, Generic[G, H]):
    """A frozen dataclass whose fields are its options."""

    reference: ClassVar[str]

    @abstractmethod
    def reduce(self, game: G) -> Sequence[Part[H]]:
        """Return simpler games, in as many parts as they have structures; every game is in one part.

        Raises
        ------
        NotApplicable
            If there is no such reduction of games like this one.
        """

    def concept(self, concept: Concept[Any, Any]) -> Concept[Any, Any]:
        """Return what an answer of this concept to the simpler game is in the first game: here, the same.

        Parameters
        ----------
        concept
            What a solver finds in the simpler game.
        """
        return concept


reductions: Registry[type[Any]] = Registry("reduction", "negsim.reductions")
