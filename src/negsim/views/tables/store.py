"""The table of a store: how far the sweep in a folder has come."""

from __future__ import annotations

from shlex import quote

from negsim.studies.store.opened import named
from negsim.studies.store.status import Kept
from negsim.views.tables.base import Table, table
from negsim.views.wording import in_bytes


@table.register
def of_kept(kept: Kept) -> Table:
    """Say what a folder holds and what is missing.

    Parameters
    ----------
    kept
        What was found there.
    """
    sweep = kept.manifest.told["sweep"]
    overrides = [each["override"] or "none" for each in sweep["scenarios"]]
    rows = {
        "scenario": sweep["scenarios"][0]["id"],
        **({"overrides": ", ".join(overrides)} if overrides != ["none"] else {}),
        "form": sweep["form"],
        "solver": ", ".join(dict.fromkeys(each["solver"]["name"] for each in sweep["scenarios"])),
        "design": sweep["design"]["design"],
        "points": f"{kept.done:,} of {kept.points:,} done",
        "chunks": f"{len(kept.sound):,} of {kept.chunks:,} done",
        **({"missing chunks": named(kept.missing)} if kept.missing else {}),
        "on disk": in_bytes(kept.size),
    }
    damaged = [f"{each.path.name}: {each.fault}; it is done again when the sweep goes on" for each in kept.damaged]
    return Table(
        title=f"A sweep kept in {kept.folder}",
        columns=("what", "how much"),
        rows=tuple(rows.items()),
        notes=(
            *damaged,
            *([f"{len(kept.aside)} damaged files were moved aside before: *.corrupt"] if kept.aside else []),
            *(
                [f"To go on: the same command again, or negsim store {quote(str(kept.folder))} --resume"]
                if kept.missing
                else []
            ),
        ),
    )
