"""Every vertex of a best-reply polytope in exact integer arithmetic.

The same walk as in `negsim.kernels.strategic.vertices`, over whole numbers of any size: a dictionary keeps one common
denominator, and every division leaves no remainder (Edmonds 1967; Bareiss 1968).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Integers = list[list[int]]


def integers(payoffs: Any) -> Integers:
    """Return positive integers in the same proportions as a table of floats; a float is a whole number of 2**-k.

    Parameters
    ----------
    payoffs
        Shape (own, other).
    """
    ratios = [[float(value).as_integer_ratio() for value in row] for row in payoffs]
    common = max(down for row in ratios for _, down in row)
    numbers = [[up * (common // down) for up, down in row] for row in ratios]
    low = min(min(row) for row in numbers)
    return [[value - low + 1 for value in row] for row in numbers]


def mixture(payoffs: Integers, support: Sequence[int], tied: Sequence[int]) -> list[int] | None:
    """Return weights in whole proportions that make some strategies of the other equally good.

    Parameters
    ----------
    payoffs
        Shape (own, other). The other's payoffs, positive.
    support, tied
        As many strategies of the one as of the other.

    Returns
    -------
    list of int or None
        One for each strategy of the support; None where they are not determined.
    """
    size = len(support)
    rows = [[payoffs[i][j] for i in support] + [1] for j in tied]
    last = 1
    for k in range(size):
        at = next((r for r in range(k, size) if rows[r][k]), None)
        if at is None:
            return None
        rows[k], rows[at] = rows[at], rows[k]
        lead, head = rows[k], rows[k][k]
        for r in range(size):
            if r != k:
                factor = rows[r][k]
                rows[r] = [(head * a - factor * b) // last for a, b in zip(rows[r], lead, strict=True)]
        last = head
    total = sum(row[size] for row in rows)
    return [row[size] if total > 0 else -row[size] for row in rows]


@dataclass(frozen=True)
class ExactVertex:
    """A vertex of a polytope.

    Attributes
    ----------
    basis, binding
        Cobasic variables, and all variables that are zero, as bits: own strategies first, then the other's.
    weights
        The weights in whole proportions, one for each own strategy.
    """

    basis: int
    binding: int
    weights: tuple[int, ...]

    @property
    def fractions(self) -> tuple[Fraction, ...]:
        """The weights, summing to 1."""
        total = sum(self.weights)
        return tuple(Fraction(weight, total) for weight in self.weights)


@dataclass
class Dictionary:
    """Basic variables as functions of cobasic ones: ``denominator * basic = rows[.][0] - rows[.][1:] cobasic``."""

    rows: Integers
    basic: list[int]
    cobasic: list[int]
    denominator: int

    @property
    def basis(self) -> int:
        """The cobasic variables, as bits."""
        return sum(1 << variable for variable in self.cobasic)

    def vertex(self) -> ExactVertex:
        """Read off the vertex."""
        own = len(self.cobasic)
        weights, binding = [0] * own, self.basis
        for row, variable in zip(self.rows, self.basic, strict=True):
            if not row[0]:
                binding |= 1 << variable
            elif variable < own:
                weights[variable] = row[0]
        return ExactVertex(self.basis, binding, tuple(weights))

    def leaving(self, column: int) -> int:
        """Return the row that leaves the basis when a column enters; ties are broken lexicographically."""
        chosen = -1
        for r, row in enumerate(self.rows):
            if row[column] > 0 and (chosen < 0 or self._earlier(r, chosen, column)):
                chosen = r
        return chosen

    def _earlier(self, first: int, second: int, column: int) -> bool:
        up, down = self.rows[second][column], self.rows[first][column]
        for left, right in zip(self._perturbed(first), self._perturbed(second), strict=True):
            if left * up != right * down:
                return left * up < right * down
        return False

    def _perturbed(self, row: int) -> Iterator[int]:
        """The value of a row's variable, and how it changes with each right-hand side in turn."""
        numbers, own = self.rows[row], len(self.cobasic)
        yield numbers[0]
        places = {variable: c + 1 for c, variable in enumerate(self.cobasic)}
        for j in range(own, own + len(self.rows)):
            yield numbers[places[j]] if j in places else self.denominator * (self.basic[row] == j)

    def pivoted(self, row: int, column: int) -> Dictionary:
        """Return the dictionary in which a row's variable and a column's are exchanged."""
        lead, denominator = self.rows[row], self.denominator
        head = lead[column]
        rows = []
        for r, old in enumerate(self.rows):
            if r == row:
                new = lead.copy()
                new[column] = denominator
            else:
                factor = old[column]
                new = [(head * a - factor * b) // denominator for a, b in zip(old, lead, strict=True)]
                new[column] = -factor
            rows.append(new)
        basic, cobasic = self.basic.copy(), self.cobasic.copy()
        basic[row], cobasic[column - 1] = cobasic[column - 1], basic[row]
        return Dictionary(rows, basic, cobasic, head)


def exact_vertices(payoffs: Integers, more: Callable[[int], bool]) -> tuple[list[ExactVertex], bool]:
    """Visit the vertices of a polytope, the origin first.

    Parameters
    ----------
    payoffs
        Shape (own, other). Positive payoffs of the other player.
    more
        Takes the number of dictionaries visited so far; says whether to go on.

    Returns
    -------
    tuple
        A vertex for every dictionary visited (one without ties comes once), and whether all were visited.
    """
    own, other = len(payoffs), len(payoffs[0])
    origin = Dictionary(
        [[1] + [payoffs[i][j] for i in range(own)] for j in range(other)],
        list(range(own, own + other)),
        list(range(own)),
        1,
    )
    queue, known = deque([origin]), {origin.basis}
    found: list[ExactVertex] = []
    while queue and (not found or more(len(found))):
        here = queue.popleft()
        found.append(here.vertex())
        for column in range(1, own + 1):
            row = here.leaving(column)
            basis = here.basis ^ 1 << here.basic[row] ^ 1 << here.cobasic[column - 1]
            if basis not in known:
                known.add(basis)
                queue.append(here.pivoted(row, column))
    return found, not queue
