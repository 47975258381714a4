"""Formulas as MathML, which browsers typeset by themselves; printed from the same program that is evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from negsim.scenario.syntax import Apply, Name, Number, Step

_INFIX = {"+": 5, "-": 5, "*": 6, "and": 2, "or": 1, "<": 4, "<=": 4, ">": 4, ">=": 4, "==": 4, "!=": 4}
_SIGN = {"*": "⋅", "-": "−", "<": "&lt;", ">": "&gt;", "<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}
_ATOM = 9
SPACED = '<mo form="infix" lspace="0.2em" rspace="0.25em">'  # a sign at the beginning of a piece
_NEGATION = 6


@dataclass(frozen=True, kw_only=True)
class Part:
    """A piece of a formula.

    Attributes
    ----------
    markup
        MathML.
    rank
        How tightly its outermost operation binds.
    terms
        Of a sum, each summand with its sign, ``"+"`` or ``"-"``; else only itself.
    """

    markup: str
    rank: int
    terms: tuple[tuple[str, str], ...] = ()


def summands(steps: Sequence[Step]) -> tuple[str, ...]:
    """Return MathML for a formula, one piece a summand, so that a long sum may be broken between lines.

    Parameters
    ----------
    steps
        In postfix order, as `negsim.scenario.syntax.parse` gives them.

    Returns
    -------
    tuple of str
        The contents of a ``<math>`` element each; every piece but the first begins with its sign.
    """
    stack: list[Part] = []
    for step in steps:
        match step:
            case Number(value=value):
                stack.append(Part(markup=_number(value), rank=_ATOM))
            case Name(text=text):
                stack.append(Part(markup=name(text), rank=_ATOM))
            case Apply(operation=operation, count=count):
                parts = stack[-count:]
                del stack[-count:]
                stack.append(_apply(operation, parts))
    (sign, first), *others = _terms(stack[0])
    head = f"<mo>−</mo>{first}" if sign == "-" else first
    return (head, *(f"{SPACED}{_sign(sign)}</mo>{term}" for sign, term in others))


def name(text: str) -> str:
    """Return MathML for a name; ``move.level`` becomes a bracket that is 1 when the level is chosen, else 0.

    Parameters
    ----------
    text
        As the file writes it.
    """
    if "." in text:
        move, level = text.split(".")
        return f"<mrow><mo>[</mo>{_word(move)}<mo>=</mo>{_word(level)}<mo>]</mo></mrow>"
    return _word(text)


def _word(text: str) -> str:
    return f'<mi mathvariant="normal">{escape(text)}</mi>'


def _number(value: float) -> str:
    mantissa, mark, exponent = f"{value:.12g}".partition("e")
    if not mark:
        return f"<mn>{mantissa}</mn>"
    return f"<mrow><mn>{mantissa}</mn><mo>⋅</mo><msup><mn>10</mn><mn>{int(exponent)}</mn></msup></mrow>"


def _apply(operation: str, parts: Sequence[Part]) -> Part:
    if operation in ("+", "-"):
        return _sum(operation, parts)
    if operation in _INFIX:
        return _infix(operation, parts)
    if operation in ("neg", "pos"):
        return _signed("-" if operation == "neg" else "+", _within(parts[0], _NEGATION))
    if operation == "not":
        return Part(markup=f"<mrow><mtext>not&#160;</mtext>{_within(parts[0], 3)}</mrow>", rank=3)
    return _function(operation, [part.markup for part in parts], parts)


def _sum(operation: str, parts: Sequence[Part]) -> Part:
    """Join two summands, keeping the terms of the first apart, and of the second where they are added."""
    right = _terms(parts[1]) if operation == "+" else (("-", _within(parts[1], 6)),)
    (sign, first), *others = terms = (*_terms(parts[0]), *right)
    body = (f"<mo>−</mo>{first}" if sign == "-" else first) + "".join(f"<mo>{_sign(s)}</mo>{t}" for s, t in others)
    return Part(markup=f"<mrow>{body}</mrow>", rank=5, terms=terms)


def _signed(sign: str, markup: str) -> Part:
    text = f"<mrow><mo>−</mo>{markup}</mrow>" if sign == "-" else markup
    return Part(markup=text, rank=5, terms=((sign, markup),))


def _terms(part: Part) -> tuple[tuple[str, str], ...]:
    return part.terms or (("+", part.markup),)


def _sign(operation: str) -> str:
    return _SIGN.get(operation, operation)


def _infix(operation: str, parts: Sequence[Part]) -> Part:
    rank = _INFIX[operation]
    stricter = 0 if operation in ("and", "or", "*") else 1
    sign = f"<mtext>&#160;{operation}&#160;</mtext>" if operation in ("and", "or") else f"<mo>{_SIGN[operation]}</mo>"
    first, *others = parts
    if operation == "*" and len(first.terms) == 1:  # (-a) * b is read more easily as -(a * b)
        ((outer, inner),) = first.terms
        texts = [inner, *(_within(other, rank) for other in others)]
        return _signed(outer, f"<mrow>{sign.join(texts)}</mrow>")
    texts = [_within(first, rank + (rank == 4)), *(_within(other, rank + stricter) for other in others)]
    return Part(markup=f"<mrow>{sign.join(texts)}</mrow>", rank=rank)


def _function(operation: str, texts: list[str], parts: Sequence[Part]) -> Part:
    match operation:
        case "/":
            return Part(markup=f"<mfrac>{''.join(map(_row, texts))}</mfrac>", rank=8)
        case "**":
            return Part(markup=f"<msup>{_row(_within(parts[0], _ATOM))}{_row(texts[1])}</msup>", rank=8)
        case "abs":
            return Part(markup=f"<mrow><mo>|</mo>{texts[0]}<mo>|</mo></mrow>", rank=_ATOM)
        case "sqrt":
            return Part(markup=f"<msqrt>{texts[0]}</msqrt>", rank=_ATOM)
        case "where":
            test, yes, no = texts
            rows = _case(yes, f"<mtext>if&#160;</mtext>{test}") + _case(no, "<mtext>otherwise</mtext>")
            return Part(markup=f'<mtable class="cases">{rows}</mtable>', rank=_ATOM)
        case _:
            inside = "<mo>,</mo>".join(texts)
            return Part(markup=f"<mrow><mi>{operation}</mi><mo>(</mo>{inside}<mo>)</mo></mrow>", rank=_ATOM)


def _case(value: str, when: str) -> str:
    return f"<mtr><mtd>{value}</mtd><mtd><mrow>{when}</mrow></mtd></mtr>"


def _row(text: str) -> str:
    return f"<mrow>{text}</mrow>"


def _within(part: Part, rank: int) -> str:
    return part.markup if part.rank >= rank else f"<mrow><mo>(</mo>{part.markup}<mo>)</mo></mrow>"
