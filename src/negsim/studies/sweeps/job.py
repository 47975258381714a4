"""The work of a sweep: solve some points of a design and keep what is told of the answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from negsim.errors import NotApplicable
from negsim.games.stochastic import StochasticGame
from negsim.games.strategic import StrategicGame
from negsim.studies.designs.base import Design
from negsim.studies.solve import game
from negsim.studies.sweeps.identity import identity
from negsim.studies.sweeps.variants import Variant
from negsim.studies.sweeps.work import Part, Work

CHUNK_BYTES = 2**24  # of payoffs: a cluster takes some 5 ms to hand a chunk on, and the work on it ten times that
CACHE_BYTES = 2**21  # of payoffs: with more, what is computed on the way leaves the processor's cache
SMALL = 4  # strategies of each of two players: microseconds a game

__all__ = ["CHUNK_BYTES", "Job", "Part"]


@dataclass(frozen=True, kw_only=True)
class Job:
    """Solves some points of a sweep; it pickles, so that an executor can send it anywhere.

    Points are numbered variant by variant: first the whole design for the first variant, then for the next.

    Attributes
    ----------
    variants
        The scenario, perhaps under several overrides, and what solves each; one at least.
    form
        How they are seen.
    design
        The values of the parameters.
    players
        How many have payoffs.
    measures
        Quantities that are read from the answers too.
    """

    variants: tuple[Variant, ...]
    form: str
    design: Design
    players: int
    measures: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.variants) * len(self.design)

    def __call__(self, span: tuple[int, int]) -> Part:
        """Solve the points from one number to another.

        Parameters
        ----------
        span
            As of a slice; all of one variant.

        Raises
        ------
        NotApplicable
            If the points are of several variants.
        """
        number, start = divmod(span[0], len(self.design))
        stop = span[1] - number * len(self.design)
        if stop > len(self.design):
            raise NotApplicable(f"the points {span[0]} to {span[1]} are of several variants. Use the spans of the job")
        variant, values = self.variants[number], self.design.columns(start, stop)
        work = Work(
            variant=variant,
            form=self.form,
            players=self.players,
            measures=self.measures,
            grain=self._grain(number),
            bite=max(1, CACHE_BYTES // _bytes(self.example)) if isinstance(self.example, StrategicGame) else None,
        )
        return work.part(values)

    def described(self) -> dict[str, Any]:
        """Return what makes this work what it is, ready for JSON: the same work has the same numbers."""
        return identity(self)

    @cached_property
    def example(self) -> Any:
        """One game of the first variant, at the defaults."""
        return game(self.variants[0].scenario, self.form)

    def spans(self, chunk_bytes: int = CHUNK_BYTES) -> tuple[tuple[int, int], ...]:
        """Return how the points are cut into chunks, each of one variant: from one number to another, in order.

        Chunks are alike whoever does the work, and small enough to be done again where they are lost.

        Parameters
        ----------
        chunk_bytes
            Most memory for the payoffs of one chunk.
        """
        points, most = len(self.design), min(chunk_bytes // _bytes(self.example), _most_points(self.example))
        found = []
        for number in range(len(self.variants)):
            first, grain = number * points, self._grain(number)
            size = max(most // grain, 1) * grain
            found += [(first + start, first + min(start + size, points)) for start in range(0, points, size)]
        return tuple(found)

    def _grain(self, number: int) -> int:
        """How many points of a variant have a part in each other's rounding; chunks hold whole blocks of them."""
        variant = self.variants[number]
        size = getattr(variant.solver, "block", None)
        if not callable(size):
            return 1
        return int(size(self.example if number == 0 else game(variant.scenario, self.form)))


def _bytes(game: Any) -> int:
    """Memory for the numbers of one game of a batch."""
    numbers = [getattr(game, "payoffs", None), getattr(game, "chance", None)]
    numbers.append(getattr(getattr(game, "transitions", None), "probability", None))
    return max(8, *(int(array[0].nbytes) for array in numbers if array is not None and len(array)), 8)


def _most_points(game: Any) -> int:
    """How many games take some seconds at most, by their form: those solved one by one take a thousand times longer."""
    if isinstance(game, StrategicGame):
        return 2**17 if len(game.players) == 2 and max(game.shape) <= SMALL else 2**10
    return 2**7 if isinstance(game, StochasticGame) else 2**10
