"""The range of a claim: the quantity at any places along it, solved together where one structure serves all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from negsim.games.base import Array
from negsim.scenario.model import Scenario
from negsim.scenario.parts import Claim
from negsim.scenario.quantities import Term, terms
from negsim.solvers.base import Solver, solvers
from negsim.studies.batches import batches
from negsim.studies.claims.answers import Answers
from negsim.studies.claims.quantity import read
from negsim.studies.solve import solver_named


@dataclass
class Line:
    """The range over which a claim moves its parameters; places on it are numbers from 0 to 1.

    Attributes
    ----------
    scenario, claim
        What is asked.
    known
        Place -> the least and the greatest value there, and why it has none.
    solver
        Name of the solver really used; empty where none was needed.
    shared
        Answers to batches that several claims ask for alike.
    """

    scenario: Scenario
    claim: Claim
    shared: dict[Any, Answers] = field(default_factory=dict, repr=False)
    known: dict[float, tuple[float, float, str]] = field(default_factory=dict, repr=False)
    solver: str = ""

    def __post_init__(self) -> None:
        self.terms: tuple[Term, ...] = terms(self.claim.quantity)
        self.asked: Solver[Any, Any] | None = solver_named(self.claim.solver)

    @property
    def ends(self) -> tuple[float, float]:
        """Where the first parameter starts and ends."""
        return next(iter(self.claim.vary.values()))

    def values(self, places: Array) -> dict[str, Array]:
        """Return the values of the parameters that move, each of shape (place,).

        Parameters
        ----------
        places
            Shape (place,).
        """
        found = {}
        for name, (start, end) in self.claim.vary.items():
            at = start + places * (end - start)
            found[name] = np.where(places >= 1, end, at)
        return found

    def at(self, places: Array) -> tuple[Array, Array]:
        """Return the least and the greatest value at some places; not a number where there is no answer.

        Parameters
        ----------
        places
            Shape (place,).
        """
        new = np.array([place for place in dict.fromkeys(places.tolist()) if place not in self.known])
        if len(new):
            self._learn(new)
        found = np.array([self.known[place][:2] for place in places.tolist()]).reshape(-1, 2)
        return found[:, 0], found[:, 1]

    def why_not(self, places: Array) -> list[str]:
        """Return why there is no number, or an uncertain one, at some places already tried; empty where all is well.

        Parameters
        ----------
        places
            Shape (place,).
        """
        return [self.known[place][2] for place in places.tolist()]

    def _learn(self, places: Array) -> None:
        """Ask at new places: together where one structure serves all, else where it does, or at each alone."""
        for batch in batches(self._read, self.values(places), 0, len(places)):
            at = places[batch.start : batch.stop].tolist()
            if batch.found is None:
                self.known |= {place: (np.nan, np.nan, str(batch.fault)) for place in at}
            else:
                self.known |= dict(zip(at, batch.found, strict=True))

    def _read(self, values: Mapping[str, Array]) -> list[tuple[float, float, str]]:
        answers = self._answers(values)
        lowest, highest = read(answers, self.terms)
        if "found" in answers.__dict__:
            self.solver = solvers.name_of(answers.found.solver)
        return list(zip(lowest.tolist(), highest.tolist(), answers.reasons(), strict=True))

    def _answers(self, moved: Mapping[str, Array]) -> Answers:
        values: dict[str, float | Array] = {**self.claim.given, **moved}
        key = (self.claim.form, self.asked, tuple((k, np.asarray(v).tobytes()) for k, v in sorted(values.items())))
        if key not in self.shared:
            form, solver = self.claim.form, self.asked
            self.shared[key] = Answers(scenario=self.scenario, form=form, solver=solver, values=values)
        return self.shared[key]
