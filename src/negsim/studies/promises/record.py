"""The forms that a promise can take, side by side: what each is worth, who accepts it, and which is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.games.base import Array, BoolArray, IntArray

CLOSE = 1e-9  # of the size of what is compared: worths that differ by less count as equal


@dataclass(frozen=True, kw_only=True)
class FormRow:
    """One form, in one game of the batch.

    Attributes
    ----------
    form, name
        Its id, and what people call it.
    ratified
        Body -> the probability that it ratifies.
    adopted
        The probability that the form comes about, ratification included.
    lasts, years
        The years it is expected to stand once adopted, and the same in years of today.
    worth
        Actor -> what proposing it is worth: the chance that it comes about times what it brings, and else what each
        gets if no form is agreed.
    accepts
        Actor whose consent it needs -> whether that actor would rather have it than none.
    needed
        The chance of coming about from which it is the form chosen, the others being as they are; None if there is
        none.
    chosen
        Whether it is the form chosen.
    """

    form: str
    name: str
    ratified: Mapping[str, float]
    adopted: float
    lasts: float
    years: float
    worth: Mapping[str, float]
    accepts: Mapping[str, bool]
    needed: float | None
    chosen: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class Promises:
    """The forms that a promise can take, what each is worth, and which is chosen, for a batch of parameters.

    Attributes
    ----------
    forms, actors
        Ids of the forms, and of the actors whom they concern, the chooser first.
    bodies
        Form -> body -> shape (batch,): the probability that it ratifies.
    adopted, lasts, years
        Shape (batch, form). See `FormRow`.
    gain
        Shape (batch, form, actor). What a form is worth once it has come about.
    refused
        Shape (batch, actor). What each gets if no form is agreed.
    concerned
        Shape (form, actor). Whether the form needs the consent of that actor.
    names
        What to call forms, bodies and actors in sentences.
    title, basis
        What the scenario is, and what its payoffs are.
    """

    forms: tuple[str, ...]
    actors: tuple[str, ...]
    bodies: Mapping[str, Mapping[str, Array]] = field(repr=False)
    adopted: Array = field(repr=False)
    lasts: Array = field(repr=False)
    years: Array = field(repr=False)
    gain: Array = field(repr=False)
    refused: Array = field(repr=False)
    concerned: BoolArray = field(repr=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    title: str = ""
    basis: str = ""

    def __len__(self) -> int:
        return len(self.adopted)

    @property
    def chooser(self) -> str:
        """The actor who proposes a form."""
        return self.actors[0]

    @property
    def worth(self) -> Array:
        """Shape (batch, form, actor). What proposing a form is worth before it is known whether it comes about."""
        chance = self.adopted[:, :, None]
        return np.where(chance > 0, chance * self.gain, 0.0) + (1 - chance) * self.refused[:, None]

    @property
    def accepts(self) -> BoolArray:
        """Shape (batch, form, actor). Whether each gets no less by a form than by none; True where it is not asked."""
        return self._least(self.worth, self.refused[:, None]) | ~self.concerned

    @property
    def open(self) -> BoolArray:
        """Shape (batch, form). Whether all but the chooser accept a form."""
        return np.asarray(self.accepts[:, :, 1:].all(2))

    @property
    def chosen(self) -> IntArray:
        """Shape (batch,). Number of the form chosen, from 0; -1 for none.

        Found by going backwards: the others accept what is worth no less to them than no form at all; of those forms
        the chooser proposes the one that is worth most to it, if it is worth more than none. The first in the file
        of several that are worth the same.
        """
        own = np.where(self.open, self.worth[:, :, 0], -np.inf)
        best = own.max(1)
        first = self._least(own, best[:, None]).argmax(1)
        return np.where(self._least(self.refused[:, 0], best), -1, first)

    def number_of(self, form: str) -> int:
        """Return the number of a form, from 0.

        Parameters
        ----------
        form
            Its id.

        Raises
        ------
        UnknownName
            If there is no such form; the message names the nearest.
        """
        if form not in self.forms:
            raise unknown("form of a promise", form, self.forms)
        return self.forms.index(form)

    def needed(self, form: str, over: str | None = None) -> Array:
        """Return the chance of coming about from which the chooser would rather propose a form than others.

        Parameters
        ----------
        form
            The form.
        over
            The other form; when left out, all others that are accepted, and none at all.

        Returns
        -------
        Array
            Shape (batch,). NaN where no chance is enough, or another actor would refuse it however likely it is.
        """
        wanted = self.number_of(form)
        others = np.arange(len(self.forms)) == self.number_of(over) if over else self.open
        rivals = np.where(others & (np.arange(len(self.forms)) != wanted), self.worth[:, :, 0], -np.inf)
        least = np.maximum(rivals.max(1), self.refused[:, 0]) if over is None else rivals.max(1)
        with np.errstate(divide="ignore", invalid="ignore"):
            found = (least - self.refused[:, 0]) / (self.gain[:, wanted, 0] - self.refused[:, 0])
        once = self._least(self.gain[:, wanted], self.refused) | ~self.concerned[wanted]
        pays = (self.gain[:, wanted, 0] > self.refused[:, 0]) & once[:, 1:].all(1)
        return np.where(pays & (found <= 1), np.maximum(found, 0.0), np.nan)

    def rows(self, game: int = 0) -> tuple[FormRow, ...]:
        """Return the forms one by one, in the order of the file.

        Parameters
        ----------
        game
            Which game of the batch.

        Raises
        ------
        NotApplicable
            If the batch has no such game.
        """
        if not 0 <= game < len(self):
            raise NotApplicable(f"game {game} of a batch of {len(self)}; they are counted from 0")
        worths, accepts, chosen = self.worth[game], self.accepts[game], self.chosen[game]
        found = []
        for number, form in enumerate(self.forms):
            needed = float(self.needed(form)[game])
            row = FormRow(
                form=form,
                name=self.names.get(form, form),
                ratified={body: float(chance[game]) for body, chance in self.bodies[form].items()},
                adopted=float(self.adopted[game, number]),
                lasts=float(self.lasts[game, number]),
                years=float(self.years[game, number]),
                worth=dict(zip(self.actors, worths[number].tolist(), strict=True)),
                accepts={
                    actor: bool(accepts[number, k])
                    for k, actor in enumerate(self.actors)
                    if k and self.concerned[number, k]
                },
                needed=None if np.isnan(needed) else needed,
                chosen=bool(chosen == number),
            )
            found.append(row)
        return tuple(found)

    @staticmethod
    def _least(one: Array, other: Array) -> BoolArray:
        """Whether one is no less than the other, rounding aside."""
        with np.errstate(invalid="ignore"):
            size = np.maximum(np.abs(one), np.abs(other))
            return np.asarray((one >= other) | (np.isfinite(size) & (one >= other - CLOSE * size)))
