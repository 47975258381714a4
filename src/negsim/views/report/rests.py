"""What the answers of a report rest on: shares of the ranges assumed, tipping points, presets, ways and paths."""

from __future__ import annotations

from typing import Any

from negsim.catalog.texts import disagreements
from negsim.studies.assumptions.presets import Preset
from negsim.studies.overview import Overview
from negsim.studies.robustness.record import Reach
from negsim.views.report.blocks import Heading, Section, Sheet, Words, sheets
from negsim.views.report.figures import of_assumptions
from negsim.views.report.lenses import CALLED
from negsim.views.tables.base import Cell, Table, filled
from negsim.views.tables.paths import sections as of_paths
from negsim.views.tables.scenario import cited
from negsim.views.tables.tipping import of_points
from negsim.views.tables.ways import of_ways
from negsim.views.wording import number

POINTS = 20  # tipping points of a form that are listed
NAMED = 3  # headlines that are named


def assumptions(found: Overview) -> Section:
    """Return in which share of the ranges assumed the headline holds, and what it becomes under each preset.

    Parameters
    ----------
    found
        What was found about a scenario.
    """
    rests = found.robustness
    if rests is None:
        return Section(id="assumptions", title="How far this depends on the numbers", blocks=_why(found.notes))
    if not rests.alone:
        return Section(id="assumptions", title="How far this depends on the numbers", blocks=())
    drawn = (
        f"Of {rests.own.points:,} points drawn evenly from all ranges at once (seed {rests.seed}), the headline is the "
        f"same at {number(100 * rests.own.holds, 3)}\N{NO-BREAK SPACE}%."
    )
    unsolved = f" At {rests.own.unsolved:,} of them there is no answer." if rests.own.unsolved else ""
    blocks: list[Any] = [
        Words(text=f"Headline (form {found.form}, likeliest outcome of each answer): {'; '.join(rests.headline)}."),
        Words(text=drawn + unsolved),
        Sheet(table=reaches(found), rows=None),
        *of_assumptions(found),
    ]
    if found.presets:
        blocks += [Heading(text="Whose assumptions?"), Sheet(table=presets(found), rows=None), *_views(found)]
    return Section(id="assumptions", title="How far this depends on the numbers", blocks=tuple(blocks))


def reaches(found: Overview) -> Table:
    """Return the table of the share of each range in which the headline holds, the others at their values.

    Parameters
    ----------
    found
        What was found about a scenario.
    """
    rests = found.robustness
    alone = sorted(rests.alone, key=lambda reach: reach.share) if rests else []
    rows = [_reach(found, reach) for reach in alone]
    tried = len(max(alone, key=lambda reach: len(reach.values)).values) if alone else 0
    return filled(
        f"One number at a time, at up to {tried} evenly spaced values of its range",
        ["number", "value here", "from", "to", "headline holds in %", "else, nearest first", "no answer at"],
        rows,
        notes=[found.scenario.basis],
    )


def _reach(found: Overview, reach: Reach) -> list[Cell]:
    about = found.scenario.parameters[reach.parameter]
    others = [" and ".join(names) for names in reach.instead[:NAMED]]
    more = [f"{len(reach.instead) - NAMED} others"] * (len(reach.instead) > NAMED)
    nowhere = ", ".join(number(value) for value in list(reach.missing)[:NAMED])
    share = round(100 * reach.share, 1)
    return [reach.parameter, about.value, about.low, about.high, share, "; or ".join(others + more), nowhere]


def presets(found: Overview) -> Table:
    """Return the table of what the headline becomes under each named set of changes.

    Parameters
    ----------
    found
        What was found about a scenario.
    """
    rows = [_preset(found, preset) for preset in found.presets]
    return filled(
        "Named sets of changes, one at a time",
        ["preset", "what it stands for", "source", "disagreement", "headline", "same", "payoffs"],
        rows,
        notes=[found.scenario.basis],
    )


def _preset(found: Overview, preset: Preset) -> list[Cell]:
    same = found.robustness is not None and preset.headline == found.robustness.headline
    paid = ", ".join(
        f"{player} {number(low)}" + (f" to {number(high)}" if number(high) != number(low) else "")
        for player, (low, high) in preset.payoffs.items()
    )
    sides = ", ".join(preset.override.disagreements)
    headline = "; ".join(preset.headline) or preset.missing
    return [preset.name, preset.override.note, cited(preset.override.sources), sides, headline, same, paid]


def _views(found: Overview) -> list[Words]:
    """What the texts disagree on, wherever a preset takes a side in it."""
    known = disagreements()
    named = dict.fromkeys(name for preset in found.presets for name in preset.override.disagreements)
    told: list[Words] = []
    for name in sorted(each for each in named if each in known):
        said = tuple(f"{view.by}: {view.says} ({cited(view.sources)})" for view in known[name].views)
        told.append(Words(text=f"{name}: {known[name].topic}", items=said))
    return told


def tipping(found: Overview) -> Section:
    """Return where answers tip, parameter by parameter.

    Parameters
    ----------
    found
        What was found about a scenario.
    """
    blocks: list[Any] = []
    for form, points in found.tipping.items():
        blocks.append(Heading(text=f"{CALLED.get(form, form)} ({form})"))
        if points:
            near = sorted(points, key=lambda point: _distance(found, point))[:POINTS]
            table = of_points(tuple(near))
            blocks.append(Words(items=tuple(f"{point.sentence}." for point in near[:12])))
            title = f"{len(points)} tipping point{'s' * (len(points) != 1)}, those nearest to the numbers assumed first"
            blocks.append(
                Sheet(table=filled(title, table.columns, table.rows, notes=[found.scenario.basis]), rows=POINTS)
            )
        else:
            blocks.append(Words(text="No single number, within its range, changes the answer."))
    blocks += [Words(text=f"{form}: {why}.", small=True) for form, why in found.untold.items()]
    return Section(id="tipping", title="Where the answer tips", blocks=tuple(blocks))


def _distance(found: Overview, point: Any) -> float:
    """How far from its value a number must go, as a share of its range."""
    about = found.scenario.parameters[point.parameter]
    return float(abs(point.value - about.value) / (about.high - about.low))


def over_time(found: Overview) -> Section:
    """Return where play goes stage by stage, and how states are reached from the status quo.

    Parameters
    ----------
    found
        What was found about a scenario.
    """
    blocks: list[Any] = []
    for form, each in found.paths.items():
        blocks += [Heading(text=f"{CALLED.get(form, form)}: where play goes"), *sheets(of_paths(each))]
    if found.ways is not None:
        blocks += [Heading(text="Ways from the status quo"), *sheets((of_ways(found.ways),))]
    return Section(id="paths", title="Escalation paths", blocks=tuple(blocks))


def _why(notes: tuple[str, ...]) -> tuple[Words, ...]:
    return tuple(Words(text=note) for note in notes)
