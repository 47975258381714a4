"""Linear programs: the largest value of a linear function over a polyhedron."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ending = Literal["solved", "step_limit", "time_limit", "failed"]

ENDINGS: dict[int, Ending] = {0: "solved", 1: "step_limit"}
TIGHTEST = 1e-10  # the smallest feasibility tolerance that the library takes


class Optimum(NamedTuple):
    """Where a linear function is largest.

    Attributes
    ----------
    ending
        ``solved``, ``step_limit``, ``time_limit``, or ``failed`` (no such point, or no accurate one).
    point
        Shape (variable,). The maximiser; of length 0 unless solved.
    prices
        Shape (inequality,). How much the maximum would gain by one unit more on the right-hand side; never negative.
    value
        The maximum.
    steps
        Iterations.
    """

    ending: Ending
    point: NDArray[np.float64]
    prices: NDArray[np.float64]
    value: float
    steps: int


def maximum(
    objective: NDArray[np.float64],
    at_most: Any,
    limit: NDArray[np.float64],
    equal: Any = None,
    to: Any = None,
    *,
    free: int = 0,
    ceiling: float | None = None,
    interior: bool = False,
    presolve: bool = False,
    max_steps: int = 1_000_000,
    seconds: float = np.inf,
) -> Optimum:
    """Maximise ``objective @ x`` where ``at_most @ x <= limit`` and ``equal @ x == to``, by HiGHS.

    Parameters
    ----------
    objective
        Shape (variable,).
    at_most, limit
        Shapes (inequality, variable), dense or sparse, and (inequality,). Scale them so that entries are near 1: the
        tolerance is absolute.
    equal, to
        Shapes (equation, variable) and (equation,).
    free
        How many of the last variables may be negative; the others are at least 0.
    ceiling
        The most that the other variables may be; None for no limit.
    interior
        Use an interior-point method, faster for large dense programs, instead of the dual simplex method.
    presolve
        Reduce the program first: worth its time for sparse programs, not for dense ones, in which it finds little.
    max_steps, seconds
        Most iterations, and most seconds.
    """
    from scipy.optimize import linprog

    program: Any = linprog
    method = "highs-ipm" if interior else "highs-ds"
    count = len(objective)
    bounds = np.tile([0.0, np.inf if ceiling is None else ceiling], (count, 1))
    bounds[count - free :] = [-np.inf, np.inf]
    options: dict[str, Any] = {
        "presolve": presolve,
        "primal_feasibility_tolerance": TIGHTEST,
        "dual_feasibility_tolerance": TIGHTEST,
        "maxiter": max_steps,
    }
    if np.isfinite(seconds):
        options["time_limit"] = max(seconds, 1e-3)
    found = program(
        -objective, A_ub=at_most, b_ub=limit, A_eq=equal, b_eq=to, bounds=bounds, method=method, options=options
    )
    ending: Ending = ENDINGS.get(int(found.status), "failed")
    if ending == "step_limit" and int(found.nit) < max_steps:
        ending = "time_limit"
    if ending != "solved":
        return Optimum(ending, np.zeros(0), np.zeros(0), -np.inf, int(found.nit))
    prices = np.maximum(-found.ineqlin.marginals, 0.0)
    return Optimum(ending, np.asarray(found.x), prices, -float(found.fun), int(found.nit))
