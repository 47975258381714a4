"""Record the solutions of random bargaining problems, each written from its definition.

Lists: in exact fractions, by looking at every agreement. Lotteries: by SciPy, with linear programs and, for Nash's
solution, sequential quadratic programming whose answer is taken only if no agreement of the list offers a better mean
of relative gains. Run where SciPy is installed: ``python tests/oracles/make_bargaining_solutions.py``.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import scipy
from scipy.optimize import linprog, minimize

PLACE = Path(__file__).parent / "data" / "bargaining_solutions.json"
TIGHT = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}


def listed(gains: list[list[int]]) -> dict | None:
    """The agreements that each definition singles out of a list, by number; gains are those over disagreement."""
    fine = [k for k, own in enumerate(gains) if min(own) >= 0]
    if not fine:
        return None
    ideal = [max(gains[k][i] for k in fine) for i in range(len(gains[0]))]

    def products(k: int) -> int:
        return int(np.prod(gains[k]))

    def shares(k: int) -> list[Fraction]:
        return sorted(Fraction(own, most) for own, most in zip(gains[k], ideal, strict=True) if most)

    told = {
        "nash": largest(fine, products) if max(map(products, fine)) > 0 else None,
        "kalai_smorodinsky": largest(fine, shares),
        "egalitarian": largest(fine, lambda k: sorted(gains[k])),
        "utilitarian": sum(gains[largest(fine, lambda k: sum(gains[k]))[0]]),
    }
    return told | {"raiffa": raiffa_of(gains, fine)}


def largest(fine: list[int], measure) -> list[int]:
    best = max(map(measure, fine))
    return [k for k in fine if measure(k) == best]


def raiffa_of(gains: list[list[int]], left: list[int]) -> list[int]:
    """Midpoints as long as an agreement offers everybody as much; then equal shares of what is left to hope for."""
    parties = range(len(gains[0]))
    reached = [Fraction(0)] * len(parties)
    while True:
        hopes = [max(gains[k][i] for k in left) for i in parties]
        point = [have + (hope - have) / len(parties) for have, hope in zip(reached, hopes, strict=True)]
        after = [k for k in left if all(gains[k][i] >= point[i] for i in parties)]
        if not after or any(gains[k] == hopes for k in left):
            break
        left, reached = after, point
    return largest(
        left,
        lambda k: sorted(
            (gains[k][i] - reached[i]) / (hopes[i] - reached[i]) for i in parties if hopes[i] > reached[i]
        ),
    )


class Lotteries:
    """Linear programs over the lotteries of one problem."""

    def __init__(self, gains: np.ndarray):
        self.gains = gains
        self.parties, self.agreements = gains.shape

    def best(self, objective: np.ndarray, floor: np.ndarray) -> float | None:
        """The largest value of a weighted sum of gains where everybody gains at least its floor."""
        found = linprog(
            -objective @ self.gains,
            A_ub=-self.gains,
            b_ub=-floor,
            A_eq=np.ones((1, self.agreements)),
            b_eq=[1],
            options=TIGHT,
        )
        return -found.fun if found.status == 0 else None

    def raise_all(self, unit: np.ndarray, free: np.ndarray, floor: np.ndarray) -> float:
        """The largest t for which the free parties can all have t units, and the others their floors."""
        found = linprog(
            np.append(np.zeros(self.agreements), -1.0),
            A_ub=np.column_stack([-self.gains, np.where(free, unit, 0)]),
            b_ub=np.where(free, 0, -floor),
            A_eq=np.append(np.ones(self.agreements), 0)[None],
            b_eq=[1],
            bounds=[(0, None)] * self.agreements + [(None, None)],
            options=TIGHT,
        )
        return -found.fun

    def fairest(self, unit: np.ndarray) -> np.ndarray:
        """Raise all; hold whoever cannot have more than that unless another falls below; go on with the others."""
        floor, free = np.zeros(self.parties), unit > 0
        while free.any():
            height = self.raise_all(unit, free, floor)
            level = np.where(free, height * unit, floor)
            for i in np.flatnonzero(free):
                if self.best(np.eye(self.parties)[i], level - 1e-11) <= level[i] + 1e-8 * unit[i]:
                    free[i] = False
            floor = level
        return floor

    def nash(self) -> np.ndarray | None:
        even = self.fairest(np.ones(self.parties))
        if even.min() < 1e-9:
            return None

        def loss(weights: np.ndarray) -> float:
            return -np.log(np.maximum(self.gains @ weights, 1e-12)).sum()

        def slope(weights: np.ndarray) -> np.ndarray:
            return -(self.gains / np.maximum(self.gains @ weights, 1e-12)[:, None]).sum(0)

        start = np.full(self.agreements, 1 / self.agreements)
        found = linprog(
            np.zeros(self.agreements), A_ub=-self.gains, b_ub=-even * 0.9, A_eq=start[None] * 0 + 1, b_eq=[1]
        )
        for _ in range(4):
            told = minimize(
                loss,
                found.x,
                jac=slope,
                method="SLSQP",
                bounds=[(0, 1)] * self.agreements,
                constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones_like(w)},
                options={"ftol": 1e-15, "maxiter": 1000},
            )
            found.x = np.maximum(told.x, 0) / np.maximum(told.x, 0).sum()
        own = self.gains @ found.x
        gap = ((self.gains - own[:, None]) / own[:, None]).sum(0).max()
        return own if gap < 1e-9 else None

    def raiffa(self) -> np.ndarray:
        have = np.zeros(self.parties)
        for _ in range(200):
            hopes = np.array([self.best(axis, have - 1e-12) for axis in np.eye(self.parties)])
            if (hopes - have).max() < 1e-9:
                break
            have = have + np.maximum(hopes - have, 0) / self.parties
        return have


def drawn(gains: np.ndarray) -> dict | None:
    """What each party gains by each definition, over lotteries."""
    over = Lotteries(gains)
    parties = len(gains)
    ideal = [over.best(axis, np.zeros(parties)) for axis in np.eye(parties)]
    if None in ideal:
        return None
    nash = over.nash()
    return {
        "nash": None if nash is None else nash.round(10).tolist(),
        "kalai_smorodinsky": over.fairest(np.where(np.array(ideal) > 1e-9, ideal, 0)).round(10).tolist(),
        "egalitarian": over.fairest(np.ones(parties)).round(10).tolist(),
        "utilitarian": round(over.best(np.ones(parties), np.zeros(parties)), 10),
        "raiffa": over.raiffa().round(10).tolist(),
    }


def main() -> None:
    draw = np.random.default_rng(2022)
    cases = []
    for parties, count in ((2, 250), (3, 150), (4, 100)):
        for number in range(2 * count):
            agreements, most = int(draw.integers(2, 13)), int(draw.choice([3, 20]))
            payoffs = draw.integers(-most, most + 1, (parties, agreements))
            nothing = draw.integers(-most, 1, parties)
            gains = payoffs - nothing[:, None]
            found = drawn(gains.astype(float)) if number % 2 else listed(gains.T.tolist())
            cases.append(
                {
                    "lotteries": bool(number % 2),
                    "payoffs": payoffs.tolist(),
                    "disagreement": nothing.tolist(),
                    "found": found,
                }
            )
    told = {
        "provenance": "Random problems solved from the definitions by tests/oracles/make_bargaining_solutions.py: "
        "lists in exact fractions (numbers of all agreements that qualify), lotteries by SciPy "
        f"{scipy.__version__} (gains over disagreement; the largest sum of gains for utilitarian; no Nash entry where "
        "somebody cannot gain, or the optimiser left a gap).",
        "cases": cases,
    }
    PLACE.write_text(json.dumps(told, separators=(",", ":")) + "\n", encoding="utf-8")
    lots = [case["found"] for case in cases if case["lotteries"]]
    print(len(cases), sum(f is None for f in lots), sum(f is not None and f["nash"] is None for f in lots))


if __name__ == "__main__":
    main()
