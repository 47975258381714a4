"""Figures of a report: which pictures suit the answers of each form, and what to say to those who do not see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from negsim.errors import InvalidGame, NotApplicable
from negsim.studies.explain import explain
from negsim.studies.overview import Overview
from negsim.views.plots.base import plots
from negsim.views.report.blocks import Picture, Words
from negsim.views.report.vector import svg

CAPTIONS = {  # plot -> what it shows
    "payoff_matrix": "Payoff matrix: both payoffs in each cell, best replies ringed, pure equilibria framed",
    "logit_branch": "Quantal response: what each party chooses as choices come to depend more on payoffs",
    "game_tree": "Game tree: who decides where, what is planned (wide lines), and what every end pays",
    "escalation_graph": "States by rung, the moves planned in each, and the likeliest steps of play",
    "hitting_times": "How likely play has ended in each way by each stage",
    "fan_chart": "How far play has climbed, stage by stage, of the play that still goes on",
    "outcome_shares": "How likely play has ended in each outcome by each stage, and how likely it goes on",
    "stability_graph": "States of the conflict, and under which concepts each is stable",
    "status_quo_tree": "Shortest ways from the status quo to the equilibria",
    "utility_space": "What could be agreed: each party's payoff, the zone of agreement, the frontier, the solutions",
    "win_sets": "What each party would agree to, and what all of them would",
    "value_of_forms": "What each form of a promise is worth, in expectation and once it has come about",
    "least_patience": "How patient each party must be to keep an agreement that nobody enforces",
    "equilibrium_map": "Which answers hold over two of the assumed numbers; borders are tipping points",
    "claim_course": "What each claim watches, from the lowest to the highest value over all answers",
    "lens_matrix": "Which lens predicts which outcome: a disc where it is predicted, larger where it is likelier",
    "zone_map": "How wide the zone of agreement is over two of the assumed numbers",
}
OF_FORM = {
    "strategic": ("payoff_matrix",),
    "extensive": ("game_tree",),
    "stochastic": ("escalation_graph", "hitting_times", "fan_chart"),
    "screening": ("outcome_shares",),
    "conflict": ("stability_graph", "status_quo_tree"),
    "bargaining": ("utility_space",),
}
LARGEST = 600_000  # signs of a picture
COUNT = 41  # values across and up of a map
OUTCOMES = 12  # of a picture of lenses
SENTENCES = 3  # of the answer that describe a figure
LONGEST = 600  # signs of a description


def of_form(found: Overview, form: str) -> Iterator[Picture | Words]:
    """Return the pictures of one form's answers.

    Parameters
    ----------
    found, form
        What was found about a scenario, and the form.
    """
    solution = found.solutions[form]
    things = {"stochastic": found.paths, "screening": found.paths}.get(form, {})
    thing: Any = things.get(form, solution)
    if form == "bargaining" and found.bargain is not None:
        thing = found.bargain
    for name in OF_FORM.get(form, ()):
        yield from picture(f"{form}-{name}", name, thing, described(solution))
    if found.bargain is not None and form == "bargaining":
        for name, part in (("value_of_forms", found.bargain.promises), ("least_patience", found.bargain.enforcement)):
            if part is not None:
                thing = part if name == "value_of_forms" else found.scenario
                yield from picture(f"{form}-{name}", name, thing, described(solution))


def of_assumptions(found: Overview) -> Iterator[Picture | Words]:
    """Return the maps over the two numbers on which the headline depends most.

    Parameters
    ----------
    found
        What was found about a scenario.
    """
    if found.grid is None or len(found.grid.axes) < 2:
        return
    across, up, *_ = found.grid.axes
    told = f"Across {across}, up {up}. At the defaults: {described(found.solutions[found.form])}"
    options = {"x": across, "y": up, "count": COUNT}
    if found.form in ("strategic", "conflict", "extensive") and not found.traced:
        yield from picture("map", "equilibrium_map", found.scenario, told, options)
    if found.form == "bargaining":
        yield from picture("map", "zone_map", found.scenario, told, options)


def of_lenses(found: Overview) -> Iterator[Picture | Words]:
    """Return the picture of which lens predicts which outcome.

    Parameters
    ----------
    found
        What was found about a scenario.
    """
    both = found.comparison
    if both is not None:
        first = both.outcomes[0] if both.outcomes else "none"
        agreed = f"All predict {' and '.join(both.agreed)}." if both.agreed else "No outcome is predicted by all."
        told = f"{len(both.judging)} lenses and {len(both.outcomes)} outcomes. Most predict {first}. {agreed}"
        yield from picture("lenses", "lens_matrix", both, told, {"most": OUTCOMES})


def picture(
    prefix: str, name: str, thing: Any, told: str, options: Mapping[str, Any] | None = None
) -> Iterator[Picture | Words]:
    """Draw one picture, unless there is none of this thing.

    Parameters
    ----------
    prefix
        What names inside the picture begin with; no two pictures of a page have the same.
    name, thing, options
        Of the plot; what to draw; options of the plot.
    told
        What it shows, in sentences.
    """
    try:
        figure = plots[name](**(options or {})).draw(thing)
    except (InvalidGame, NotApplicable):
        return
    caption = CAPTIONS[name]
    drawn = svg(figure, prefix, caption, told)
    if len(drawn) > LARGEST:
        yield Words(text=f"{caption}: too large for a page; 'negsim plot' with --plot {name} draws it.", small=True)
        return
    yield Picture(svg=drawn, caption=caption)


def described(solution: Any) -> str:
    """Return the first sentences of an answer, to stand for a figure of it.

    Parameters
    ----------
    solution
        What a solver found.
    """
    if not len(solution):
        return "No answer was found."
    try:
        lines = explain(solution[0]).splitlines()
    except NotApplicable:
        return repr(solution[0]).strip("<>")
    text = " ".join(lines[:SENTENCES])
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rpartition(' ')[0]} ..."
