"""A design: points in the space of some parameters, made piece by piece and never stored."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import fields
from typing import Any

from negsim.games.base import Array
from negsim.registry import Registry
from negsim.scenario.record import plain

designs: Registry[type[Design]] = Registry("design", "negsim.studies.designs")


class Design(ABC):
    """Points in the space of some parameters; a frozen dataclass."""

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """The parameters that it varies."""

    @abstractmethod
    def __len__(self) -> int:
        """Return the number of points."""

    @abstractmethod
    def columns(self, start: int, stop: int) -> dict[str, Array]:
        """Return the points from one number to another, the same however they are cut.

        Parameters
        ----------
        start, stop
            As of a slice.

        Returns
        -------
        dict
            Parameter -> shape (point,).
        """

    def described(self) -> dict[str, Any]:
        """Return all that makes the points, for JSON: two designs with the same description have the same points."""
        told = {item.name: plain(getattr(self, item.name)) for item in fields(self)}  # type: ignore[arg-type]
        return {"design": designs.name_of(self), **told}
