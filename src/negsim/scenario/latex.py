"""Formulas as LaTeX, printed from the same program that is evaluated."""

from __future__ import annotations

from collections.abc import Sequence

from negsim.scenario.syntax import Apply, Name, Number, Step

_INFIX = {"+": 5, "-": 5, "*": 6, "and": 2, "or": 1, "<": 4, "<=": 4, ">": 4, ">=": 4, "==": 4, "!=": 4}
_SIGN = {"*": r"\,", "and": r"\wedge", "or": r"\vee", "<=": r"\le", ">=": r"\ge", "==": "=", "!=": r"\ne"}
_PREFIX = {"neg": ("-", 6), "pos": ("", 6), "not": (r"\neg ", 3)}
_ATOM = 9


def render(steps: Sequence[Step]) -> str:
    """Return LaTeX for a program.

    Parameters
    ----------
    steps
        In postfix order, as `negsim.scenario.syntax.parse` gives them.
    """
    stack: list[tuple[str, int]] = []
    for step in steps:
        match step:
            case Number(value=value):
                stack.append((_number(value), _ATOM))
            case Name(text=text):
                stack.append((name(text), _ATOM))
            case Apply(operation=operation, count=count):
                parts = stack[-count:]
                del stack[-count:]
                stack.append(_apply(operation, parts))
    return stack[0][0]


def name(text: str) -> str:
    """Return LaTeX for a name; ``move.level`` becomes a bracket that is 1 when the level is chosen, else 0."""
    if "." in text:
        move, level = text.split(".")
        return rf"\left[{name(move)}={name(level)}\right]"
    escaped = text.replace("_", r"\_")
    return escaped if len(text) == 1 else rf"\mathrm{{{escaped}}}"


def _number(value: float) -> str:
    digits = f"{value:.12g}"
    mantissa, mark, exponent = digits.partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if mark else digits


def _apply(operation: str, parts: Sequence[tuple[str, int]]) -> tuple[str, int]:
    texts = [text for text, _ in parts]
    if operation in _INFIX:
        return _infix(operation, parts), _INFIX[operation]
    if operation in _PREFIX:
        sign, rank = _PREFIX[operation]
        return sign + _within(parts[0], rank), rank
    match operation:
        case "/":
            return rf"\frac{{{texts[0]}}}{{{texts[1]}}}", 8
        case "**":
            return rf"{_within(parts[0], _ATOM)}^{{{texts[1]}}}", 8
        case "abs":
            return rf"\left|{texts[0]}\right|", _ATOM
        case "sqrt":
            return rf"\sqrt{{{texts[0]}}}", _ATOM
        case "where":
            test, yes, no = texts
            return rf"\begin{{cases}} {yes} & {test} \\ {no} & \text{{otherwise}} \end{{cases}}", _ATOM
        case _:
            return rf"\{operation}\left({', '.join(texts)}\right)", _ATOM


def _infix(operation: str, parts: Sequence[tuple[str, int]]) -> str:
    rank = _INFIX[operation]
    stricter = 0 if operation in ("+", "and", "or") else 1
    first, *others = parts
    sign = _SIGN.get(operation, operation)
    if operation == "*" and others[0][0][:1].isdigit():
        sign = r"\cdot"
    left = _within(first, rank + (rank == 4))
    return f" {sign} ".join([left, *(_within(other, rank + max(stricter, other[0][:1] == "-")) for other in others)])


def _within(part: tuple[str, int], rank: int) -> str:
    text, own = part
    return text if own >= rank else rf"\left({text}\right)"
