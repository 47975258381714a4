"""Whether an agreement holds that nobody enforces, in sentences."""

from __future__ import annotations

import math

from negsim.games.base import Array
from negsim.studies.enforcement.record import Enforcement
from negsim.studies.sentences.phrases import joined, within


def told_enforcement(found: Enforcement, game: int = 0) -> list[str]:
    """Tell whether an agreement holds, who would violate it, and how violations are noticed and punished.

    Parameters
    ----------
    found
        What `negsim.studies.enforcement.stage.enforcement` returned.
    game
        Which game of the batch.

    Returns
    -------
    list of str
        Sentences.
    """
    names = [within(found.names.get(party, party)) for party in found.parties]
    leaving = [name for name, keeps in zip(names, found.keeps[game], strict=True) if not keeps]
    if leaving:
        verb = "is" if len(leaving) == 1 else "are"
        first = f"'{found.agreement}' does not hold by itself: {joined(leaving)} {verb} not patient enough."
    else:
        first = f"'{found.agreement}' holds by itself: every party is patient enough."
    said = [first, _punished(found, game)]
    if not found.credible[game]:
        said.append("Somebody would gain by not taking part in the punishment, so that the threat of it is in doubt.")
    return [*said, *_besides(found, game, names)]


def _punished(found: Enforcement, game: int) -> str:
    noticed, lag, length = (float(part[game, 0]) for part in (found.detection, found.lag, found.length))
    for_long = "for ever" if math.isinf(length) else f"for {length:g} period{'s' * (length != 1)}"
    after = "in the next period" if lag == 1 else f"{lag:g} periods later"
    chance = "always" if noticed == 1 else f"with probability {noticed:.4g}"
    return f"A violation is noticed {chance} and punished {after}, {for_long}, by '{found.punishment}'."


def _besides(found: Enforcement, game: int, names: list[str]) -> list[str]:
    """What punishments of other lengths would ask of each party."""
    tempted = [k for k in range(len(names)) if found.temptation[game, k] > 0]
    if not tempted:
        return ["Nobody gains by violating it alone."]

    def least(values: Array) -> str:
        parts = [f"{names[k]} {values[game, k]:.4g}" for k in tempted if math.isfinite(values[game, k])]
        return joined(parts) or "nobody would be patient enough"

    return [
        f"The next period must count, if punishment lasts for ever: {least(found.minimal_for_ever)}; if one period "
        f"answers each violation: {least(found.minimal_proportionate)}."
    ]
