"""The tables of robustness: shares of the assumed ranges, what it takes to change a headline, and regrets."""

from __future__ import annotations

from collections.abc import Sequence

from negsim.studies.robustness.record import Edge, Robustness
from negsim.studies.sentences.robustness import (
    CAUTION,
    REGRET,
    edge_value,
    percent,
    percents,
    told_edge,
    told_instead,
    told_joint,
    told_nearest,
    told_shares,
)
from negsim.views.tables.base import Cell, Table, filled, table
from negsim.views.wording import number

OUTCOMES = 8  # of a lens that are listed
EDGES = 12  # changes of single numbers that are listed


@table.register
def of_robustness(found: Robustness) -> Table:
    """Show in which share of the assumed ranges the headline holds, through each lens, with all else in sentences.

    Parameters
    ----------
    found
        What `negsim.robustness` returned.
    """
    rows = [
        (
            lens.lens or f"{lens.form}, {lens.solver}",
            "; ".join(lens.headline),
            percent(lens.holds),
            percents(lens.interval),
            percent(lens.unsolved / lens.points) if lens.unsolved else "",
            lens.points,
        )
        for lens in found.lenses
    ]
    return filled(
        f"{found.scenario.title}\nIn which share of the assumed ranges the headline of each lens holds",
        ("lens", "headline at the defaults", "holds at", "95 % interval", "no answer at", "points"),
        rows,
        notes=(
            told_shares(found),
            told_instead(found),
            told_nearest(found),
            told_joint(found),
            "Other lenses are looked at in the first quarter of the points." if len(rows) > 1 else "",
            CAUTION,
            found.scenario.basis,
        ),
    )


def sections(found: Robustness) -> tuple[Table, ...]:
    """Show all there is, table by table: lenses, outcomes, single numbers, all together, regrets.

    Parameters
    ----------
    found
        What `negsim.robustness` returned.
    """
    tables = (of_robustness(found), of_outcomes(found), of_edges(found), of_flips(found), of_regrets(found))
    return tuple(each for each in tables if len(each))


def of_outcomes(found: Robustness) -> Table:
    """Show in which share of the assumed ranges each outcome is the likeliest one of an answer, by the own lens.

    Parameters
    ----------
    found
        What `negsim.robustness` returned.
    """
    rows = [
        (
            share.outcome,
            percent(share.some),
            percents(share.interval),
            percent(share.every),
            "yes" if share.outcome in found.headline else "",
        )
        for share in found.own.outcomes[:OUTCOMES]
    ]
    more = len(found.own.outcomes) - OUTCOMES
    return filled(
        "Which outcomes are predicted in the assumed ranges",
        ("outcome", "by some answer at", "95 % interval", "by every answer at", "at the defaults"),
        rows,
        notes=(f"... {more} more, see --format json" if more > 0 else "",),
    )


def of_edges(found: Robustness) -> Table:
    """Show how far each number alone can go before the headline changes, the nearest first.

    Parameters
    ----------
    found
        What `negsim.robustness` returned.
    """
    told = [edge for edge in found.nearest if edge.value is not None]
    whole = {edge.parameter for edge in found.nearest} - {edge.parameter for edge in told}
    notes = [f"the same over the whole range of {', '.join(sorted(whole))}"] if whole and told else []
    if len(told) > EDGES:
        notes.insert(0, f"... {len(told) - EDGES} more, see --format json")
    return filled(
        "How far one number alone goes before the headline changes",
        ("parameter", "goes", "from", "to", "of its range", "headline there"),
        [_edge(edge) for edge in told[:EDGES]],
        notes=notes,
    )


def _edge(edge: Edge) -> list[Cell]:
    there = "; ".join(edge.instead)
    return [edge.parameter, edge.direction, edge.default, edge_value(edge), percent(edge.share), there]


