"""Formulas: what they allow, what they refuse, and what they print."""

from __future__ import annotations

import pickle
import time
from fractions import Fraction

import numpy as np
import pytest

from negsim.errors import NotApplicable, ScenarioError, UnknownName
from negsim.scenario.expression import Expression


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2*3 - 4/8", 6.5),
        ("-2**2", -4.0),
        ("2**-1", 0.5),
        ("2**3**2", 512.0),
        ("a > b", 0.0),
        ("a < b <= 3", 1.0),
        ("1 < 2 < 2", 0.0),
        ("a == 2 and b == 3", 1.0),
        ("a and b", 1.0),
        ("not a or b > 5", 0.0),
        ("not 0", 1.0),
        ("min(a, b, 1)", 1.0),
        ("max(a, b)", 3.0),
        ("abs(a - b)", 1.0),
        ("sqrt(a*2) + log(1) + exp(0)", 3.0),
        ("where(a > b, 1/0, 7)", 7.0),
        ("m.level * 5 + m", 9.0),
        ("1e-3 + .5", 0.501),
        ("  (a +\n  b)  ", 5.0),
    ],
)
def test_value(text, expected):
    env = {"a": 2.0, "b": 3.0, "m": 4, "m.level": 1}
    assert float(Expression(text)(env)) == pytest.approx(expected, abs=1e-15)


def test_arrays_broadcast_over_batch_and_outcome():
    formula = Expression("a*m.up - b")
    batch = np.arange(3.0)[:, None]
    value = formula({"a": batch, "b": np.float64(1), "m.up": np.array([[0.0, 1.0]])})
    np.testing.assert_array_equal(value, [[-1, -1], [-1, 0], [-1, 1]])


def test_names():
    assert Expression("2*a + m.level*min(b, 1)").names == {"a", "b", "m.level"}


REFUSED = [
    ("", 1, "empty"),
    ("1 +", 3, "ends too early"),
    ("a = b", 3, "'=='"),
    ("a ^ 2", 3, r"'\*\*'"),
    ("a × b", 3, r"'\*'"),
    ("f(a)", 1, "not a function"),
    ("mn(a, b)", 1, "did you mean 'min'"),
    ("min", 1, r"min\(\.\.\.\)"),
    ("min(a)", 1, "two arguments or more"),
    ("exp(a, b)", 1, "1 argument, not 2"),
    ("where(a, b)", 1, "3 arguments, not 2"),
    ("min(*a)", 1, "plain arguments"),
    ("exp(x=a)", 1, "plain arguments"),
    ("a.b.c", 1, "move.level"),
    ("a[0]", 1, "brackets"),
    ("[a]", 1, "lists"),
    ("a if b else c", 1, "where"),
    ("lambda: 1", 1, "only numbers"),
    ("a // b", 1, "no //"),
    ("a % b", 1, "no //"),
    ("~a", 1, "only numbers"),
    ("a in b", 1, "'in' and 'is'"),
    ("'a'", 1, "not a number"),
    ("True", 1, "not a number"),
    ("None", 1, "not a number"),
    ("1j", 1, "not a number"),
    ("1e999", 1, "too large"),
    ("9**9**9", 4, "exponent too large"),
    ("2**101", 4, "exponent too large"),
    ("2**(50+60)", 5, "exponent too large"),
    ("a**(2**9)", 5, "exponent too large"),
    ("__import__('os')", 1, "not a function"),
    ("().__class__", 1, "move.level"),
    ("(a := 2)", 2, "':='"),
    ("a, b", 1, "','"),
    ("f'{a}'", 1, "only numbers"),
    ("a; b", 2, "not a formula"),
    ("(2 + 6 a)", 8, r"nothing stands between '6' and 'a'; is a '\*' missing"),
    ("2 + 6a", 6, "nothing stands between '6' and 'a'"),
    ("not a b", 7, "nothing stands between 'a' and 'b'"),
    ("a AND b", 3, "'AND' is not part of formulas; write 'and'"),
    ("if a then b", 1, r"write where\(condition, yes, no\)"),
    ("max(a b", 4, "never closed"),
    ("1" + "0" * 400, 1, "too large"),
    ("(" * 300 + "a" + ")" * 300, 201, "nested"),
    ("-" * 4900 + "a", 1, "nested|too long"),
    ("+".join("a" * 500), 1, "too long"),
    ("2**" * 200 + "2", 1, "too long"),
    ("2**" * 1600 + "2", 1, "too long|nested"),
    ("not " * 1200 + "a", 1, "too long|nested"),
    ("a if b else " * 300 + "a", 1, "where|nested"),
    ("f(" * 300, 1, "nested|too early"),
    ("a + b  # half of it\n+ c", 8, "comment"),
    ("2**f(1)", 4, "not a function"),
    ("a" * 6000, 1, "at most 5000"),
]


