"""The formula language: text in, a short program of allowed operations out, and nothing else gets through.

Python's own parser reads the text; whatever is not arithmetic, comparison, logic, a listed function or a name is
refused with its column. The program is in postfix order, so evaluating it needs a stack and no recursion.
"""

from __future__ import annotations

import ast
import keyword
import math
import operator
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from negsim.errors import suggestion

MAX_LENGTH = 5_000
MAX_STEPS = 2_000
MAX_DEPTH = 120
MAX_EXPONENT = 100
MAX_DIGITS = 300

FUNCTIONS = {
    "min": 0,
    "max": 0,
    "exp": 1,
    "log": 1,
    "sqrt": 1,
    "abs": 1,
    "where": 3,
}  # number of arguments; 0: two or more
RESERVED = frozenset(FUNCTIONS) | frozenset(keyword.kwlist) | {"iff"}

_ARITHMETIC: dict[type[ast.AST], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
_COMPARISON: dict[type[ast.AST], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_UNARY: dict[type[ast.AST], str] = {ast.USub: "neg", ast.UAdd: "pos", ast.Not: "not"}
_INSTEAD = {"^": "**", "×": "*", "·": "*", "⋅": "*", "−": "-", "–": "-", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!="}
_INSTEAD |= {"&": "and", "|": "or", "!": "not", "²": "**2"}


@dataclass(frozen=True)
class Number:
    """A constant: as a float for arrays, as a fraction for exact values."""

    value: float
    exact: Fraction


@dataclass(frozen=True)
class Name:
    """A parameter, a measure, a move, or ``move.level``; `offset` is its place in the text."""

    text: str
    offset: int = 0


@dataclass(frozen=True)
class Apply:
    """An operation on the last `count` values of the stack."""

    operation: str
    count: int


Step: TypeAlias = Number | Name | Apply


@dataclass(frozen=True)
class Flaw:
    """Something wrong in a formula, `offset` characters after its start."""

    message: str
    offset: int = 0


@lru_cache(maxsize=256)
def parse(text: str) -> tuple[tuple[Step, ...], tuple[Flaw, ...]]:
    """Return the program of a formula and all that is wrong with it; a formula with flaws has no program.

    Parameters
    ----------
    text
        The formula.
    """
    if len(text) > MAX_LENGTH:
        return (), (Flaw(f"a formula of {len(text)} characters; at most {MAX_LENGTH} are read: use measures"),)
    if not text.strip():
        return (), (Flaw("an empty formula"),)
    odd = [
        Flaw(_odd(char), at)
        for at, char in enumerate(text)
        if (char in _INSTEAD or char == "#") and not _is_unequal(text, at) and text[at - 1 : at] != char
    ]
    if odd:
        return (), tuple(odd)
    try:
        tree = _python("".join(" " if char.isspace() else char for char in text).lstrip())
    except SyntaxError as fault:
        return (), (_syntax_flaw(fault, text),)
    except (ValueError, RecursionError, MemoryError):
        return (), (Flaw("not a formula, or nested too deeply"),)
    reader = _Reader(text)
    reader.read(tree.body, 0)
    return (() if reader.flaws else tuple(reader.steps)), tuple(reader.flaws)


def _python(text: str) -> ast.Expression:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # what Python only warns of, such as "1or 2", is refused
        return ast.parse(text, mode="eval")


def is_name(text: str) -> bool:
    """Whether a parameter, move, level or measure may be called this, so that formulas can use the name."""
    return text.isascii() and text.isidentifier() and text not in RESERVED


class _Reader:
    """Walks the syntax tree once, and writes the program in postfix order."""

    def __init__(self, text: str):
        self.lead = len(text) - len(text.lstrip())
        self.text = text.lstrip()
        self.is_ascii = text.isascii()
        self.is_too_large = False
        self.steps: list[Step] = []
        self.flaws: list[Flaw] = []

    def flaw(self, node: ast.AST, message: str) -> None:
        self.flaws.append(Flaw(message, self.offset(node)))

    def offset(self, node: ast.AST) -> int:
        at: int = getattr(node, "col_offset", 0)
        if not self.is_ascii:  # the parser counts bytes
            at = len(self.text.encode()[:at].decode(errors="ignore"))
        return at + self.lead

    def apply(self, operation: str, count: int) -> None:
        self.steps.append(Apply(operation, count))

    def read(self, node: ast.AST, depth: int) -> None:
        if depth > MAX_DEPTH or len(self.steps) > MAX_STEPS:
            self.refuse_size(node)
            return
        match node:
            case ast.Constant():
                self.read_number(node)
            case ast.Name() | ast.Attribute():
                self.read_name(node)
            case ast.UnaryOp(op=op, operand=operand) if type(op) in _UNARY:
                self.read(operand, depth + 1)
                self.apply(_UNARY[type(op)], 1)
            case ast.BinOp() if type(node.op) in _ARITHMETIC:
                self.read_arithmetic(node, depth)
            case ast.BoolOp(op=op, values=values):
                self.read_all(values, depth)
                self.apply("and" if isinstance(op, ast.And) else "or", len(values))
            case ast.Compare():
                self.read_comparison(node, depth)
            case ast.Call():
                self.read_call(node, depth)
            case _:
                self.flaw(node, _refusal(node))

    def refuse_size(self, node: ast.AST) -> None:
        if not self.is_too_large:
            self.flaw(node, "too long or too deeply nested a formula: name parts of it as measures")
        self.is_too_large = True

    def read_all(self, nodes: Sequence[ast.AST], depth: int) -> None:
        for node in nodes:
            self.read(node, depth + 1)

    def read_number(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.flaw(node, f"{value!r:.40} is not a number")
            return
        digits = ast.get_source_segment(self.text, node) or repr(value)
        if not _is_finite(value) or len(digits) > MAX_DIGITS:
            self.flaw(node, "a number too large")
            return
        exact = Fraction(value) if isinstance(value, int) else _fraction(digits, value)
        self.steps.append(Number(float(value), exact))

    def read_name(self, node: ast.Name | ast.Attribute) -> None:
        match node:
            case ast.Name(id=text) if text in FUNCTIONS:
                self.flaw(node, f"'{text}' is a function: write {text}(...)")
            case ast.Name(id=text):
                self.steps.append(Name(text, self.offset(node)))
            case ast.Attribute(value=ast.Name(id=move), attr=level):
                self.steps.append(Name(f"{move}.{level}", self.offset(node)))
            case _:
                self.flaw(node, "a dot only joins a move and one of its levels, as in 'move.level'")

    def read_arithmetic(self, node: ast.BinOp, depth: int) -> None:
        self.read(node.left, depth + 1)
        start = len(self.steps)
        self.read(node.right, depth + 1)
        if isinstance(node.op, ast.Pow):
            self.check_exponent(node.right, self.steps[start:])
        self.apply(_ARITHMETIC[type(node.op)], 2)

    def read_comparison(self, node: ast.Compare, depth: int) -> None:
        left = node.left
        for op, right in zip(node.ops, node.comparators, strict=True):
            if type(op) not in _COMPARISON:
                self.flaw(node, "only < <= > >= == != compare; 'in' and 'is' do not")
                return
            self.read(left, depth + 1)
            self.read(right, depth + 1)
            self.apply(_COMPARISON[type(op)], 2)
            left = right
        if len(node.ops) > 1:
            self.apply("and", len(node.ops))

    def read_call(self, node: ast.Call, depth: int) -> None:
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            told = f"'{name}' is not a function of formulas" if name else "only functions of formulas can be called"
            self.flaw(node, told + suggestion(name, FUNCTIONS))
            return
        name, wanted, given = node.func.id, FUNCTIONS[node.func.id], len(node.args)
        if node.keywords or any(isinstance(arg, ast.Starred) for arg in node.args):
            self.flaw(node, f"{name} takes plain arguments only")
        elif given != wanted if wanted else given < 2:
            expected = f"{wanted} argument{'s' * (wanted != 1)}" if wanted else "two arguments or more"
            self.flaw(node, f"{name} takes {expected}, not {given}")
        else:
            self.read_all(node.args, depth)
            self.apply(name, given)

    def check_exponent(self, node: ast.AST, steps: Sequence[Step]) -> None:
        """Refuse a constant exponent that is large: ``9**9**9``."""
        size = _constant(steps)
        if size is not None and not abs(size) <= MAX_EXPONENT:
            self.flaw(node, f"an exponent too large: at most {MAX_EXPONENT}")


_FOLD: dict[str, Callable[..., float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": math.pow,
    "neg": operator.neg,
    "pos": operator.pos,
}


def _constant(steps: Sequence[Step]) -> float | None:
    """The number that a part without names or flaws comes to; None where it is not plain arithmetic."""
    stack: list[float] = []
    for step in steps:
        match step:
            case Number(value=value):
                stack.append(value)
            case Apply(operation=sign, count=count) if sign in _FOLD and len(stack) >= count:
                arguments = stack[-count:]
                del stack[-count:]
                try:
                    stack.append(_FOLD[sign](*arguments))
                except (ArithmeticError, ValueError):
                    return math.inf
            case _:
                return None
    return stack[0] if stack else None


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def _fraction(digits: str, value: float) -> Fraction:
    try:
        return Fraction(digits.replace("_", ""))
    except ValueError:
        return Fraction(repr(value))


def _is_unequal(text: str, at: int) -> bool:
    return text[at : at + 2] == "!="


def _odd(char: str) -> str:
    if char == "#":
        return "a comment cannot stand inside a formula; put it on the line above the formula"
    return f"'{char}' is not part of formulas; write '{_INSTEAD[char]}'"


def _syntax_flaw(fault: SyntaxError, text: str) -> Flaw:
    end = len(text.rstrip())
    if _UNFINISHED.search(text[:end]):
        return Flaw("the formula ends too early", end - 1)
    if single := _SINGLE.search(text):
        return Flaw("a single '=' compares nothing; write '=='", single.start())
    if "'(' was" not in fault.msg and "')'" not in fault.msg and (found := _side_by_side(text)):
        return found
    lead = len(text) - len(text.lstrip())
    return Flaw(f"not a formula: {fault.msg}", min(max((fault.offset or 1) - 1 + lead, 0), end - 1))


def _side_by_side(text: str) -> Flaw | None:
    """Two things with no operator between them, as in "2 x" or "2x"; None if there are none."""
    for pair in _PAIR.finditer(text):
        left, right = pair["left"].rstrip(), pair["right"]
        if {left, right} & {"if", "then", "else"}:
            return Flaw("'if' is not part of formulas; write where(condition, yes, no)", pair.start())
        if (word := right.lower()) in ("and", "or", "not"):
            return Flaw(f"'{right}' is not part of formulas; write '{word}'", pair.start("right"))
        return Flaw(f"nothing stands between '{left}' and '{right}'; is a '*' missing?", pair.start("right"))
    return None


_PAIR = re.compile(
    r"(?<![\w.])(?!(and|or|not)\b)(?P<left>\d[\d.]*(?=[A-Za-df-z_])|[A-Za-z_][\w.]*\s|\d[\w.]*\s|\)(?=\s*\w))"
    r"\s*(?!(and|or)\b)(?P<right>\w[\w.]*)"
)
_UNFINISHED = re.compile(r"([-+*/<>=,(]|\b(and|or|not))$")
_SINGLE = re.compile(r"(?<![=<>!])=(?!=)")


_REFUSALS: dict[type[ast.AST], str] = {
    ast.IfExp: "'a if c else b' is not part of formulas; write where(c, a, b)",
    ast.Subscript: "brackets [] are not part of formulas; a level is written 'move.level'",
    ast.Tuple: "a ',' stands outside a function",
    ast.List: "lists are not part of formulas",
    ast.NamedExpr: "':=' is not part of formulas",
}


def _refusal(node: ast.AST) -> str:
    if isinstance(node, ast.BinOp):
        return "only + - * / ** calculate; no //, % or @"
    return _REFUSALS.get(
        type(node), "only numbers, names, + - * / **, comparisons, and/or/not and functions are allowed"
    )
