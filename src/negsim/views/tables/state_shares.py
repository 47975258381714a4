"""The table of how often each state of a conflict holds: its share of many conflicts, by concept."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.studies.regimes.stable_states import StateCounts
from negsim.views.tables.base import Table, filled, table

MOST = 10_000  # states that are listed


@table.register
def state_shares(counts: StateCounts) -> Table:
    """List the states by the share of conflicts in which each is an equilibrium; those that never are, are left out.

    Parameters
    ----------
    counts
        In how many conflicts each state is stable.
    """
    share = counts.equilibrium_share
    seen = np.flatnonzero(share.any(0))
    order = seen[np.lexsort((-share.sum(0)[seen], -share[0, seen]))]
    never = share.shape[1] - len(order)
    is_or_are = "one state is" if never == 1 else f"{never:,} states are"
    rows = [[int(k), counts.states[k], *map(float, share[:, k])] for k in order[:MOST]]
    return filled(
        "How often each state is an equilibrium, as a share of the conflicts solved",
        ["#", "state", *counts.concepts],
        rows,
        notes=[f"{is_or_are} an equilibrium nowhere, under none of these concepts" if never else ""],
    )


def record(counts: StateCounts) -> dict[str, Any]:
    """Return the shares as the published schema has them: concept -> state -> for everybody, and for each party.

    Parameters
    ----------
    counts
        In how many conflicts each state is stable.
    """
    return {
        concept: {
            state: {
                "equilibrium": float(counts.equilibrium_share[c, s]),
                "stable": dict(zip(counts.parties, map(float, counts.stable_share[c, :, s]), strict=True)),
            }
            for s, state in enumerate(counts.states)
        }
        for c, concept in enumerate(counts.concepts)
    }
