"""Solvers refuse games of other forms at once, and say where to look."""

from __future__ import annotations

import pytest

from negsim.errors import NotApplicable
from negsim.solvers.base import form_of, solvers
from negsim.testing.games import samples

FORMS = ("strategic", "extensive", "stochastic", "screening", "conflict", "bargaining")
NAMES = [name for name in solvers if form_of(solvers[name])]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_a_game_of_another_form_is_refused_with_advice(name, form):
    own = form_of(solvers[name])
    for game in samples(form).values():
        if form != own:
            with pytest.raises(NotApplicable, match=rf"is for {own} games, not for a \w+Game\. Use auto, \w+") as told:
                solvers[name]().solve(game)
            assert all(form_of(solvers[other]) == form for other in _named(str(told.value))[1:])


def _named(advice):
    """The solvers that a refusal names."""
    return advice.rpartition("Use ")[2].removesuffix(".").split(", ")


def test_every_form_is_tried():
    assert {form_of(solvers[name]) for name in NAMES} == set(FORMS)


def test_what_is_no_game_is_refused_too():
    with pytest.raises(NotApplicable, match="not for a NoneType"):
        solvers["sequence_form"]().solve(None)
