"""The names that a file defines, read tolerantly so that one fault does not hide the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from negsim.errors import suggestion
from negsim.scenario.paths import child
from negsim.scenario.sources import documented_move, move_ids
from negsim.scenario.yaml_nodes import Node


def entries(node: Node | None, *path: str) -> dict[str, Node]:
    """Return what a mapping in the file holds, by key; nothing if there is no such mapping.

    Parameters
    ----------
    node
        Where to start.
    path
        The keys to follow.
    """
    for key in path:
        node = child(node, key) if node is not None else None
    return dict(node.value) if node is not None and isinstance(node.value, dict) else {}


def number(node: Node | None) -> float | None:
    """Return a value that is a finite number; None for all else."""
    if node is None or isinstance(node.value, bool) or not isinstance(node.value, int | float):
        return None
    return float(node.value) if abs(node.value) < 1e300 else None


@dataclass(frozen=True)
class Scope:
    """The names that formulas may use.

    Attributes
    ----------
    parameters, measures
        Names.
    moves
        Move -> its levels; no levels where the file's are not readable.
    variables
        State variable -> its levels, where formulas can speak of them.
    """

    parameters: tuple[str, ...]
    measures: tuple[str, ...]
    moves: dict[str, tuple[str, ...]]
    variables: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def names(self) -> set[str]:
        """Every name, without the levels."""
        return {*self.parameters, *self.measures, *self.moves, *self.variables}

    def flaw(self, name: str) -> str:
        """Say what is wrong with a name in a formula; nothing if it is known."""
        move, dot, level = name.partition(".")
        if not dot:
            return "" if name in self.names else self._unknown(name)
        owners = self.moves | self.variables
        if move not in owners:
            known = move in self.names
            return f"'{move}' is no move, and only moves have levels" if known else self._unknown(move)
        levels = owners[move]
        if not levels or level in levels:
            return ""
        kind = "move" if move in self.moves else "state variable"
        other = self._owner(level)
        hint = f"; did you mean '{other}.{level}'?" if other else suggestion(level, levels)
        return f"the {kind} '{move}' has no level '{level}'{hint}"

    def _unknown(self, name: str) -> str:
        owner = self._owner(name)
        hint = f"; a level is written '{owner}.{name}'" if owner else suggestion(name, self.names)
        return f"unknown name '{name}'{hint}"

    def _owner(self, level: str) -> str | None:
        """The first move, or state variable, that has a level of this name."""
        return next((move for move, levels in (self.moves | self.variables).items() if level in levels), None)


def read_scope(root: Node) -> Scope:
    """Collect the names that a file defines.

    Parameters
    ----------
    root
        The file.
    """
    moves = {key: levels_of(node) for key, node in entries(root, "moves").items()}
    return Scope(tuple(entries(root, "parameters")), tuple(entries(root, "measures")), moves)


def levels_of(move: Node) -> tuple[str, ...]:
    """Return the names of a move's levels; nothing if they cannot be read.

    Parameters
    ----------
    move
        Its entry in the file.
    """
    levels = child(move, "levels")
    if levels is None or levels.value in ([], {}):
        use, chance = child(move, "use"), entries(move, "chance")
        if chance:
            return tuple(chance)
        return documented_move(use.value).levels if use is not None and use.value in move_ids() else ("no", "yes")
    if isinstance(levels.value, dict):
        return tuple(levels.value)
    if isinstance(levels.value, list) and all(isinstance(item.value, str) for item in levels.value):
        return tuple(dict.fromkeys(item.value for item in levels.value))
    return ()


def level_numbers(move: Node) -> list[float]:
    """Return the numbers of a move's levels, those that can be read.

    Parameters
    ----------
    move
        Its entry in the file.
    """
    given = entries(move, "levels")
    if not given:
        return [float(at) for at in range(len(levels_of(move)))]
    own = [number(child(node, "value") if isinstance(node.value, dict) else node) for node in given.values()]
    return [float(at) if value is None else value for at, value in enumerate(own)]
