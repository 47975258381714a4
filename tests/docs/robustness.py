"""The committed table of robustness: ``python -m tests.docs.robustness`` writes docs/reference/robustness.md anew.

With names of scenarios only their rows are made anew, and the others are kept as they stand. A row names the digest of
the scenario that it was made from, so that a test can tell whether it is current without solving it again.
"""

from __future__ import annotations

import sys

from negsim import catalog, load
from negsim.scenario.model import Scenario
from negsim.studies.robustness.record import Robustness
from negsim.studies.robustness.robustness import robustness
from negsim.studies.sentences.robustness import CAUTION, percent, percents, told_edge
from tests.docs.markdown import ROOT

PAGE = ROOT / "docs" / "reference" / "robustness.md"
CORE = (
    "baseline_impasse", "moratorium_length", "cfe2_multi_issue", "missile_nondeployment", "countermeasures_ladder",
    "unbundled_vs_package", "form_and_ratification", "uncertain_intent", "deadline_ultimatum", "cbm_accident_risk",
    "neighbours_membership", "minsk_first_three", "sanctions_vs_military_aid", "four_track_grand_game",
)  # fmt: skip
COLUMNS = (
    "scenario", "form", "headline", "holds at", "95 % interval", "nearest change of one number", "of its range",
    "all numbers together", "through other lenses", "digest",
)  # fmt: skip
DIGITS = 12  # of a digest that are shown


TEXT = """# How robust the headlines are

Made by `make robustness`, which takes some minutes; `python -m tests.docs.robustness NAME` makes single rows anew. How
to ask it of your own scenario, and what the words mean: {doc}`/how-to/ask_how_robust`.

The *headline* is the likeliest outcome of each answer, of the form and solver that the scenario names, at the numbers
of the file. It *holds* at a point of the assumed ranges where exactly the same outcomes are the likeliest ones. Points
are drawn evenly from all ranges at once, or a number as its file says where that says how it varies (in
`moratorium_length`): 1,000, or 200 where one takes long; the interval says how far a sample of that size may be off.
*Nearest* is the smallest change of one number, the others at their defaults, that changes the
headline; *all numbers together* is the smallest change that was found, where no number moves by more than that share of
its range. Under *other lenses* stand the least and the greatest share in which the headline of each other lens of
`negsim compare` holds, play over time left out.

CAUTION All payoffs: illustrative payoff (assumption), not an estimate. Nothing here is a prediction, and no headline
is right, fair or recommended because it holds widely.

## The fourteen scenarios

CORE

## Variants, and settings of their own

OTHERS

`0 %` of its range means that the defaults themselves stand on an edge: two outcomes are equally likely there, or a
party is indifferent, and the least change decides.
"""


def others() -> tuple[str, ...]:
    """The shipped scenarios beside the fourteen: variants of them, and settings of their own."""
    return tuple(name for name in catalog.scenarios() if name not in CORE)


def digest(scenario: Scenario) -> str:
    """What tells a scenario from an earlier state of its file."""
    return scenario.digest[:DIGITS]


def made(name: str) -> dict[str, str]:
    """The row of one scenario, solved now."""
    parts = ("nearest", "joint", "lenses") if name in CORE else ("nearest", "joint")
    found = robustness(load(name), parts=parts)
    return {**own_cells(found), "all numbers together": _together(found), "through other lenses": _others(found)}


def own_cells(found: Robustness) -> dict[str, str]:
    """The cells that need neither other lenses nor a search over all numbers."""
    own = found.own
    edge = next((edge for edge in found.nearest if edge.value is not None), None)
    unsolved = f"; no answer at {percent(own.unsolved / own.points)}" if own.unsolved else ""
    return {
        "scenario": f"`{found.scenario.id}`",
        "form": found.form,
        "headline": "; ".join(own.headline),
        "holds at": percent(own.holds) + unsolved,
        "95 % interval": percents(own.interval),
        "nearest change of one number": told_edge(edge),
        "of its range": percent(edge.share) if edge else "",
        "digest": f"`{digest(found.scenario)}`",
    }


def _together(found: Robustness) -> str:
    flip = next((each for each in found.joint if each.measure == "largest"), None)
    return percent(flip.distance) if flip else "none found"


def _others(found: Robustness) -> str:
    holds = [lens.holds for lens in found.lenses[1:]]
    if not holds:
        return ""
    ends = min(holds), max(holds)
    span = percents(ends) if percent(ends[0]) != percent(ends[1]) else percent(ends[0])
    return f"{span} ({len(holds)} lens{'es' * (len(holds) != 1)})"


def committed() -> dict[str, dict[str, str]]:
    """Scenario -> its row as it stands in the page."""
    rows: dict[str, dict[str, str]] = {}
    columns: list[str] = []
    for line in PAGE.read_text(encoding="utf-8").splitlines() if PAGE.exists() else ():
        cells = [cell.strip().replace("&#124;", "|") for cell in line.strip("| ").split(" | ")]
        if cells[0] == COLUMNS[0]:
            columns = cells
        elif columns and len(cells) == len(columns) and cells[0].startswith("`"):
            rows[cells[0].strip("`")] = {**dict.fromkeys(COLUMNS, ""), **dict(zip(columns, cells, strict=True))}
    return rows


def page(rows: dict[str, dict[str, str]]) -> str:
    """The whole page."""
    tables = {"CORE": _table(rows, CORE), "OTHERS": _table(rows, others())}
    return TEXT.replace("CAUTION", CAUTION).replace("CORE", tables["CORE"]).replace("OTHERS", tables["OTHERS"])


def _table(rows: dict[str, dict[str, str]], names: tuple[str, ...]) -> str:
    told = [rows[name] for name in names if name in rows]
    kept = [column for column in COLUMNS if column == "digest" or any(row[column] for row in told)]
    lines = [f"| {' | '.join(kept)} |", f"|{'---|' * len(kept)}"]
    lines += [f"| {' | '.join(row[column].replace('|', '&#124;') for column in kept)} |" for row in told]
    return "\n".join(lines)


def main(names: list[str]) -> None:
    """Make rows anew and write the page after each."""
    for name in names or (*CORE, *others()):
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()
        row = made(name)
        PAGE.write_text(
            page({**committed(), name: row}), encoding="utf-8"
        )  # read again: others may write rows meanwhile


if __name__ == "__main__":
    main(sys.argv[1:])
