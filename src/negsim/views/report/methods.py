"""What a report cites: the texts behind the scenario, the methods that were used, and the program itself."""

from __future__ import annotations

from negsim.scenario.model import Scenario
from negsim.studies.cite import cite
from negsim.studies.overview import Overview
from negsim.views.report.blocks import Heading, Section, Sheet, Words
from negsim.views.tables.base import filled

BALANCE = (
    "The texts are what was read, not all that was said. Each opinion is that of whoever is cited for it; whoever is "
    "not cited has no voice here. Other numbers, from other sources, can be put in their place."
)


def citations(found: Overview) -> Section:
    """Return the sources of the scenario and of the methods.

    Parameters
    ----------
    found
        What was found about a scenario.
    """
    methods = dict.fromkeys(line for each in found.solutions.values() for line in cite(each).splitlines())
    blocks = (*_sources(found.scenario), Heading(text="Methods and program"), Words(items=tuple(methods)))
    return Section(id="sources", title="Sources and methods", blocks=blocks)


def _sources(scenario: Scenario) -> tuple[Heading | Sheet | Words, ...]:
    if not scenario.sources:
        return ()
    rows = [[s.id, s.title, s.author, s.outlet, s.date, s.note, s.url] for s in scenario.sources.values()]
    columns = ["cited as", "title", "author", "outlet", "date", "note", "address"]
    note = "Behind the sign # stands the paragraph: LP4 is the fourth of the section LP."
    return (
        Heading(text="Texts"),
        Words(text=BALANCE),
        Sheet(table=filled("Texts that are cited", columns, rows, notes=[note]), rows=None),
    )
