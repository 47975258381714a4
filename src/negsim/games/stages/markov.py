"""What a plan for every state is worth in a stochastic game: values, and what a single deviation earns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.games.base import Array
from negsim.games.results import Profiles

if TYPE_CHECKING:
    from negsim.games.stochastic import StochasticGame

SPARSE = 400  # states from which the values are found by sparse factors, if
CROWDED = 0.1  # of the states or fewer follow from each; factors of more would fill up
LARGE = 4000  # states beyond which a full array would take too much memory


def policies(game: StochasticGame, result: Profiles) -> tuple[Array, ...]:
    """Return the play of each row as a table for each player; who has no choice takes the only action there is.

    Parameters
    ----------
    game
        A batch of games.
    result
        Profiles of games of the batch.

    Returns
    -------
    tuple of Array
        For each player shape (row, stage, state, action).
    """
    found = []
    for player, (part, choice) in enumerate(zip(game.available, game.choice, strict=True)):
        table = np.zeros((len(result), game.stages, *part.shape))
        table[:, :, part & ~game.decides[player][:, None]] = 1.0
        state, action = np.nonzero(choice >= 0)
        size = len(state)
        first = int(choice[state[0], action[0]]) if size else 0
        own = result.weights[:, first : first + size * game.stages].reshape(len(result), game.stages, size)
        table[:, :, state, action] = own
        found.append(table)
    return tuple(found)


def weights(game: StochasticGame, tables: tuple[Array, ...]) -> Array:
    """Return tables of play as the flat weights of profiles: the inverse of `policies`.

    Parameters
    ----------
    game
        A batch of games.
    tables
        For each player shape (row, stage, state, action).

    Returns
    -------
    Array
        Shape (row, choice).
    """
    pairs = zip(tables, game.choice, strict=True)
    chosen = [table[:, :, choice >= 0] for table, choice in pairs]
    parts = [part.reshape(len(part), part.shape[1] * part.shape[2]) for part in chosen]
    return np.concatenate(parts, axis=1)


def joint(tables: tuple[Array, ...], without: int = -1) -> Array:
    """Return the probability of every joint action of one stage, all players' or all but one's.

    Parameters
    ----------
    tables
        For each player shape (row, state, action).
    without
        A player whose action counts as certain, whichever it is.

    Returns
    -------
    Array
        Shape (row, state, joint action).
    """
    found: Array = np.ones((*tables[0].shape[:2], 1))
    for player, table in enumerate(tables):
        factor = np.ones_like(table) if player == without else table
        found = found[..., None] * factor[:, :, None, :]
        found = found.reshape(*found.shape[:2], found.shape[2] * found.shape[3])
    return found


def values(game: StochasticGame, result: Profiles) -> Array:
    """Return what each player expects from each state on, at each stage.

    Parameters
    ----------
    game
        A batch of games.
    result
        Profiles of games of the batch.

    Returns
    -------
    Array
        Shape (row, player, stage, state), in the unit of the payoffs.
    """
    tables = policies(game, result)
    if game.horizon is None:
        return _stationary(game, result, joint(tuple(table[:, 0] for table in tables)))[:, :, None]
    after = _of(game.final, result)
    out = np.empty((len(result), len(game.players), game.horizon, game.shape[0]))
    for stage in reversed(range(game.horizon)):
        play = joint(tuple(table[:, stage] for table in tables))
        after = (outlook(game, result, after) * play[:, None]).sum(-1)
        out[:, :, stage] = after
    return out


def outlook(game: StochasticGame, result: Profiles, after: Array) -> Array:
    """Return what each joint action is worth: its payoffs and, discounted, what follows.

    Parameters
    ----------
    game
        A batch of games.
    result
        Says which game each row is about.
    after
        Shape (row, player, state). What each state is worth at the next stage.

    Returns
    -------
    Array
        Shape (row, player, state, joint action).
    """
    now = game.payoffs[result.item].reshape(len(result), len(game.players), *game.possible.shape)
    later = game.transitions.expected(result.item, after).reshape(now.shape)
    return np.asarray(now + _of(game.discount, result)[:, :, None, None] * later)


def deviation_payoffs(game: StochasticGame, result: Profiles) -> Array:
    """Return what each action earns where it is taken once, everything else going on as each row says.

    Parameters
    ----------
    game
        A batch of games.
    result
        Profiles of games of the batch.

    Returns
    -------
    Array
        Shape (row, choice), in the unit of the payoffs.
    """
    tables, worth = policies(game, result), values(game, result)
    last = _of(game.final, result)
    found = tuple(np.empty_like(table) for table in tables)
    for stage in range(game.stages):
        after = worth[:, :, 0] if game.horizon is None else worth[:, :, stage + 1] if stage + 1 < game.horizon else last
        cells = outlook(game, result, after)
        now = tuple(table[:, stage] for table in tables)
        for player in range(len(tables)):
            earned = (cells[:, player] * joint(now, without=player)).reshape(len(result), *game.shape)
            axes = tuple(2 + other for other in range(len(tables)) if other != player)
            found[player][:, stage] = earned.sum(axes)
    return weights(game, found)


def _stationary(game: StochasticGame, result: Profiles, play: Array) -> Array:
    """Shape (row, player, state): solve value = payoff + discount * expected value."""
    states = game.shape[0]
    now = game.payoffs[result.item].reshape(len(result), len(game.players), *game.possible.shape)
    flow = (now * play[:, None]).sum(-1)
    discount = _of(game.discount, result)
    out = np.empty(flow.shape)
    for row, item in enumerate(result.item):
        matrix = move_matrix(game, int(item), play[row])
        for rate in np.unique(discount[row]):
            who = discount[row] == rate
            out[row, who] = _solved(matrix, float(rate), flow[row, who].T, states).T
    return out


def move_matrix(game: StochasticGame, item: int, play: Array) -> Any:
    """Return the probabilities of going from state to state.

    Parameters
    ----------
    game, item
        A batch of games, and which of them.
    play
        Shape (state, joint action). Probability of every joint action.

    Returns
    -------
    scipy.sparse.csr_matrix or Array
        Shape (state, next state); an array where there are few states, or most of them follow from each.
    """
    states = game.shape[0]
    probability = game.transitions.probability[item if len(game.transitions.probability) > 1 else 0]
    row = game.transitions.row
    weight = probability * play.reshape(-1)[row]
    before = row // game.possible.shape[1]
    many = len(game.transitions.state) > CROWDED * states * len(game.transitions)
    if states < SPARSE or (many and states <= LARGE):
        flat = np.bincount(before * states + game.transitions.state, weight, minlength=states * states)
        return np.asarray(flat.reshape(states, states))
    from scipy.sparse import coo_matrix

    return coo_matrix((weight, (before, game.transitions.state)), shape=(states, states)).tocsr()


def _solved(matrix: Any, rate: float, flow: Array, states: int) -> Array:
    if isinstance(matrix, np.ndarray):
        return np.asarray(np.linalg.solve(np.eye(states) - rate * matrix, flow), np.float64)
    from scipy.sparse import identity
    from scipy.sparse.linalg import splu

    found: Array = splu((identity(states, format="csc") - rate * matrix.tocsc()).tocsc()).solve(flow)
    return found


def _of(array: Any, result: Profiles) -> Any:
    """The rows of a per-game array that the rows of a result are about."""
    return array[result.item] if len(array) > 1 else np.broadcast_to(array, (len(result), *array.shape[1:]))
