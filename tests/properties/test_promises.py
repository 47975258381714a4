"""Forms of a promise: the choice is what going backwards by hand gives, and needed chances are where it turns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.errors import NotApplicable, UnknownName
from negsim.studies.promises.record import Promises

SMALL = st.integers(-4, 4).map(float)
ACTORS = ("chooser", "other", "third")


@st.composite
def several(draw):
    forms, actors = draw(st.integers(1, 4)), draw(st.integers(1, 3))

    def numbers(shape, of):
        return np.array(draw(st.lists(of, min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))).reshape(shape)

    return Promises(
        forms=tuple(f"form {k}" for k in range(forms)),
        actors=ACTORS[:actors],
        bodies={f"form {k}": {} for k in range(forms)},
        adopted=numbers((1, forms), st.integers(0, 8)) / 8,
        lasts=np.ones((1, forms)),
        years=np.ones((1, forms)),
        gain=numbers((1, forms, actors), SMALL),
        refused=numbers((1, actors), SMALL),
        concerned=numbers((forms, actors), st.booleans()),
    )


def by_hand(found):
    """Number of the form that is proposed and accepted, or -1."""
    best, chosen = found.refused[0, 0], -1
    for form in range(len(found.forms)):
        chance = found.adopted[0, form]
        expected = [
            chance * gain + (1 - chance) * none
            for gain, none in zip(found.gain[0, form], found.refused[0], strict=True)
        ]
        others = range(1, len(found.actors))
        if all(expected[k] >= found.refused[0, k] for k in others if found.concerned[form, k]) and expected[0] > best:
            best, chosen = expected[0], form
    return chosen


@given(several())
def test_the_choice_is_backward_induction(found):
    assert found.chosen[0] == by_hand(found)
    rows = found.rows()
    assert [row.chosen for row in rows] == [k == by_hand(found) for k in range(len(rows))]


@given(several(), st.data())
def test_from_the_needed_chance_on_a_form_is_chosen_and_below_it_is_not(found, data):
    form = data.draw(st.integers(0, len(found.forms) - 1))
    needed = found.needed(found.forms[form])[0]

    def chosen(chance):
        adopted = found.adopted.copy()
        adopted[0, form] = chance
        return by_hand(replace(found, adopted=adopted))

    for chance in np.linspace(0, 1, 17):
        if np.isnan(needed) or chance < needed - 1e-9:
            assert chosen(chance) != form
        elif chance > needed + 1e-9:
            assert chosen(chance) == form


@given(several(), st.floats(0.1, 10), st.integers(-5, 5))
def test_the_choice_ignores_the_units_of_payoff(found, unit, zero):
    moved = replace(found, gain=found.gain * unit + zero, refused=found.refused * unit + zero)
    assert moved.chosen.tolist() == found.chosen.tolist()


@given(several())
def test_a_batch_is_its_games(found):
    twice = replace(
        found,
        **{
            name: np.concatenate([getattr(found, name)] * 2)
            for name in ("adopted", "lasts", "years", "gain", "refused")
        },
    )
    assert twice.chosen.tolist() == found.chosen.tolist() * 2
    assert twice.rows(1) == twice.rows(0) == found.rows()


def test_a_game_that_is_not_there_is_refused():
    one = Promises(
        forms=("word",), actors=("a",), bodies={"word": {}}, adopted=np.ones((1, 1)), lasts=np.ones((1, 1)),
        years=np.ones((1, 1)), gain=np.ones((1, 1, 1)), refused=np.zeros((1, 1)), concerned=np.ones((1, 1), bool),
    )  # fmt: skip
    with pytest.raises(NotApplicable, match="game 1 of a batch of 1"):
        one.rows(1)
    with pytest.raises(UnknownName, match="did you mean 'word'"):
        one.needed("wrod")
