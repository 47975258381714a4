"""Where numbers and moves are taken from, as plain dictionaries and lists: what the published schema describes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from negsim import __version__
from negsim.catalog.citing import Use
from negsim.scenario.model import Scenario, Source
from negsim.scenario.record import plain
from negsim.views.records.answers import SCHEMA, of_scenario


def of_uses(
    uses: Sequence[Use], sources: Iterable[Source], scenario: Scenario | None = None, overrides: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the texts, and what is taken from where.

    Parameters
    ----------
    uses
        What `negsim.catalog.citing` returned.
    sources
        The texts.
    scenario
        Whose numbers and moves they are; None where the question was what cites a text.
    overrides
        The names of the overrides that were applied to it.
    """
    return {
        "negsim": __version__,
        "schema": SCHEMA.format(name="sources"),
        "scenario": None if scenario is None else of_scenario(scenario, overrides),
        "sources": [{**plain(source), "paragraphs": dict(source.paragraphs)} for source in sources],
        "uses": [_use(use) for use in uses],
    }


def _use(use: Use) -> dict[str, Any]:
    return {
        "kind": use.kind,
        "id": use.id,
        "says": use.says,
        "where": use.where,
        "value": use.value,
        "unit": use.unit,
        "option": use.option,
        "assumption": use.assumption,
        "source": None if use.citation is None else use.citation.source,
        "paragraph": None if use.citation is None else use.citation.paragraph,
    }
