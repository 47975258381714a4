"""Solvers refuse games of other forms at once, and say where to look."""

from __future__ import annotations

import pytest

from negsim.errors import NotApplicable
from negsim.solvers.base import form_of, solvers
from negsim.testing.games import samples

FORMS = ("strategic", "extensive", "stochastic", "screening")
NAMES = [name for name in solvers if form_of(solvers[name]) in FORMS[1:]]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_a_game_of_another_form_is_refused_with_advice(name, form):
    own = form_of(solvers[name])
    for game in samples(form).values():
        if form != own:
            with pytest.raises(NotApplicable, match=rf"is for {own} games, not for a \w+Game\. Use Auto\(\)"):
                solvers[name]().solve(game)


def test_what_is_no_game_is_refused_too():
    with pytest.raises(NotApplicable, match="not for a NoneType"):
        solvers["sequence_form"]().solve(None)
