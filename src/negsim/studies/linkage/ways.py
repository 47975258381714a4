"""Ways of putting issues together: all at once, any of them, one by one, in groups, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from negsim.errors import NotApplicable, unknown

MOST_GROUPED = 8  # issues; ten have 115,975 groupings
MOST_ORDERED = 4  # issues of which every order is looked at


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way of dealing with several issues.

    Attributes
    ----------
    name
        Such as ``"package"``, ``"free"``, ``"issue by issue"``, ``"a + b | c"`` or ``"a, then b"``.
    groups
        The issues of each track. What is in one track is settled as a whole or not at all.
    free
        Whether any selection of issues may be settled, at one table.
    in_turn
        Whether tracks come one after the other, each knowing what was settled; otherwise they run in parallel, each as
        if the others stood still.
    """

    name: str
    groups: tuple[tuple[str, ...], ...]
    free: bool = False
    in_turn: bool = False


def ways_of(
    issues: Sequence[str],
    groupings: Sequence[Sequence[Sequence[str]]] | None = None,
    orders: Sequence[Sequence[str]] | None = None,
) -> tuple[Way, ...]:
    """Return the ways of dealing with some issues: package, free, issue by issue, then groups, then orders.

    Parameters
    ----------
    issues
        Their names.
    groupings
        Only these besides package, free and issue by issue; when left out all of them, of up to 8 issues.
    orders
        Only these orders of single issues; when left out every order of up to 4 issues, of more the one of the file and
        its reverse.

    Raises
    ------
    UnknownName
        If a grouping or an order names an issue that there is not.
    NotApplicable
        If a grouping or an order does not name every issue once.

    Examples
    --------
    >>> [way.name for way in ways_of(("a", "b"))]
    ['package', 'free', 'issue by issue', 'a, then b', 'b, then a']
    """
    whole, single = (tuple(issues),), tuple((issue,) for issue in issues)
    found = [Way(name="package", groups=whole), Way(name="free", groups=whole, free=True)]
    if len(issues) < 2:
        return tuple(found)
    found.append(Way(name="issue by issue", groups=single))
    if groupings is None:
        groupings = list(partitions(tuple(issues))) if len(issues) <= MOST_GROUPED else []
    for grouping in groupings:
        groups = tuple(map(tuple, grouping))
        _check([issue for group in groups for issue in group], issues, "grouping")
        if 1 < len(groups) < len(issues):
            found.append(Way(name=" | ".join(" + ".join(group) for group in groups), groups=groups))
    if orders is None:
        every = len(issues) <= MOST_ORDERED
        orders = list(permutations(issues)) if every else [tuple(issues), tuple(issues)[::-1]]
    for order in orders:
        _check(order, issues, "order")
        found.append(Way(name=", then ".join(order), groups=tuple((issue,) for issue in order), in_turn=True))
    return tuple(dict.fromkeys(found))


def partitions(issues: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Yield every way to divide issues into groups, by putting each new issue into every group of the earlier ones.

    Parameters
    ----------
    issues
        What to divide; one at least.
    """
    if len(issues) == 1:
        yield (issues,)
        return
    *earlier, last = issues
    for groups in partitions(tuple(earlier)):
        for k, group in enumerate(groups):
            yield (*groups[:k], (*group, last), *groups[k + 1 :])
        yield (*groups, (last,))


def _check(named: Sequence[str], issues: Sequence[str], what: str) -> None:
    for issue in named:
        if issue not in issues:
            raise unknown("issue", issue, issues)
    if sorted(named) != sorted(issues):
        raise NotApplicable(f"the {what} {', '.join(named)} does not name each issue once: {', '.join(issues)}")
