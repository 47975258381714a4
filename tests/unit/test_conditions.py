"""Conditions: what ``if`` and ``iff`` join holds as logic says, and every slip is told with its place."""

from __future__ import annotations

import itertools
import pickle
from fractions import Fraction

import numpy as np
import pytest

from negsim.errors import ScenarioError
from negsim.scenario.conditions import Condition
from negsim.scenario.syntax import is_name

MEANING = {
    "a if b": lambda a, b, c: a or not b,
    "a iff b": lambda a, b, c: a == b,
    "not a if b": lambda a, b, c: not a or not b,
    "a and b if c": lambda a, b, c: (a and b) or not c,
    "a if b or c": lambda a, b, c: a or not (b or c),
    "(a if b) if c": lambda a, b, c: (a or not b) or not c,
    "a if (b if c)": lambda a, b, c: a or not (b or not c),
    "not(a if b) or c": lambda a, b, c: not (a or not b) or c,
    "((a iff b) iff c)": lambda a, b, c: (a == b) == c,
    "a\nif b": lambda a, b, c: a or not b,
    "where((a if b), b, c)": lambda a, b, c: b if (a or not b) else c,
    "(a + (b if c)) * c": lambda a, b, c: (a + (b or not c)) * c != 0,
    "2*a iff 3*b": lambda a, b, c: a == b,
    "a or b": lambda a, b, c: a or b,
}


@pytest.mark.parametrize("text", MEANING)
def test_a_condition_holds_where_its_words_say(text):
    condition = Condition(text)
    for values in itertools.product((False, True), repeat=3):
        env = dict(zip("abc", values, strict=True))
        meant = bool(MEANING[text](*values))
        assert condition({name: np.array([float(value)]) for name, value in env.items()}) == [float(meant)]
        assert condition.exact({name: Fraction(value) for name, value in env.items()}) == int(meant)


def test_a_condition_is_one_or_zero_and_works_on_arrays():
    a, b = np.array([[0.0], [5.0]]), np.array([[0.0, 2.0, -1.0]])
    assert np.array_equal(Condition("a if b")({"a": a, "b": b}), [[1, 0, 0], [1, 1, 1]])
    assert np.array_equal(Condition("3*b")({"b": b}), [[0, 1, 1]])


FLAWS = {
    "a if": (3, "nothing stands after 'if'"),
    "iff b": (1, "nothing stands before 'iff'"),
    "a if b iff c": (8, "put brackets around two of the three"),
    "(a if b if c) and d": (9, "put brackets around two of the three"),
    "a If b": (3, "write 'if'"),
    "max(a if b, c)": (5, "put brackets around what they join"),
    "a if (b": (6, "never closed"),
    "a if b)": (7, ""),
    "(a if b).yes": (2, "a dot only joins a move"),
    "(a if b) 2": (10, ""),
    "a, b if c": (1, "','"),
    "a if b = c": (8, "write '=='"),
    "(a if b) and (c if 3d)": (21, "is a '*' missing?"),
    "a if " + "b + " * 2_000 + "c": (1, "use measures"),
    "a if __import__('os')": (6, "not a function"),
    "": (1, "empty"),
}


@pytest.mark.parametrize("text", FLAWS, ids=lambda text: text[:25])
def test_a_slip_is_told_with_its_place(text):
    column, says = FLAWS[text]
    with pytest.raises(ScenarioError) as caught:
        Condition(text)
    fault = caught.value.faults[0]
    assert (fault.column, says in fault.message) == (column, True), fault
    assert "\N{LATIN LETTER DENTAL CLICK}" not in fault.message


def test_a_condition_is_a_value():
    condition = Condition("modify.yes if (insist.yes iff delay)")
    assert condition == Condition("modify.yes if (insist.yes iff delay)") != Condition("delay")
    assert condition.names == {"modify.yes", "insist.yes", "delay"}
    assert str(condition) == condition.text
    assert pickle.loads(pickle.dumps(condition)) == condition
    assert r"\vee \neg" in condition.latex()


def test_nothing_can_be_called_iff():
    assert not is_name("iff")
    assert is_name("iffy")
