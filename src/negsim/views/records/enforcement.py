"""Whether an agreement holds that nobody enforces, as plain dictionaries."""

from __future__ import annotations

import math
from typing import Any

from negsim.studies.enforcement.record import Enforcement
from negsim.studies.sentences.enforcement import told_enforcement


def of_enforcement(found: Enforcement, game: int = 0) -> dict[str, Any]:
    """Return what keeping an agreement takes, and whether all keep it; null for what no patience can do.

    Parameters
    ----------
    found
        What `negsim.studies.enforcement.stage.enforcement` returned.
    game
        Which game of the batch.
    """
    least = {
        "minimal": found.minimal,
        "minimal_for_ever": found.minimal_for_ever,
        "minimal_proportionate": found.minimal_proportionate,
    }
    return {
        "agreement": found.agreement,
        "punishment": found.punishment,
        "holds": bool(found.holds[game]),
        "credible": bool(found.credible[game]),
        "detection": float(found.detection[game, 0]),
        "lag": float(found.lag[game, 0]),
        "length": _finite(float(found.length[game, 0])),
        "parties": {
            party: {
                "temptation": float(found.temptation[game, k]),
                "loss": float(found.loss[game, k]),
                "discount": float(found.discount[game, k]),
                **{name: _finite(float(values[game, k])) for name, values in least.items()},
                "keeps": bool(found.keeps[game, k]),
            }
            for k, party in enumerate(found.parties)
        },
        "sentences": told_enforcement(found, game),
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
