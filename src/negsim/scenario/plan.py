"""What a file, or a command, asks to vary: ``0:6:61``, ``1, 2, 3``, ``triangular(0, 3, 6)``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from negsim.errors import NotApplicable
from negsim.scenario.distribution import Distribution, distribution_of
from negsim.scenario.record import Frozen

Tried: TypeAlias = tuple[float, ...] | list[float] | Distribution | None
NO_OVERRIDE = "none"  # stands for the scenario as it is, where overrides are listed


@dataclass(frozen=True, kw_only=True)
class SweepPlan:
    """What the author of a scenario suggests to vary together, and how.

    Attributes
    ----------
    design
        Which points: a name in `negsim.studies.designs`.
    n, seed
        How many points, where the design needs a number, and what they are drawn with.
    vary
        Parameter -> what to try, as `tried` reads it; empty for the parameter's own distribution, or else its range.
    overrides
        Overrides to go through, each with all points; ``"none"`` for the scenario as it is.
    correlated
        Two parameters and their rank correlation.
    measures
        Quantities to read from the answers.
    """

    design: str = "grid"
    n: int | None = None
    seed: int = 0
    vary: Mapping[str, str] = field(default_factory=Frozen)
    overrides: tuple[str, ...] = ()
    correlated: tuple[tuple[str, str, float], ...] = ()
    measures: tuple[str, ...] = ()


def tried(text: str) -> Tried:
    """Read what to try of a parameter.

    Parameters
    ----------
    text
        ``low:high:count`` for evenly spaced values, ``low:high`` for a range, ``1, 2, 3`` for just these values, a
        distribution such as ``triangular(0, 3, 6)``, or nothing for what the scenario says of the parameter.

    Returns
    -------
    tuple, list, Distribution or None
        As `negsim.studies.design.design_of` takes it.

    Raises
    ------
    NotApplicable
        If the text is none of these.
    """
    if not text.strip():
        return None
    if "(" in text or ")" in text:
        return distribution_of(text)
    try:
        if ":" not in text:
            return [float(part) for part in text.split(",")]
        parts = tuple(float(part) for part in text.split(":"))
    except ValueError:
        parts = ()
    if len(parts) not in (2, 3):
        raise NotApplicable(
            f"{text[:80]!r}: write a range as low:high:count or low:high, values as 1,2,3, "
            "or a distribution such as triangular(0,3,6)"
        )
    return parts
