"""A tipping point as a value: where an answer changes, who switches there, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from negsim.studies.sentences.conflict_names import called


@dataclass(frozen=True, kw_only=True)
class TippingPoint:
    """A value of a parameter at which an outcome starts or ceases to be an equilibrium, or to be agreed.

    Attributes
    ----------
    parameter, value
        Which, and its value, in its unit.
    exact
        The value as a fraction, where it is known exactly.
    outcome
        A strategy of every player, joined by ``" / "``. Of bargaining, the label of an agreement, or ``"zone of
        agreement"``.
    direction
        ``"starts"`` or ``"ceases"`` to be an equilibrium as the parameter rises through the value; of bargaining, to be
        agreed, or to be there.
    actor, deviation
        Who switches on the other side of the value, and to which strategy. Of bargaining, who would lose there even by
        which agreement; or nobody, and what is agreed above it instead; or who would insist on a package there.
    default
        The value of the parameter in the scenario.
    place
        Where in the play the actor switches, in games that are played over time; else empty.
    concept
        Of a conflict, under which concept the state is an equilibrium; of bargaining, by which solution the outcome is
        agreed, ``"zone"`` or ``"linkage"``; else empty.
    names
        What the sentence calls the actor and the deviation, where that is not their label.
    kind
        Of bargaining ``"zone"``, ``"agreement"``, or ``"package"`` where who demands one would take it apart; else
        empty.
    """

    parameter: str
    value: float
    exact: Fraction | None
    outcome: str
    direction: str
    actor: str
    deviation: str
    default: float
    place: str = ""
    concept: str = ""
    names: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    kind: str = ""

    @property
    def ends(self) -> bool:
        """Whether what begins or ends here is there at the default, which may be the very place, and so ends."""
        return self.default >= self.value if self.direction == "starts" else self.default <= self.value

    @property
    def way(self) -> str:
        """How the parameter gets here from the default: ``"falls below"``, ``"rises to"`` and so on."""
        falls, rises = ("falls below", "rises above") if self.ends else ("falls to", "rises to")
        return falls if (self.direction == "starts") == self.ends else rises

    @property
    def sentence(self) -> str:
        """The tipping point in words, as seen from the default."""
        if self.kind:
            return self._of_bargaining()
        if self.ends:
            return (
                f"{self._outcome} ceases to be {self._kind} when {self.parameter} {self.way} {self._number}: "
                f"{self._actor} would then switch to {self._deviation}{self._where}"
            )
        side = "below" if self.direction == "starts" else "above"
        return (
            f"{self._outcome} becomes {self._kind} when {self.parameter} {self.way} {self._number}: "
            f"{side} that, {self._actor} would switch to {self._deviation}{self._where}"
        )

    def _of_bargaining(self) -> str:
        ends = self.ends
        when = f"when {self.parameter} {self.way} {self._number}"
        side = "then" if ends else "below that" if self.direction == "starts" else "above that"
        if self.kind == "package" and ends:
            return f"{self._actor} would insist on the package again {when}: {side}, that is worth more to it"
        if self.kind == "package":
            change = f"would take the package apart, {self.outcome},"
            return f"{self._actor} {change} {when}: {side}, it would insist on the package"
        if self.kind == "zone":
            change = "closes" if ends else "opens"
            return f"the zone of agreement {change} {when}: {side}, {self._actor} would lose even by '{self.deviation}'"
        here, there = (self.outcome, self.deviation) if ends else (self.deviation, self.outcome)
        way = "rises above" if ends else "falls below"
        return f"'{here}' gives way to '{there}' when {self.parameter} {way} {self._number}"

    @property
    def _kind(self) -> str:
        return f"an equilibrium under {called([self.concept])}" if self.concept else "an equilibrium"

    @property
    def _outcome(self) -> str:
        return f"'{self.outcome}'" if self.concept else self.outcome

    @property
    def _actor(self) -> str:
        return self.names.get(self.actor, self.actor)

    @property
    def _deviation(self) -> str:
        if self.concept:
            return f"'{self.deviation}'"
        return f"'{self.names[self.deviation]}'" if self.deviation in self.names else self.deviation

    @property
    def _where(self) -> str:
        return f" at '{self.place}'" if self.place else ""

    @property
    def _number(self) -> str:
        short = f"{self.value:.6g}"
        if self.exact is None or Fraction(short) == self.exact or self.exact.denominator > 1000:
            return short
        return f"{self.exact} (about {self.value:.4g})"
