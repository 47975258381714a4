"""Where a measure is divided in two: the points at which it holds, and the others."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from negsim.games.base import Array, BoolArray
from negsim.scenario.quantities import terms

SHARES = ("probability", "stable", "agreed", "adopted", "belief")  # from 0 to 1: likelier than not
_COMPARED = re.compile(
    r"^(?P<measure>.*\))\s*(?P<side><=|>=|<|>)\s*(?P<level>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*$", re.S
)
_HOLDS = {"<": np.less, ">": np.greater, "<=": np.less_equal, ">=": np.greater_equal}


@dataclass(frozen=True, kw_only=True)
class Split:
    """A measure on one side of a level.

    Attributes
    ----------
    measure
        The quantity, as in claims.
    side
        ``">"``, ``"<"``, ``">="`` or ``"<="``.
    level
        From where on it holds; None for what the measure is at the defaults.
    """

    measure: str
    side: str = ">"
    level: float | None = None

    def __str__(self) -> str:
        return f"{self.measure} {self.side} {'its default' if self.level is None else f'{self.level:.6g}'}"

    def at(self, default: float) -> Split:
        """Return the same with a level: its own, or else the measure at the defaults."""
        return self if self.level is not None else replace(self, level=default)

    def holds(self, values: Array) -> BoolArray:
        """Return where a measure is on this side; nowhere where it has no number.

        Parameters
        ----------
        values
            Shape (point,).
        """
        return np.asarray(_HOLDS[self.side](values, np.nan if self.level is None else self.level))


def without_level(text: str) -> str | None:
    """Return the measure that is compared with a level; None where there is no comparison.

    Parameters
    ----------
    text
        As for `split_of`.
    """
    found = _COMPARED.match(text)
    return found["measure"].strip() if found else None


def split_of(text: str) -> Split:
    """Read where a measure is divided.

    Parameters
    ----------
    text
        ``"probability(partial_deal) > 0.5"``; or a measure alone, which is divided at one half where it is a
        probability or a truth value, and else at what it is at the defaults.

    Raises
    ------
    ScenarioError
        If the measure is no quantity.
    """
    found = _COMPARED.match(text)
    measure = without_level(text) or text.strip()
    parts = terms(measure)
    if found:
        return Split(measure=measure, side=found["side"], level=float(found["level"]))
    share = len(parts) == 1 and parts[0].name in SHARES and parts[0].sign > 0
    return Split(measure=measure, level=0.5 if share else None)
