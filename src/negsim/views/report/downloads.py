"""What a report holds as data, to be saved by whoever reads it: nothing rounded, one table a part."""

from __future__ import annotations

from dataclasses import replace

from negsim.scenario.model import Scenario
from negsim.studies.overview import Overview
from negsim.views.report.rests import reaches
from negsim.views.tables.base import Table, filled
from negsim.views.tables.claims import each_point
from negsim.views.tables.compare import in_columns as in_pairs
from negsim.views.tables.paths import by_stage
from negsim.views.tables.solution import in_columns
from negsim.views.tables.tipping import of_points

CELLS = 20_000  # of a table at most; larger ones are for 'negsim solve --csv'


def tables(found: Overview) -> dict[str, Table]:
    """Return the tables that a page holds as data, by name.

    Parameters
    ----------
    found
        What was found about a scenario.
    """
    kept = {"numbers": numbers(found.scenario), "payoffs": payoffs(found.scenario)}
    for form, solution in found.solutions.items():
        kept[f"answers_{form}"] = replace(in_columns(solution), title=f"Answers of the form {form}")
    for form, each in found.paths.items():
        kept[f"paths_{form}"] = replace(by_stage(each), title=f"Play stage by stage, form {form}")
    for form, points in found.tipping.items():
        if points:
            kept[f"tipping_{form}"] = replace(of_points(points), title=f"Tipping points, form {form}")
    if found.claims:
        kept["claims"] = each_point(found.claims)
    if found.comparison is not None:
        kept["lenses"] = replace(in_pairs(found.comparison), title="What each lens predicts")
    if found.robustness is not None:
        kept["assumptions"] = replace(reaches(found), title="Share of each range in which the headline holds")
    return {name: each for name, each in kept.items() if 0 < len(each.rows) * len(each.columns) <= CELLS}


def numbers(scenario: Scenario) -> Table:
    """Return the parameters with nothing rounded.

    Parameters
    ----------
    scenario
        What the file says.
    """
    rows = [[p.id, p.name, p.value, p.low, p.high, p.unit, p.assumption] for p in scenario.parameters.values()]
    return filled("Numbers assumed", ["parameter", "name", "value", "low", "high", "unit", "assumption"], rows)


def payoffs(scenario: Scenario) -> Table:
    """Return what each actor gets in each outcome, at the values of the scenario.

    Parameters
    ----------
    scenario
        What the file says.
    """
    table = scenario.payoff_table()[0]
    rows = [[scenario.outcome_label(k), *map(float, column)] for k, column in enumerate(table.T)]
    return filled("Payoffs of every outcome", ["outcome", *scenario.payoffs], rows)
