"""How formulas for several actors are written in one cell."""

from __future__ import annotations

from collections.abc import Mapping

from negsim.scenario.expression import Expression


def by_actor(formulas: Mapping[str, Expression]) -> str:
    """Write the formula of each actor, once where it is the same for all.

    Parameters
    ----------
    formulas
        Actor -> formula.
    """
    texts = {actor: str(formula) for actor, formula in formulas.items()}
    return next(iter(texts.values())) if len(set(texts.values())) == 1 else for_each(formulas)


def for_each(formulas: Mapping[str, Expression]) -> str:
    """Write the formula of each actor, named.

    Parameters
    ----------
    formulas
        Actor -> formula.
    """
    return "; ".join(f"{actor}: {formula}" for actor, formula in formulas.items())
