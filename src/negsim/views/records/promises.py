"""The forms that a promise can take, as plain dictionaries."""

from __future__ import annotations

import math
from typing import Any

from negsim.studies.promises.record import Promises


def of_promises(found: Promises, game: int = 0) -> list[dict[str, Any]]:
    """Return one record a form, in the order of the file.

    Parameters
    ----------
    found
        What `negsim.studies.promises.choice.promises` returned.
    game
        Which game of the batch.
    """
    return [
        {
            "form": row.form,
            "name": row.name,
            "ratified": dict(row.ratified),
            "adopted": row.adopted,
            "lasts": row.lasts if math.isfinite(row.lasts) else None,
            "years": row.years if math.isfinite(row.years) else None,
            "worth": dict(row.worth),
            "accepts": dict(row.accepts),
            "needed": row.needed,
            "chosen": row.chosen,
        }
        for row in found.rows(game)
    ]
