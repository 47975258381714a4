"""How many rankings of the states meet a condition: counted exactly, without listing them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import comb, factorial, prod
from typing import TypeAlias

from negsim.studies.rankings.conditions import Clause, Condition

Formula: TypeAlias = frozenset[Clause]
MOST_WEAK = 300  # states: above that rankings with ties are not counted
MOST_NAMED = 1500  # states in one condition
DEEPEST = 200  # states tried one after the other
MOST_STEPS = 3000  # of the recursion; conditions that need more are sampled


class TooManySteps(Exception):
    """The condition is too entangled to be counted."""


@dataclass(frozen=True)
class Count:
    """How many rankings of all states meet a condition.

    Attributes
    ----------
    strict, of_strict
        Rankings without ties that meet it, and all of them.
    weak, of_weak
        The same for rankings in which ties are allowed; None where only strict ones were counted.
    """

    strict: int
    of_strict: int
    weak: int | None = None
    of_weak: int | None = None

    @property
    def share(self) -> float:
        """The share of strict rankings that meet the condition."""
        return self.strict / self.of_strict


def count(condition: Condition, states: int) -> Count | None:
    """Count the rankings of one player that meet its condition.

    A condition asks only which states are no better than the wanted one, so it is enough to count the sets of such
    states by their size. With b of them and a above, b! a! strict rankings share a set; with ties allowed, 2 F(b) F(a),
    where F counts the weak orders, and the 2 is 1 for b = 0.

    Parameters
    ----------
    condition
        Of the player.
    states
        How many states there are.

    Returns
    -------
    Count or None
        None if the condition is too entangled.
    """
    sizes = good_sets(condition)
    if sizes is None:
        return None
    named, last = len(condition.states), states - 1
    strict = sum(many * factorial(size) * factorial(named - size) for size, many in enumerate(sizes))
    found = Count(strict=strict * (factorial(states) // factorial(named + 1)), of_strict=factorial(states))
    if states > MOST_WEAK:
        return found
    free, orders = last - named, weak_orders(states)
    weak = 0
    for size, many in enumerate(sizes):
        for more in range(free + 1):
            below = size + more
            weak += many * comb(free, more) * (2 * orders[below] if below else 1) * orders[last - below]
    return replace(found, weak=weak, of_weak=orders[states])


def good_sets(condition: Condition) -> list[int] | None:
    """Count the sets of states no better than the wanted one that meet a condition, by their size.

    Only states that the condition names are looked at. The formula is split into parts that share no state; one that
    cannot be split is tried with a state no better, and with the state better. What was counted once is remembered. The
    counts of all sizes travel together as the digits of one large number.

    Parameters
    ----------
    condition
        Of a player.

    Returns
    -------
    list of int, or None
        How many sets there are of 0, 1, ... states; None if that would take more than 3,000 steps.
    """
    others = len(condition.states)
    if others > MOST_NAMED:
        return None
    bits = others + 1  # no digit exceeds 2**others
    counter = _Counter(1 << bits)
    try:
        found = counter.number(frozenset(condition.clauses), others)
    except TooManySteps:
        return None
    return [(found >> bits * size) & ((1 << bits) - 1) for size in range(others + 1)]


def weak_orders(states: int) -> tuple[int, ...]:
    """Return how many rankings with ties there are of 0, 1, ... states (the ordered Bell numbers, or Fubini numbers).

    Parameters
    ----------
    states
        The largest number of states.
    """
    found, levels = [1], [1]  # levels[k]: how many rankings have k levels
    for size in range(1, states + 1):
        levels = [0, *(k * (levels[k - 1] + (levels[k] if k < size else 0)) for k in range(1, size + 1))]
        found.append(sum(levels))
    return tuple(found)


class _Counter:
    """Counts the sets that meet a formula: sum of base**size over all of them."""

    def __init__(self, base: int):
        self.base = base
        self.known: dict[Formula, int] = {}
        self.depth = 0

    def number(self, formula: Formula, states: int) -> int:
        """Count over this many states; those that the formula does not name are free."""
        named = _states(formula)
        total: int = (1 + self.base) ** (states - len(named))
        for part in _parts(formula):
            total *= self._connected(part)
        return total

    def _connected(self, formula: Formula) -> int:
        if formula not in self.known:
            if len(self.known) >= MOST_STEPS:
                raise TooManySteps
            self.known[formula] = 0  # takes a place, so that steps are counted
            self.known[formula] = self._branched(formula)
        return self.known[formula]

    def _branched(self, formula: Formula) -> int:
        if len(formula) == 1 and (found := self._disjoint(*formula)) is not None:
            return found
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooManySteps
        shortest = min((part for clause in formula for part in clause), key=lambda part: (len(part), sorted(part)))
        pivot = min(shortest)
        left = len(_states(formula)) - 1
        total = 0
        for weight, rest in ((self.base, _given(formula, pivot)), (1, _without(formula, pivot))):
            if rest is not None:
                total += weight * self.number(rest, left)
        self.depth -= 1
        return total

    def _disjoint(self, clause: Clause) -> int | None:
        """Count what meets one clause: all sets but those that meet none of its parts; None if these overlap."""
        size = sum(map(len, clause))
        if size != len(_states(frozenset({clause}))):
            return None
        found: int = (1 + self.base) ** size
        found -= prod((1 + self.base) ** len(part) - self.base ** len(part) for part in clause)
        return found


def _states(formula: Formula) -> set[int]:
    return {q for clause in formula for part in clause for q in part}


def _given(formula: Formula, state: int) -> Formula:
    """The formula where the state is no better."""
    clauses = [_minimal(frozenset(part - {state} for part in clause)) for clause in formula]
    return _absorbed([clause for clause in clauses if clause != (frozenset(),)])


def _without(formula: Formula, state: int) -> Formula | None:
    """The formula where the state is better; None if it cannot be met."""
    clauses = [tuple(part for part in clause if state not in part) for clause in formula]
    return None if () in clauses else _absorbed(clauses)


def _minimal(parts: frozenset[frozenset[int]]) -> Clause:
    kept = [part for part in parts if not any(other < part for other in parts)]
    return tuple(sorted(kept, key=lambda part: (len(part), sorted(part))))


def _absorbed(clauses: list[Clause]) -> Formula:
    unique = set(clauses)
    return frozenset(
        clause
        for clause in unique
        if not any(other != clause and all(any(mine <= part for mine in clause) for part in other) for other in unique)
    )


def _parts(formula: Formula) -> list[Formula]:
    """Split into formulas that share no state."""
    groups: list[tuple[set[int], list[Clause]]] = []
    for clause in formula:
        states, members = {q for part in clause for q in part}, [clause]
        for group in [group for group in groups if group[0] & states]:
            groups.remove(group)
            states |= group[0]
            members += group[1]
        groups.append((states, members))
    return [frozenset(members) for _, members in groups]
