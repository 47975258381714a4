"""One scenario through every lens, as plain dictionaries and lists: what the published schema describes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from negsim import __version__
from negsim.studies.compare.comparison import Comparison
from negsim.studies.compare.facts import Fact
from negsim.studies.compare.record import Disagreement, Lens
from negsim.studies.compare.sides import Change, Sides
from negsim.views.records.answers import SCHEMA, of_scenario


def of_comparison(found: Comparison, overrides: Sequence[str] = ()) -> dict[str, Any]:
    """Return what each lens predicts, and why lenses differ.

    Parameters
    ----------
    found
        What `negsim.compare` returned.
    overrides
        The names of the overrides that were applied to the scenario.
    """
    return {**_head(found.scenario.basis), **_comparison(found, overrides)}


def of_sides(found: Sides, left: Sequence[str] = (), right: Sequence[str] = ()) -> dict[str, Any]:
    """Return two comparisons, and which lenses change their mind from one to the other.

    Parameters
    ----------
    found
        What `negsim.studies.compare.sides.side_by_side` returned.
    left, right
        The names of the overrides that were applied on each side.
    """
    return {
        **_head(found.right.scenario.basis),
        "left": _comparison(found.left, left),
        "right": _comparison(found.right, right),
        "parameters": {name: list(pair) for name, pair in found.parameters.items()},
        "changes": [_change(change) for change in found.changes],
        "same": list(found.same),
        "only_left": list(found.only_left),
        "only_right": list(found.only_right),
    }


def _head(label: str) -> dict[str, Any]:
    return {"negsim": __version__, "schema": SCHEMA.format(name="compare"), "label": label}


def _comparison(found: Comparison, overrides: Sequence[str]) -> dict[str, Any]:
    actors = list(found.scenario.actors)
    return {
        "scenario": of_scenario(found.scenario, overrides),
        "outcomes": list(found.outcomes),
        "status_quo": found.status_quo or None,
        "agreed": list(found.agreed),
        "payoffs": {
            outcome: dict(zip(actors, map(float, worth), strict=True)) for outcome, worth in found.payoffs.items()
        },
        "lenses": [_lens(lens) for lens in found.lenses],
        "disagreements": [_disagreement(each) for each in found.disagreements],
        "left_out": [{"form": each.form, "solver": each.solver or None, "why": each.why} for each in found.left_out],
    }


def _lens(lens: Lens) -> dict[str, Any]:
    return {
        "form": lens.form,
        "solver": lens.solver,
        "predicts": list(lens.predicts),
        "name": lens.name,
        "concept": lens.concept,
        "shares": dict(lens.shares),
        "endings": dict(lens.endings),
        "residual": lens.residual,
        "status": lens.status,
        "note": lens.note,
    }


def _disagreement(each: Disagreement) -> dict[str, Any]:
    return {
        "outcome": each.outcome,
        "between": list(each.between),
        "because": each.because,
        "also": list(each.also),
        "facts": [_facts(part) for part in each.facts],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "lens": change.lens,
        "form": change.form,
        "outcome": change.outcome,
        "predicted": "right" if change.gained else "left",
        "because": change.because,
        "facts": [_facts(part) for part in change.facts],
    }


def _facts(facts: Sequence[Fact]) -> list[dict[str, Any]]:
    return [
        {"kind": fact.kind, "who": fact.who, "here": fact.here, "there": fact.there, "amount": fact.amount}
        for fact in facts
    ]
