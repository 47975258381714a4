"""The table of a conflict: its states, what each party makes of them, and where each could move."""

from __future__ import annotations

from itertools import groupby

from negsim.games.conflict import ConflictGame
from negsim.games.graphs.graph import OptionGraph
from negsim.scenario.model import basis_of
from negsim.views.tables.base import Cell, Table, filled, table
from negsim.views.wording import listed

MOST = 10_000  # states that are listed
WRITTEN = 30  # states up to which it is said where each party could move
NAMED = 8  # states that are named in a cell


@table.register
def of_conflict(game: ConflictGame) -> Table:
    """List the states of a conflict with the payoffs there and the numbers of the states that each party can move to.

    Parameters
    ----------
    game
        A batch of conflicts, of which the first is shown.
    """
    size, parties = len(game.states), range(len(game.players))
    rows: list[list[Cell]] = []
    for state in range(min(size, MOST)):
        label = game.states[state] + " (start)" * bool(state == game.start)
        moves = [_moves(game, player, state) for player in parties] if size <= WRITTEN else []
        rows.append([state, label, *map(float, game.payoffs[0, :, state]), *moves])
    columns = ["#", "state", *(f"payoff of {player}" for player in game.players)]
    columns += [f"{player} can go to" for player in game.players] if size <= WRITTEN else []
    return filled(
        game.title or f"A conflict of {len(game.players)} parties",
        columns,
        rows,
        notes=[
            f"the first {MOST:,} of {size:,} states" if size > MOST else "",
            f"the first of {len(game):,} conflicts" if len(game) > 1 else "",
            _size(game),
            order_of(game),
            *_perceived(game),
            "of payoffs only the order counts" if game.degrees is None else "preferences are given pair by pair",
            basis_of(game.comment),
        ],
    )


def order_of(game: ConflictGame) -> str:
    """Say in which order the label of a state names the levels of the options; nothing if that is not so.

    Parameters
    ----------
    game
        Any conflict.
    """
    sheet = game.sheet
    if sheet is None or len(sheet.options) < 2 or game.states[0].count(" / ") != len(sheet.options) - 1:
        return ""
    runs = [list(run) for _, run in groupby(range(len(sheet.options)), key=lambda option: int(sheet.owner[option]))]
    named = [f"{' / '.join(sheet.options[k] for k in run)} ({game.players[sheet.owner[run[0]]]})" for run in runs]
    return f"a state is named by the levels of {' / '.join(named)}"


def _moves(game: ConflictGame, player: int, state: int) -> str:
    return listed([str(target) for target in game.graph.targets(player, state)], NAMED) or "-"


def _size(game: ConflictGame) -> str:
    """Say how many states and moves there are, and what cannot be taken back."""
    counts = ", ".join(f"{player} {game.graph.count(k):,}" for k, player in enumerate(game.players))
    told = f"{len(game.states):,} states; moves: {counts}"
    if not isinstance(game.graph, OptionGraph) or game.sheet is None:
        return told
    fixed = [
        option
        for option, change, labels in zip(game.sheet.options, game.graph.change, game.sheet.labels, strict=True)
        if not change[: len(labels), : len(labels)].all()
    ]
    return told + f"; not to be taken back: {', '.join(fixed)}" * bool(fixed)


def _perceived(game: ConflictGame) -> list[str]:
    """Say who does not know of how many states."""
    if game.perceived is None:
        return []
    unseen = (~game.perceived).sum(1).tolist()
    return [
        f"{player} does not know of {count:,} state{'s' * (count != 1)}"
        for player, count in zip(game.players, unseen, strict=True)
        if count
    ]
