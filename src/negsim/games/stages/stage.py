"""From a scenario's dynamics to what a stage brings: payoffs, and the states that may follow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.stages.branches import Branches, merged
from negsim.games.stages.permitted import permitted
from negsim.games.stages.situations import Situations
from negsim.games.stages.transitions import NEAR, Transitions, segment_sums

if TYPE_CHECKING:
    from negsim.scenario.dynamics import Hazard, StateVariable

BLOCK = "games.stochastic"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What every joint action brings in every situation.

    Attributes
    ----------
    situations
        The states in which somebody acts.
    """

    situations: Situations

    @cached_property
    def available(self) -> tuple[BoolArray, ...]:
        """For each actor shape (situation, action): whether it can act so there."""
        return permitted(self.situations)

    @cached_property
    def joint(self) -> int:
        """The number of joint actions."""
        return prod(map(len, self.situations.choices))

    @cached_property
    def cells(self) -> tuple[IntArray, ...]:
        """Situation, then action of each actor, of every joint action that is possible somewhere; each (cell,)."""
        possible: BoolArray = np.ones((len(self.situations), 1), bool)
        for part in self.available:
            possible = (possible[:, :, None] & part[:, None, :]).reshape(len(possible), -1)
        situation, joint = np.nonzero(possible)
        return (situation, *np.unravel_index(joint, [len(rows) for rows in self.situations.choices]))

    @cached_property
    def row(self) -> IntArray:
        """Shape (cell,). Its number among all states and joint actions."""
        shape = (len(self.situations), *(len(rows) for rows in self.situations.choices))
        return np.asarray(np.ravel_multi_index(self.cells, shape))

    @cached_property
    def levels(self) -> IntArray:
        """Shape (cell, move). The level of every move after the actions."""
        found = self.situations.levels[self.cells[0]]
        for own, rows, action in zip(self.situations.owned, self.situations.choices, self.cells[1:], strict=True):
            found[:, own] = rows[action]
        return found

    @cached_property
    def variables(self) -> IntArray:
        """Shape (cell, state variable). The level of each before the stage."""
        return self.situations.variables[self.cells[0]]

    @cached_property
    def outcome(self) -> IntArray:
        """Shape (cell,). The outcome that the actions make; -1 for one that is forbidden."""
        return np.asarray(self.situations.outcome[tuple(self.levels.T)])

    def check_together(self) -> None:
        """Raise if actions that are allowed by themselves are forbidden together.

        Raises
        ------
        NotApplicable
            Naming the first.
        """
        wrong = np.flatnonzero(self.outcome < 0)
        if len(wrong):
            raise NotApplicable(
                f"in state '{self.situations.label(int(self.cells[0][wrong[0]]))}' each actor may do its part of "
                f"'{self._told(int(wrong[0]))}', and together they are forbidden. Use 'turns: alternating', or "
                f"conditions under {BLOCK}.allowed"
            )

    def flow(self) -> Array:
        """Return what each actor gets in each cell, shape (batch, actor, cell)."""
        scenario, told = self.situations.scenario, self.situations.dynamics.flow
        out = np.empty((self.situations.formulas.games, len(scenario.actors), len(self.row)))
        found = self.situations.formulas(told, self.levels, self.variables)
        table = scenario.payoff_table(self.situations.formulas.values) if len(found) < len(scenario.actors) else None
        for number, actor in enumerate(scenario.actors):
            if actor in found:
                out[:, number] = found[actor]
            elif table is not None:
                out[:, number] = table[:, number, self.outcome]
        return out

    def transitions(self) -> Transitions:
        """Return where play goes: to situations, and by hazards to what ends it, numbered after them.

        Hazards compete: the k-th happens with its rate if none before it does.

        Raises
        ------
        InvalidGame
            If a probability is none, or a state variable leaves its levels.
        """
        branches = self._ahead()
        ends = []
        cells = np.arange(len(self.row) + 1)
        for number, hazard in enumerate(self.situations.dynamics.hazards.values()):
            rate = self._rate(hazard, branches)
            met = segment_sums(branches.probability * rate, np.searchsorted(branches.cell, cells))
            ends.append(Branches(cells[:-1], np.full(len(self.row), len(self.situations) + number), met))
            branches = replace(branches, probability=branches.probability * (1 - rate))
        return self._packed([self._turned(branches), *ends], len(ends))

    def _ahead(self) -> Branches:
        """Let standing moves stand as taken, and state variables change."""
        situations = self.situations
        stand = np.asarray(situations.stand[tuple(self.levels[:, situations.standing].T)])
        found = Branches(np.arange(len(self.row)), np.broadcast_to(stand, len(self.row)), np.ones((1, len(self.row))))
        for number, variable in enumerate(situations.dynamics.variables.values()):
            size = len(variable.levels)
            if variable.drifts:
                found = found.split(self._chances(variable, number), size)
            else:
                found = replace(found, to=found.to * size + self.variables[found.cell, number])
        return found

    def _chances(self, variable: StateVariable, number: int) -> Branches:
        """How probable each level of a state variable is after the stage; `to` is the level."""
        path, ways = f"{BLOCK}.state.{variable.id}.next", list(enumerate(variable.drifts))
        formulas = {f"to {k}": way.to for k, way in ways}
        formulas |= {f"chance {k}": way.probability for k, way in ways if way.probability is not None}
        told = self.situations.formulas(formulas, self.levels, self.variables)
        left = np.ones((1, len(self.row)))
        for k, _ in ways:
            if f"chance {k}" in told:
                self._check(told[f"chance {k}"], self.cells[0], f"{path}.{k}.probability", "use min(1, ...)")
                left = left - told[f"chance {k}"]
        self._check(1 - left, self.cells[0], f"the sum of the probabilities of {path}", "let them sum to 1 at most")
        left = np.where(left > NEAR, left, 0.0)
        results = []
        for k, _ in ways:
            to = told[f"to {k}"]
            self._check_level(to, f"{path}.{k}.to" if len(ways) > 1 else path, len(variable.levels))
            results.append((to.astype(np.intp), told.get(f"chance {k}", left)))
        if all(way.probability is not None for _, way in ways):
            results.append((self.variables[None, :, number], left))
        return merged(results, len(variable.levels))

    def _rate(self, hazard: Hazard, branches: Branches) -> Array:
        """Shape (batch or 1, branch). How probable a hazard is where each branch leads."""
        situations, path = self.situations, f"{BLOCK}.hazards.{hazard.id}.rate"
        if hazard.reads == "current":
            told = situations.formulas({"": hazard.rate}, self.levels, self.variables)[""]
            self._check(told, self.cells[0], path, "use min(1, ...)")
            return np.asarray(told[:, branches.cell])
        place = np.unravel_index(branches.to, situations.shape[:-1])[1:]
        variables = np.stack(place, axis=1) if place else np.zeros((len(branches.to), 0), np.intp)
        told = situations.formulas({"": hazard.rate}, self.levels[branches.cell], variables)[""]
        self._check(told, branches.to * situations.shape[-1], path, "use min(1, ...)")
        return told

    def _turned(self, branches: Branches) -> Branches:
        """Give the turn to whoever has it at the next stage."""
        situations, turns = self.situations, self.situations.shape[-1]
        if situations.dynamics.turns == "random":
            shares = np.tile(situations.shares, (1, len(self.row)))
            return branches.split(Branches(*np.divmod(np.arange(shares.shape[1]), turns), shares), turns)
        after = (situations.parts[-1] + 1) % turns
        return replace(branches, to=branches.to * turns + after[self.cells[0][branches.cell]])

    def _packed(self, parts: list[Branches], hazards: int) -> Transitions:
        """Sort branches by state and joint action; leave out what never happens."""
        games = max(len(part.probability) for part in parts)
        probability = np.concatenate(
            [np.broadcast_to(part.probability, (games, len(part.cell))) for part in parts], axis=1
        )
        cell, to = np.concatenate([part.cell for part in parts]), np.concatenate([part.to for part in parts])
        kept = np.flatnonzero((probability > 0).any(0))
        order = kept[np.argsort(cell[kept], kind="stable")]
        rows = np.arange((len(self.situations) + hazards) * self.joint + 1)
        return Transitions(
            start=np.searchsorted(self.row[cell[order]], rows), state=to[order], probability=probability[:, order]
        )

    def _check(self, told: Array, situation: IntArray, path: str, mend: str) -> None:
        """Raise unless numbers of shape (batch or 1, situation) are probabilities."""
        wrong = np.argwhere(~((told >= 0) & (told <= 1 + NEAR)))
        if len(wrong):
            item, at = wrong[0]
            mend = "use max(0, ...)" if told[item, at] < 0 else mend
            raise InvalidGame(
                f"{path} is {told[item, at]:.6g} in state '{self.situations.label(int(situation[at]))}' for game "
                f"{item}: a probability lies between 0 and 1; {mend}"
            )

    def _check_level(self, told: Array, path: str, size: int) -> None:
        """Raise unless numbers of shape (batch or 1, cell) are levels of a state variable."""
        wrong = np.argwhere(~((told >= 0) & (told < size) & (told == np.floor(told))))
        if len(wrong):
            item, cell = wrong[0]
            raise InvalidGame(
                f"{path} is {told[item, cell]:.6g} in state '{self.situations.label(int(self.cells[0][cell]))}' "
                f"({self._told(int(cell))}) for game {item}: its levels are 0 to {size - 1}; use min(..., {size - 1}) "
                "and max(..., 0)"
            )

    def _told(self, cell: int) -> str:
        """What the actors do in a cell, in words."""
        scenario = self.situations.scenario
        parts = zip(scenario.actors, self.situations.actions, self.cells[1:], strict=True)
        return ", ".join(f"{actor}: {labels[int(chosen[cell])]}" for actor, labels, chosen in parts if len(labels) > 1)
