"""What a store holds as a plain dictionary: the JSON that the published schema describes."""

from __future__ import annotations

from typing import Any

from negsim import __version__
from negsim.studies.store.status import Kept


def of_kept(kept: Kept) -> dict[str, Any]:
    """Return how far the sweep in a folder has come.

    Parameters
    ----------
    kept
        What was found there.
    """
    return {
        "negsim": __version__,
        "schema": "negsim-store/1",
        "folder": str(kept.folder),
        "sweep": kept.manifest.told["sweep"],
        "finished": not kept.missing,
        "points": {"all": kept.points, "done": kept.done},
        "chunks": {"all": kept.chunks, "done": len(kept.sound), "missing": list(kept.missing)},
        "bytes": kept.size,
        "damaged": [{"file": each.path.name, "fault": each.fault} for each in kept.damaged],
        "aside": [path.name for path in kept.aside],
    }