def of_flips(found: Robustness) -> Table:
    """Show the smallest changes of all numbers together that were found to change the headline.

    Parameters
    ----------
    found
        What `negsim.robustness` returned.
    """
    names = sorted({name for flip in found.joint for name in flip.change})
    rows = [
        (
            name,
            found.scenario.parameters[name].value,
            *(number(flip.values.get(name, found.scenario.parameters[name].value)) for flip in found.joint),
        )
        for name in names
    ]
    size = ", ".join(f"{HOW[flip.measure]} {percent(flip.distance)}" for flip in found.joint)
    return filled(
        "The smallest change of all numbers together that was found to change the headline",
        ("parameter", "default", *(f"least {HOW[flip.measure]}" for flip in found.joint)),
        rows,
        notes=(f"in shares of the ranges: {size}",) if rows else (),
    )


HOW = {"euclid": "root of the sum of squares", "largest": "largest change"}


def of_regrets(found: Robustness) -> Table:
    """Show what each move could cost its party, the move of least worst regret first.

    Parameters
    ----------
    found
        What `negsim.robustness` returned.
    """
    rows = [
        (
            regret.party,
            regret.place,
            regret.move,
            number(regret.worst),
            number(regret.mean),
            percent(regret.best),
            "yes" if regret.least else "",
            percent(regret.played),
        )
        for regret in found.regrets
    ]
    return filled(
        "What a move could cost its party",
        ("party", "at", "move", "largest regret", "mean", "best at", "least", "played at the defaults"),
        rows,
        notes=(REGRET, found.scenario.basis),
    )


def of_several(found: Sequence[Robustness]) -> Table:
    """Show one row a scenario: its headline, in which share of the ranges it holds, and what it takes to change it.

    Parameters
    ----------
    found
        What `negsim.robustness` returned for each.
    """
    return filled(
        "Headlines, and the share of the assumed ranges in which each is the same",
        (
            "scenario",
            "form",
            "headline",
            "holds at",
            "95 % interval",
            "no answer at",
            "nearest change of one number",
            "of its range",
            "all numbers together",
        ),
        [in_a_row(each) for each in found],
        notes=(CAUTION, *dict.fromkeys(each.scenario.basis for each in found)),
    )


def in_numbers(found: Sequence[Robustness]) -> Table:
    """Return one row a scenario, in plain numbers: shares of 1, and values in the units of the parameters.

    Parameters
    ----------
    found
        What `negsim.robustness` returned for each.
    """
    return Table(
        title="",
        columns=(
            *("scenario", "form", "headline", "points", "unsolved", "holds", "holds_low", "holds_high"),
            *("nearest_parameter", "nearest_value", "nearest_share", "together_largest", "together_euclid"),
        ),
        rows=tuple(_plain(each) for each in found),
    )


def _plain(found: Robustness) -> tuple[Cell, ...]:
    own, (edge, *_) = found.own, (*found.nearest, None)
    flips = {each.measure: each.distance for each in found.joint}
    nearest: tuple[Cell, ...] = ("", "", "")
    if edge is not None and edge.value is not None:
        nearest = (edge.parameter, edge.value, edge.share)
    together = (flips.get("largest", ""), flips.get("euclid", ""))
    told = (found.scenario.id, found.form, "; ".join(own.headline), own.points, own.unsolved, own.holds, *own.interval)
    return (*told, *nearest, *together)


def in_a_row(found: Robustness) -> list[Cell]:
    """Return what is told of a scenario in one row.

    Parameters
    ----------
    found
        What `negsim.robustness` returned.
    """
    own = found.own
    edge = found.nearest[0] if found.nearest and found.nearest[0].value is not None else None
    flip = next((each for each in found.joint if each.measure == "largest"), None)
    return [
        found.scenario.id,
        found.form,
        "; ".join(own.headline),
        percent(own.holds),
        percents(own.interval),
        percent(own.unsolved / own.points) if own.unsolved else "",
        told_edge(edge) if found.nearest else "",
        percent(edge.share) if edge else "",
        percent(flip.distance) if flip else "none found" if "joint" in found.left_out else "",
    ]