@pytest.mark.parametrize(("text", "column", "told"), REFUSED, ids=[text[:20] for text, _, _ in REFUSED])
def test_refused_with_its_column(text, column, told):
    with pytest.raises(ScenarioError, match=told) as caught:
        Expression(text)
    if len(text) < 100:
        assert caught.value.faults[0].column == column


def test_several_flaws_are_told_together():
    with pytest.raises(ScenarioError) as caught:
        Expression("f(a) + g(b) + [c]")
    assert [fault.column for fault in caught.value.faults] == [1, 8, 15]


def test_a_doubled_sign_is_told_once():
    with pytest.raises(ScenarioError) as caught:
        Expression("a && b || c")
    assert [fault.column for fault in caught.value.faults] == [3, 8]


def test_columns_count_characters_not_bytes():
    with pytest.raises(ScenarioError) as caught:
        Expression("é + f(a)")
    assert caught.value.faults[0].column == 5


def test_missing_value_is_named():
    with pytest.raises(UnknownName, match="did you mean 'alpha'"):
        Expression("alpa + 1")({"alpha": 1.0})


def test_exact_values_do_not_round():
    env = {"a": Fraction(1, 3), "b": Fraction(2)}
    assert Expression("0.1 + 0.2")({}) != 0.3
    assert Expression("0.1 + 0.2").exact({}) == Fraction(3, 10)
    assert Expression("a*3 == 1").exact(env) == 1
    assert Expression("min(a, b) + max(a, b)*abs(-b)").exact(env) == Fraction(13, 3)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("exp(a)", "exp"),
        ("log(a)", "log"),
        ("sqrt(a)", "sqrt"),
        ("a**0.5", "exponent"),
        ("a/(a - a)", "zero"),
        ("0**-a", "zero"),
        ("((a**99)**99)**99", "digits"),
    ],
)
def test_exact_says_what_has_no_exact_value(text, told):
    with pytest.raises(NotApplicable, match=told):
        Expression(text).exact({"a": Fraction(2)})


def test_exact_powers_do_not_exhaust_the_machine():
    start = time.process_time()
    with pytest.raises(NotApplicable, match="digits"):
        Expression("a**b").exact({"a": Fraction(3), "b": Fraction(10**9)})
    assert time.process_time() - start < 0.5


def test_division_by_zero_is_data():
    value = Expression("1/a")({"a": np.array([0.0, 2.0])})
    assert value.tolist() == [np.inf, 0.5]


def test_expression_is_a_value():
    formula = Expression("a + b")
    assert formula == Expression("a + b")
    assert hash(formula) == hash(Expression("a + b"))
    assert pickle.loads(pickle.dumps(formula)) == formula
    assert str(formula) == "a + b"


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("a + b*c", r"a + b \, c"),
        ("(a + b)*c", r"\left(a + b\right) \, c"),
        ("a - (b - c)", r"a - \left(b - c\right)"),
        ("a - b - c", "a - b - c"),
        ("a/b", r"\frac{a}{b}"),
        ("(a + b)**2", r"\left(a + b\right)^{2}"),
        ("2*3", r"2 \cdot 3"),
        ("-a", "-a"),
        ("a*-b", r"a \, \left(-b\right)"),
        ("harm_R", r"\mathrm{harm\_R}"),
        ("m.up", r"\left[m=\mathrm{up}\right]"),
        ("a <= b and not c", r"a \le b \wedge \neg c"),
        ("sqrt(a) + abs(b)", r"\sqrt{a} + \left|b\right|"),
        ("min(a, exp(b))", r"\min\left(a, \exp\left(b\right)\right)"),
        ("1e-9*a", r"1 \cdot 10^{-9} \, a"),
        ("where(a, 1, 2)", r"\begin{cases} 1 & a \\ 2 & \text{otherwise} \end{cases}"),
    ],
)
def test_latex(text, latex):
    assert Expression(text).latex() == latex
