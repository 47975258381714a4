"""Numbers and mixtures in words, the same in tables, figures and notebooks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

NOTHING = 1e-12  # payoffs nearer to zero than this come from rounding
LEAST = 5e-5  # probabilities below this are left out of a mixture that is shown


def number(value: float, digits: int = 4) -> str:
    """Write a number shortly: no trailing zeros, no minus on zero.

    Parameters
    ----------
    value
        Any number.
    digits
        Significant digits.
    """
    if not math.isfinite(value):
        return str(value)
    return "0" if abs(value) < NOTHING else f"{value:.{digits}g}"


def small(value: float) -> str:
    """Write a residual: 0 when it is, else its order of magnitude."""
    return "0" if value == 0 else f"{value:.1e}"


def mixture(shares: Mapping[str, float]) -> str:
    """Write a strategy: its name when it is pure, else names with probabilities.

    Parameters
    ----------
    shares
        Probability of each strategy in use.
    """
    if len(shares) == 1:
        return next(iter(shares))
    shown = {name: f"{share:.4f}".rstrip("0").rstrip(".") for name, share in shares.items() if share >= LEAST}
    return ", ".join(f"{name} {share}" for name, share in shown.items())


def listed(names: list[str], limit: int = 6) -> str:
    """Write a list of names, cut when it is long."""
    return ", ".join(names[:limit]) + (f" and {len(names) - limit} more" if len(names) > limit else "")


def played(labels: Sequence[str], weights: Any) -> str:
    """Write what is played at one place.

    Parameters
    ----------
    labels
        Of the actions there.
    weights
        Shape (action,). Their probabilities.
    """
    return mixture({label: float(share) for label, share in zip(labels, weights, strict=True) if share > 0})


def in_bytes(count: float) -> str:
    """Write how much room something takes: 1 MB is a million bytes.

    Parameters
    ----------
    count
        Bytes.
    """
    large, unit = next((pair for pair in ((1e9, "GB"), (1e6, "MB")) if count >= pair[0]), (1e3, "kB"))
    return f"{float(f'{count / large:.3g}'):,.12g} {unit}"


def plain_value(value: Any) -> Any:
    """Return a number of NumPy as Python's own; anything else that is not text or a truth value as text."""
    if hasattr(value, "item") and not getattr(value, "ndim", 0):
        value = value.item()
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
