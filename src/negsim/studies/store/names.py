"""Names of sets of equilibria that are the same in every file, whatever other sets occur there."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from negsim.studies.regimes.outcomes import Regime, Summary, labels

SINGLED = 3  # a set of more is told by its number, so that its name needs a mark
MARK = 6  # hexadecimal digits
_AGAIN = re.compile(r" \(\d+\)$")


def names(game: Any, summary: Summary) -> tuple[str, ...]:
    """Return a name for each regime of a summary: its label, with a mark where that only counts.

    Parameters
    ----------
    game
        One of those that were solved, for the names of strategies.
    summary
        What is kept of them.

    Returns
    -------
    tuple
        Such as ``"insist / offer_menu"`` or ``"4 pure + 3 mixed #9f2c01"``; all different.
    """
    told = labels(game, summary.regimes, summary.rows) if summary.regimes else ()
    return tuple(
        name if _says_all(name, regime) else f"{_AGAIN.sub('', name)} #{_mark(regime)}"
        for name, regime in zip(told, summary.regimes, strict=True)
    )


def _says_all(name: str, regime: Regime) -> bool:
    members = regime[0]
    return len(members) <= SINGLED or name == "; ".join(map(str, members))


def _mark(regime: Regime) -> str:
    return hashlib.sha256(json.dumps(regime).encode()).hexdigest()[:MARK]
