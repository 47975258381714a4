"""The table of enforcement: how patient each party must be to keep an agreement, and how patient it is."""

from __future__ import annotations

import math

from negsim.scenario.model import basis_of
from negsim.studies.enforcement.record import Enforcement
from negsim.studies.sentences.enforcement import told_enforcement
from negsim.views.tables.base import Cell, Table, filled, table
from negsim.views.wording import number

COLUMNS = (
    "party",
    "gains by violating",
    "loses when punished",
    "least discount factor",
    "its discount factor",
    "keeps",
)
NEVER = "no patience is enough"


@table.register
def of_enforcement(found: Enforcement) -> Table:
    """List the parties: what violating brings, and the least discount factor at which each keeps the agreement.

    Parameters
    ----------
    found
        What `negsim.studies.enforcement.stage.enforcement` returned; of several games, the first is shown.
    """
    rows: list[list[Cell]] = [
        [
            found.names.get(party, party),
            float(found.temptation[0, k]),
            float(found.loss[0, k]),
            _least(float(found.minimal[0, k])),
            float(found.discount[0, k]),
            bool(found.keeps[0, k]),
        ]
        for k, party in enumerate(found.parties)
    ]
    return filled(
        "Does it hold if nobody enforces it?",
        COLUMNS,
        rows,
        notes=(*told_enforcement(found), basis_of(found.basis)),
    )


def _least(value: float) -> str:
    return number(value) if math.isfinite(value) else NEVER
