"""Why a state of a conflict holds, or does not: for each player and concept the moves that prove it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as File
from typing import Any, get_args

from negsim.concepts._by_relations import require_known
from negsim.errors import NotApplicable, UnknownName, unknown
from negsim.games.base import Game, Values
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.sequences import Sequences
from negsim.scenario.model import Scenario
from negsim.solvers.base import Row
from negsim.studies import solve
from negsim.studies.sanctions.deterrence import CLASSIC, DETERRED, Deterrence, Improvement
from negsim.studies.solve import opened

START = "start"  # what the status quo may be called
KINDS: tuple[Sequences, ...] = get_args(Sequences)


@dataclass(frozen=True, kw_only=True, eq=False)
class Why:
    """For one state of one conflict: what each player could do, and what the others could do about it.

    Attributes
    ----------
    game, item
        A batch of conflicts, and which of them.
    state
        Number of the state.
    concepts
        The concepts asked about, in their usual order.
    sequences
        By which sequences of moves the others can answer: as published, ``"legal"``, or a variant.
    improvements
        For each player its improvements from the state, the best for it first. None: it is stable under every concept.
    """

    game: ConflictGame
    item: int
    state: int
    concepts: tuple[str, ...]
    sequences: Sequences
    improvements: tuple[tuple[Improvement, ...], ...]

    def __repr__(self) -> str:
        holds = [concept for concept, stable in self.equilibrium.items() if stable]
        return f"<Why {self.game.states[self.state]!r}: {', '.join(holds) or 'no equilibrium'}; see negsim.table(...)>"

    @cached_property
    def stable(self) -> dict[str, dict[str, bool]]:
        """Concept -> player -> whether the state is stable for it."""
        return {
            concept: {
                player: all(concept != "nash" and one.answers[concept].holds for one in found)
                for player, found in zip(self.game.players, self.improvements, strict=True)
            }
            for concept in self.concepts
        }

    @property
    def equilibrium(self) -> dict[str, bool]:
        """Concept -> whether the state is stable for every player."""
        return {concept: all(found.values()) for concept, found in self.stable.items()}


def why(
    what: Scenario | Game | Row | str | File,
    state: str | int,
    *,
    concepts: Sequence[str] = CLASSIC,
    sequences: Sequences | None = None,
    item: int = 0,
    values: Values = {},
) -> Why:
    """Find out why a state of a conflict is stable or not: for each player, concept and improvement a proof.

    Parameters
    ----------
    what
        A scenario or a conflict, its path or its name; or a row of a solution of one.
    state
        Label or number of the state.
    concepts
        Some of ``nash``, ``gmr``, ``smr``, ``seq`` and ``sseq``.
    sequences
        By which sequences of moves the others can answer: ``"legal"``, as published, in which nobody moves twice in
        succession; ``"single_step"``, one move; ``"each_once"``, in which nobody moves twice. When left out, as in the
        solver of the row, or the one that the scenario names; else as published.
    item
        Which conflict of a batch.
    values
        Numbers for some parameters of a scenario.

    Returns
    -------
    Why
        The shortest sequences of moves that deter each improvement, or all that was tried in vain.

    Raises
    ------
    NotApplicable
        If it is no conflict, or so large that its moves cannot be written out, or some preferences are unknown.
    UnknownName
        If there is no such state or concept; the message names the nearest.
    """
    found = opened(what) if isinstance(what, str | File) else what
    game = conflict(found.solution.game if isinstance(found, Row) else found, values)
    item = found.item if isinstance(found, Row) else item
    for concept in concepts:
        if concept not in CLASSIC:
            raise unknown("concept", concept, CLASSIC)
    require_known(game, "a proof")
    kind = sequences or _sequences(found)
    if kind not in KINDS:
        raise unknown("kind of sequences", kind, KINDS)
    number = state_number(game, state)
    deterrence = Deterrence(game, item, number, kind)
    asked = tuple(concept for concept in DETERRED if concept in concepts)
    return Why(
        game=game,
        item=item,
        state=number,
        concepts=tuple(concept for concept in CLASSIC if concept in concepts),
        sequences=kind,
        improvements=tuple(deterrence.improvements(player, asked) for player in range(len(game.players))),
    )


def _sequences(what: Any) -> Sequences:
    """The sequences of the solver of a row, or of the one that a scenario names; else as published."""
    named = solve.named_solver(what, "conflict") if isinstance(what, Scenario) else None
    found: Sequences = getattr(what.solution.solver if isinstance(what, Row) else named, "sequences", "legal")
    return found


def conflict(what: Scenario | Game | str | File, values: Values = {}) -> ConflictGame:
    """See a scenario, or what is named, as a conflict.

    Parameters
    ----------
    what, values
        As in `why`.

    Raises
    ------
    NotApplicable
        If it is a game of another form.
    """
    found: Any = solve.game(what, None if isinstance(what, Game) else "conflict", values)
    if not isinstance(found, ConflictGame):
        raise NotApplicable(
            f"this is about states of conflicts, and a {type(found).__name__} is none. Use a scenario, or "
            "ConflictGame.from_graph(...)"
        )
    return found


def state_number(game: ConflictGame, state: str | int) -> int:
    """Return the number of a state.

    Parameters
    ----------
    game
        A conflict.
    state
        A number, counted from 0; or text: a label, in which spaces and capitals do not matter, a number where no label
        reads like it, or ``start`` for the status quo.

    Raises
    ------
    UnknownName
        If there is no such state; the message names the nearest.
    """
    if isinstance(state, str):
        alike = [label for label in game.states if _plain(label) == _plain(state)]
        if len(alike) == 1:
            return game.number_of(alike[0])
        return game.start if not alike and state == START else game.number_of(state)
    if not 0 <= state < len(game.states):
        raise UnknownName(f"unknown state {state}; the numbers are 0 to {len(game.states) - 1:,}")
    return int(state)


def _plain(label: str) -> str:
    return "".join(label.split()).casefold()
