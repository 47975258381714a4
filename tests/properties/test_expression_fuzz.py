"""Formulas against a slow evaluator written here, and against hostile text."""

from __future__ import annotations

import ast
import operator
from fractions import Fraction

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negsim.errors import ScenarioError
from negsim.scenario.expression import Expression
from negsim.scenario.syntax import FUNCTIONS

NAMES = ("a", "b", "m.up")
LEAVES = st.one_of(st.sampled_from(NAMES), st.sampled_from(["0", "1", "2", "3", "0.5", "0.25", "7"]))
BINARY = {"+": operator.add, "-": operator.sub, "*": operator.mul}
COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def nodes(children):
    """Trees whose values are dyadic fractions, so that floats and fractions must agree to the last bit."""
    return st.one_of(
        st.tuples(st.sampled_from([*BINARY, *COMPARE, "and", "or", "min", "max"]), children, children),
        st.tuples(st.sampled_from(["neg", "not", "abs", "half"]), children),
        st.tuples(st.just("pow"), children, st.integers(0, 3)),
        st.tuples(st.just("where"), children, children, children),
        st.tuples(st.just("chain"), children, children, children),
    )


TREES = st.recursive(LEAVES, nodes, max_leaves=12)
NUMBERS = st.sampled_from([-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0])


def text_of(tree) -> str:
    if isinstance(tree, str):
        return tree
    kind, *parts = tree
    if kind == "pow":
        return f"({text_of(parts[0])})**{parts[1]}"
    texts = [text_of(part) for part in parts]
    match kind:
        case "min" | "max" | "abs" | "where":
            return f"{kind}({', '.join(texts)})"
        case "neg":
            return f"-({texts[0]})"
        case "not":
            return f"(not {texts[0]})"
        case "half":
            return f"({texts[0]})/2"
        case "chain":
            return f"(({texts[0]}) < ({texts[1]}) <= ({texts[2]}))"
        case _:
            return f"(({texts[0]}) {kind} ({texts[1]}))"


MEANING = BINARY | {
    **{sign: lambda x, y, test=test: Fraction(test(x, y)) for sign, test in COMPARE.items()},
    "min": min,
    "max": max,
    "abs": abs,
    "neg": operator.neg,
    "half": lambda x: x / 2,
    "not": lambda x: Fraction(x == 0),
    "and": lambda x, y: Fraction(x != 0 and y != 0),
    "or": lambda x, y: Fraction(x != 0 or y != 0),
    "where": lambda test, yes, no: yes if test != 0 else no,
    "chain": lambda x, y, z: Fraction(x < y <= z),
}


def value_of(tree, env) -> Fraction:
    """The slow evaluator: one fraction at a time, straight from the meaning of each operation."""
    if isinstance(tree, str):
        return env[tree] if tree in env else Fraction(tree)
    kind, *parts = tree
    if kind == "pow":
        return value_of(parts[0], env) ** parts[1]
    return MEANING[kind](*(value_of(part, env) for part in parts))


@settings(max_examples=300, deadline=None)
@given(TREES, st.lists(st.tuples(NUMBERS, NUMBERS, st.sampled_from([0.0, 1.0])), min_size=1, max_size=4))
def test_arrays_and_fractions_equal_the_slow_evaluator(tree, rows):
    formula = Expression(text_of(tree))
    expected = [value_of(tree, dict(zip(NAMES, map(Fraction, row), strict=True))) for row in rows]
    assume(all(abs(value.numerator).bit_length() < 50 for value in expected))
    assume(all(value.denominator.bit_length() < 40 for value in expected))
    columns = dict(zip(NAMES, np.array(rows).T[..., None], strict=True))
    found = np.broadcast_to(formula(columns), (len(rows), 1))[:, 0]
    if max(map(abs, expected)) < 2**20:
        assert found.tolist() == [float(value) for value in expected]
    for row, value in zip(rows, expected, strict=True):
        assert formula.exact(dict(zip(NAMES, map(Fraction, row), strict=True))) == value


@settings(max_examples=200, deadline=None)
@given(TREES)
def test_latex_is_printed_for_every_formula(tree):
    text = Expression(text_of(tree)).latex()
    assert text.count("{") == text.count("}")
    assert text.count(r"\left") == text.count(r"\right")


ALLOWED = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.Call, ast.Name, ast.Attribute, ast.Constant,
    ast.Load, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.USub, ast.UAdd, ast.Not, ast.And, ast.Or,
    ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq,
)  # fmt: skip
HOSTILE = (
    "a b m.up __class__ __import__ eval lambda 1 0 9 1e308 0x1F 's' + - * / ** // % < > == = := and or not in is if "
    "else ( ) [ ] { } , . : ; ~ @ await yield for None True"
)
TOKENS = st.lists(st.sampled_from([*FUNCTIONS, *HOSTILE.split(), "\n", " "]), max_size=25)


@settings(max_examples=600, deadline=None)
@given(st.one_of(TOKENS.map(" ".join), TOKENS.map("".join), st.text(max_size=60)))
def test_nothing_but_the_whitelist_gets_through(text):
    try:
        formula = Expression(text)
    except ScenarioError:
        return
    tree = ast.parse(" ".join(text.split()), mode="eval")
    assert all(isinstance(node, ALLOWED) for node in ast.walk(tree))
    assert all(
        isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    )
    value = formula(dict.fromkeys(formula.names, 0.5))
    assert value.dtype == np.float64 and value.shape == ()
