"""From checked orders of preference, and from the block ``games.conflict``, to records."""

from __future__ import annotations

from collections.abc import Mapping

from negsim.scenario.conditions import Condition
from negsim.scenario.conflicts import Conflict
from negsim.scenario.expression import Expression
from negsim.scenario.outcome_names import levels_named
from negsim.scenario.preferences import Place, Preference, Ranking, Statements, Weights
from negsim.scenario.record import Frozen, frozen
from negsim.scenario.schema_conflict import ConflictFile
from negsim.scenario.schema_preferences import PreferenceFile


def preference(file: PreferenceFile, moves: Mapping[str, tuple[str, ...]]) -> Preference:
    """Make the record of an actor's order of preference.

    Parameters
    ----------
    file
        One of the three kinds.
    moves
        Move -> ids of its levels.
    """
    if file.statements:
        return Statements(statements=tuple(map(Condition, file.statements)))
    if file.weights:
        weights = tuple(Expression(text) for text in file.weights.values())
        return Weights(conditions=tuple(map(Condition, file.weights)), weights=weights)
    return Ranking(places=tuple(tuple(_place(text, moves) for text in place) for place in file.ranking))


def conflict(file: ConflictFile) -> Conflict:
    """Make the record of ``games.conflict``.

    Parameters
    ----------
    file
        The block.
    """
    return Conflict(
        irreversible=tuple(file.irreversible),
        coalesce=Frozen({label: Condition(text) for label, text in file.coalesce.items()}),
        unseen=Frozen({actor: tuple(map(Condition, texts)) for actor, texts in file.unseen.items()}),
        start=file.start,
        solver=frozen(file.solver),
    )


def _place(text: str, moves: Mapping[str, tuple[str, ...]]) -> Place:
    levels = levels_named(text, moves)
    if levels is None:
        return Place(text=text, condition=Condition(text))
    return Place(text=text, condition=Condition(" and ".join(f"{move}.{level}" for move, level in levels.items())))
