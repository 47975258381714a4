"""Record what the public GMCR+ program calls stable; its source lies in a folder named on the command line.

    python -m tests.oracles.make_gmcr_py FOLDER

writes data/gmcr_py.json: conflicts in option form drawn at random, with infeasible combinations and one-way options,
and for each the states that LogicalSolver finds stable, by concept and party. In its sanctions nobody moves twice. SIM:
the program tries combinations of moves against the first improvement from a state alone; where there are several and it
calls the state unstable, the state is listed as unsure.
"""

from __future__ import annotations

import itertools
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

DATA = Path(__file__).parent / "data" / "gmcr_py.json"
DIRECTIONS = ("both", "both", "both", "fwd", "back")
CASES = 60


def drawn(draw: np.random.Generator) -> dict[str, Any]:
    """A conflict as the program's files hold it; its states are those without an infeasible pair of options."""
    parties = int(draw.integers(2, 5))
    owner = sorted([*range(parties), *draw.integers(0, parties, max(0, 5 - parties)).tolist()])
    banned = [
        [[int(k), str(draw.choice(["Y", "N"]))] for k in draw.choice(len(owner), 2, replace=False)]
        for _ in range(draw.integers(0, 3))
    ]
    rows = [
        bits[::-1]
        for bits in itertools.product((0, 1), repeat=len(owner))
        if not any(all(bits[::-1][k] == (told == "Y") for k, told in pair) for pair in banned)
    ]
    ranks = draw.integers(0, int(draw.choice([3, 8, 100])), (parties, len(rows)))
    return {
        "useManualPreferenceRanking": True,
        "infeasibles": banned,
        "options": [{"name": f"o{k}", "permittedDirection": str(draw.choice(DIRECTIONS))} for k in range(len(owner))],
        "decisionMakers": [
            {
                "name": f"p{k}",
                "options": [place for place, mover in enumerate(owner) if mover == k],
                "preferences": [],
                "preferenceRanking": [
                    (np.flatnonzero(ranks[k] == rank) + 1).tolist() for rank in np.unique(ranks[k])[::-1]
                ],
            }
            for k in range(parties)
        ],
    }


def solved(conflict: dict[str, Any]) -> dict[str, Any]:
    """The states, payoffs and verdicts of the program."""
    import data_01_conflictModel as model
    import data_02_conflictSolvers as engines

    for party in conflict["decisionMakers"]:  # alone, a state stands without brackets
        party["preferenceRanking"] = [tie[0] if len(tie) == 1 else tie for tie in party["preferenceRanking"]]
    with tempfile.NamedTemporaryFile("w", suffix=".gmcr") as file:
        json.dump(conflict, file)
        file.flush()
        loaded = model.ConflictModel()
        loaded.load_from_file(file.name)
    solver = engines.LogicalSolver(loaded)
    solver.findEquilibria()
    stable = {
        name: [np.flatnonzero(row).tolist() for row in getattr(solver, f"{name}Stabilities")]
        for name in ("nash", "gmr", "smr", "seq", "sim")
    }
    unsure = [
        [state for state in range(len(loaded.feasibles)) if state not in found and len(solver.UIs(party, state)) > 1]
        for party, found in zip(solver.effectiveDMs, stable["sim"], strict=True)
    ]
    return {
        "owner": [place for place, party in enumerate(conflict["decisionMakers"]) for _ in party["options"]],
        "directions": [option["permittedDirection"] for option in conflict["options"]],
        "states": [int(number) for number in loaded.feasibles.decimal],
        "payoffs": [[int(number) for number in party.payoffs] for party in loaded.decisionMakers],
        "stable": stable,
        "unsure": unsure,
    }


def main(folder: str) -> None:
    """Write the file."""
    sys.path.insert(0, folder)
    from version import __version__

    draw = np.random.default_rng(20130615)
    cases = [solved(drawn(draw)) for _ in range(CASES)]
    told = f"gmcr-py {__version__} (GMCR+), LogicalSolver.findEquilibria, by tests/oracles/{Path(__file__).name}"
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    DATA.write_text(f'{{"provenance": {json.dumps(told)},\n"cases": [\n{lines}\n]}}\n', encoding="utf-8")
    print(f"{DATA}: {len(cases)} conflicts")


if __name__ == "__main__":
    main(sys.argv[1])
