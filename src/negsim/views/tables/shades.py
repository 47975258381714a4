"""Concepts that come in shades, such as strong and weak stability: one column a concept, and the shade in the cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np

from negsim.games.base import BoolArray
from negsim.views.wording import listed

Shades: TypeAlias = Mapping[str, Mapping[str, int]]  # concept -> shade -> its number among the concepts


def shades_of(concepts: Sequence[str]) -> Shades:
    """Return the shades of each concept: ``"strong gmr"`` is the shade ``"strong"`` of ``"gmr"``.

    Parameters
    ----------
    concepts
        Labels of concepts.

    Returns
    -------
    Mapping
        Concept -> shade -> its number, concepts without shades among them; empty if none has any.
    """
    found: dict[str, dict[str, int]] = {}
    shaded = False
    for number, label in enumerate(concepts):
        shade, _, concept = label.rpartition(" ")
        if shade and concept in found:
            found[concept][shade] = number
            shaded = True
        else:
            found[label] = {}
    return found if shaded else {}


def by_shade(shades: Shades, concepts: Sequence[str], parties: Sequence[str], stable: BoolArray) -> list[str]:
    """Return one cell a concept: the parties for which a state is stable, and in which shade.

    Parameters
    ----------
    shades
        As from `shades_of`.
    concepts, parties
        What they are called.
    stable
        Shape (concept, party). Of one state.
    """
    cells = []
    for concept, kinds in shades.items():
        holds = stable[concepts.index(concept)]
        named = [_shade(kinds, stable[:, party]) for party in range(len(parties))]
        if holds.all() and len(set(named)) == 1:
            cells.append(f"all {named[0]}".strip())
        else:
            told = [f"{parties[party]} {named[party]}".strip() for party in map(int, np.flatnonzero(holds))]
            cells.append("all: " * bool(holds.all()) + listed(told, len(told)) if told else "-")
    return cells


def _shade(kinds: Mapping[str, int], stable: BoolArray) -> str:
    return " ".join(shade for shade, number in kinds.items() if stable[number])
