"""The equations that logit responses in a stochastic game satisfy, ready for Newton's method."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from negsim.kernels.compiled import Kernel
from negsim.kernels.stages.markov_elimination import condensed, eliminated, expanded
from negsim.kernels.stages.markov_stage import earned, gaps, proper_logarithms
from negsim.kernels.stages.value_factors import DenseValues, Factors, SparseValues

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]
    Booleans = NDArray[np.bool_]

DENSE_VALUES = 250  # unknown values up to which dense linear algebra is the faster
DENSE_SHARE = 0.05  # of the possible transitions: with more, too


class Layout(NamedTuple):
    """The choices and joint actions of a stochastic game, numbered as the kernels want them; see `markov_stage`.

    Attributes
    ----------
    places, rows, cells, blocks
        As in `eliminated`.
    choice
        For each player shape (state, action): the number of the choice, or -1 where the player lacks the action.
    joint
        Shape (row,). The number of each joint action among state x joint action.
    """

    places: Integers
    rows: Integers
    cells: Integers
    blocks: Integers
    choice: tuple[Integers, ...]
    joint: Integers


def layout(available: Sequence[Booleans]) -> Layout:
    """Number the choices and the possible joint actions.

    Parameters
    ----------
    available
        For each player shape (state, action).
    """
    states, players = len(available[0]), len(available)
    sizes = np.stack([part.sum(1) for part in available], axis=1)
    places = np.concatenate([[0], np.cumsum(sizes.reshape(-1))])
    numbers = np.full((states, sum(part.shape[1] for part in available)), -1)
    numbers[np.concatenate(available, axis=1)] = np.arange(places[-1])
    choice = tuple(np.split(numbers, np.cumsum([part.shape[1] for part in available])[:-1], axis=1))
    possible = np.ones((states, 1), bool)
    for part in available:
        possible = (possible[:, :, None] & part[:, None, :]).reshape(states, -1)
    state, joint = np.nonzero(possible)
    actions = np.unravel_index(joint, [part.shape[1] for part in available])
    cells = np.stack([choice[i][state, actions[i]] for i in range(players)], axis=1)
    return Layout(
        places.astype(np.intp),
        np.concatenate([[0], np.cumsum(possible.sum(1))]).astype(np.intp),
        np.ascontiguousarray(cells, np.intp),
        np.concatenate([[0], np.cumsum(sizes.sum(1) ** 2)]).astype(np.intp),
        choice,
        np.flatnonzero(possible),
    )


class Look(NamedTuple):
    """What is to be seen at some plans and values.

    Attributes
    ----------
    weights, gains
        Shape (choice,). Probability of each choice, and what it earns.
    worth
        Shape (row, player). What each joint action earns.
    gap
        Shape (choice + player x state, 2). See `gaps`.
    """

    weights: Floats
    gains: Floats
    worth: Floats
    gap: Floats


class Eliminated(NamedTuple):
    """The linear system of one Newton step, its choices eliminated and its values factored."""

    weights: Floats
    precision: float
    inverse: Floats
    slope: Floats
    values: Factors
    sign: float


class MarkovSystem:
    """The equations of one game: for plans, responses; for values, what the plans are worth.

    Parameters
    ----------
    layout
        As `layout` returns it.
    payoffs
        Shape (row, player). In units in which they range over 1 or so.
    chances
        Shape (row, next state): an array, or a matrix of SciPy's in CSR format.
    discount
        Shape (player,).
    machine
        Whether to run compiled kernels.

    Attributes
    ----------
    prior
        Shape (choice,). Logarithms of the plans at precision 0: even mixtures, unless `starting_at` others.
    players, states, choices
        How many.
    """

    def __init__(self, layout: Layout, payoffs: Floats, chances: Any, discount: Floats, *, machine: bool):
        self.layout, self.payoffs, self.chances, self.discount = layout, payoffs, chances, discount
        sizes = np.diff(layout.places)
        self.prior: Floats = -np.log(np.repeat(sizes, sizes))
        self.players, self.states = layout.cells.shape[1], len(layout.rows) - 1
        self.choices = len(self.prior)
        self._kernels = {kernel: twin(kernel, machine=machine) for kernel in KERNELS}
        self._values: Any = (
            DenseValues(layout.rows, chances, self.players, lambda kernel: twin(kernel, machine=machine))
            if isinstance(chances, np.ndarray)
            else SparseValues(layout.rows, chances, self.players)
        )

    def starting_at(self, prior: Floats) -> MarkovSystem:
        """Return the same equations for another start of the branch.

        Parameters
        ----------
        prior
            Shape (choice,). Logarithms of the plans at precision 0.
        """
        other = copy(self)
        other.prior = prior
        return other

    def look(self, point: Floats) -> Look:
        """Return what is to be seen at a point, whose logarithms are shifted in place to those of probabilities.

        Parameters
        ----------
        point
            Shape (choice + player x state + 1,). Logarithms of plans, values, precision.
        """
        logs = point[: self.choices]
        weights = self._kernels[proper_logarithms](self.layout.places, logs)
        return self.seen(weights, logs, point[self.choices : -1], point[-1], self.prior)

    def seen(self, weights: Floats, logs: Floats, values: Floats, precision: float, prior: Floats) -> Look:
        """Return what is to be seen at these plans and values.

        Parameters
        ----------
        weights, logs, prior
            Shape (choice,). As in `gaps`.
        values
            Shape (player x state,).
        precision
            Weight of payoffs in the response.
        """
        table = values.reshape(self.players, self.states)
        worth = self.payoffs + self.discount * (self.chances @ table.T)
        gains = self._kernels[earned](self.layout.cells, worth, weights)
        gap = self._kernels[gaps](self.layout.places, prior, logs, weights, gains, table, precision)
        return Look(weights, gains, worth, gap)

    def eliminated(self, look: Look, precision: float) -> Eliminated:
        """Return the linear system of a Newton step, ready to be solved for any right-hand side.

        Parameters
        ----------
        look
            What is to be seen where the step starts.
        precision
            Weight of payoffs in the response.
        """
        places, rows, cells, blocks, _, _ = self.layout
        inverse, slope, pull, sign = self._kernels[eliminated](
            places, rows, cells, blocks, look.worth, self.discount, look.weights, look.gains, precision
        )
        values = self._values.factored(pull)
        return Eliminated(look.weights, precision, inverse, slope, values, sign * values.sign)

    def solve(self, system: Eliminated, right: Floats) -> Floats:
        """Return the changes of logarithms and values that these right-hand sides ask for.

        Parameters
        ----------
        system
            As `eliminated` returned it.
        right
            Shape (choice + player x state, side).
        """
        places, rows, cells, blocks, _, _ = self.layout
        own, rest = self._kernels[condensed](places, blocks, system.inverse, system.slope, right)
        values = system.values.solve(rest)
        sides = right.shape[1]
        by_state = values.reshape(self.players, self.states, sides).transpose(1, 0, 2).reshape(self.states, -1)
        later = (self.chances @ by_state).reshape(len(cells), self.players, sides)
        logs = self._kernels[expanded](
            places, rows, cells, blocks, self.discount, system.weights, system.precision, system.inverse, own, later
        )
        return np.concatenate([logs, values])

    def worth_of(self, weights: Floats) -> Floats:
        """Return what plans are worth.

        Parameters
        ----------
        weights
            Shape (choice,).

        Returns
        -------
        Floats
            Shape (player x state,).
        """
        look = self.seen(weights, weights, np.zeros(self.players * self.states), 0.0, weights)
        return self.solve(self.eliminated(look, 0.0), -look.gap[:, :1])[self.choices :, 0]

    def proper(self, logs: Floats) -> Floats:
        """Shift logarithms in place so that the probabilities of every place sum to 1; return the probabilities."""
        found: Floats = self._kernels[proper_logarithms](self.layout.places, logs)
        return found


KERNELS: tuple[Kernel[..., Any], ...] = (proper_logarithms, earned, gaps, eliminated, condensed, expanded)


def twin(kernel: Kernel[..., Any], *, machine: bool) -> Callable[..., Any]:
    """Return the form of a kernel to run.

    Parameters
    ----------
    kernel
        Which.
    machine
        Whether the compiled one.
    """
    if not machine:
        return kernel.function
    return getattr(kernel.machine, "dispatcher", kernel.machine)


def prepared(start: Integers, state: Integers, chance: Floats, states: int, players: int) -> Any:
    """Return the transitions of the possible joint actions, dense or sparse as is faster to work with.

    Parameters
    ----------
    start, state, chance
        Entries by row, in the style of CSR.
    states, players
        How many.
    """
    from scipy.sparse import csr_matrix

    whole = csr_matrix((chance, state, start), shape=(len(start) - 1, states))
    dense = states * players <= DENSE_VALUES or whole.nnz > DENSE_SHARE * whole.shape[0] * states
    return np.ascontiguousarray(whole.toarray()) if dense else whole
