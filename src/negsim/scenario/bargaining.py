"""What a scenario says of bargaining: the agenda, what follows without agreement, forms of a promise, keeping it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from negsim.scenario.expression import Expression
from negsim.scenario.record import Frozen

STATUS_QUO = "status_quo"
MAX_AGREEMENTS = 200_000  # with the numbers between levels
MAX_AMOUNTS = 5_000  # formulas of the two blocks
MAX_VOTERS = 10_000  # of a body
ZERO = Expression("0")
ONE = Expression("1")


@dataclass(frozen=True, kw_only=True)
class Equilibrium:
    """Disagreement is what an equilibrium of the scenario, seen in another form, is worth.

    Attributes
    ----------
    form
        That form, such as ``"strategic"`` or ``"stochastic"``.
    solver
        Name and options of the solver; empty for the one the scenario names for that form.
    """

    form: str
    solver: Mapping[str, object] = field(default_factory=Frozen)


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Numbers between the levels of a move, which are agreements too: ``low``, ``low + step``, ... up to ``high``."""

    low: float
    high: float
    step: float


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Who must agree.

    Attributes
    ----------
    quota
        How many votes must agree; None for all of them.
    votes
        Actor -> number of votes; 1 for those left out.
    veto
        Actors without whom nothing is agreed.
    """

    quota: float | None = None
    votes: Mapping[str, float] = field(default_factory=Frozen)
    veto: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Talks:
    """How talks go on when nothing is agreed at once.

    Attributes
    ----------
    discount
        Actor -> a formula for the worth today of a gain one round later.
    breakdown
        A formula for the probability that talks end after each refusal.
    outside
        Actor -> a formula for the payoff it gets if it leaves instead of answering; empty for no such options.
    rounds
        How many offers there can be; None for no deadline.
    first
        The actor who makes the first offer.
    """

    discount: Mapping[str, Expression]
    first: str
    breakdown: Expression = ZERO
    outside: Mapping[str, Expression] = field(default_factory=Frozen)
    rounds: int | None = None


@dataclass(frozen=True, kw_only=True)
class Linkage:
    """How the issues on the agenda hang together.

    Attributes
    ----------
    issues
        Issue -> the moves that settle it; every move of the agenda is in one issue.
    unbundler
        The actor who demands a package and would have to take it apart; empty if nobody does.
    apart
        Actor -> a formula for what it gets besides, once, if issues are settled apart from each other: confidence
        gained, leverage or face lost. 0 for those left out.
    """

    issues: Mapping[str, tuple[str, ...]]
    unbundler: str = ""
    apart: Mapping[str, Expression] = field(default_factory=Frozen)


@dataclass(frozen=True, kw_only=True)
class Body:
    """Those who vote on ratification: a senate, or the members of an alliance.

    Attributes
    ----------
    name
        What people call it.
    voters, threshold
        Formulas for how many there are, and how many must say yes.
    support
        A formula for the probability that one of them says yes.
    correlation
        A formula for the correlation of two votes, 0 to 1.
    """

    name: str
    voters: Expression
    threshold: Expression
    support: Expression
    correlation: Expression = ZERO


@dataclass(frozen=True, kw_only=True)
class PromiseForm:
    """One form that a promise can take, from an unspoken understanding to a ratified treaty.

    Attributes
    ----------
    id, name
        Its id, and what people call it.
    adopted
        A formula for the probability that it comes about, apart from ratification.
    revoked
        A formula for the rate a year at which it is taken back afterwards.
    bodies
        Those who must ratify it, by id; all of them must.
    worth
        Actor -> a formula for what it is worth a year while it stands; 0 for those left out.
    cost
        Actor -> a formula for what it costs once if it is adopted; 0 for those left out.
    """

    id: str
    name: str
    adopted: Expression = ONE
    revoked: Expression = ZERO
    bodies: Mapping[str, Body] = field(default_factory=Frozen)
    worth: Mapping[str, Expression] = field(default_factory=Frozen)
    cost: Mapping[str, Expression] = field(default_factory=Frozen)


@dataclass(frozen=True, kw_only=True)
class Promises:
    """The forms that a promise can take, and who chooses among them.

    Attributes
    ----------
    forms
        By id.
    rate
        A formula for the discount rate a year.
    chooser
        The actor who proposes a form; the others with a worth or a cost of that form accept or refuse it.
    refused
        Actor -> a formula for what it gets if no form is agreed; 0 for those left out.
    """

    forms: Mapping[str, PromiseForm]
    rate: Expression
    chooser: str
    refused: Mapping[str, Expression] = field(default_factory=Frozen)


@dataclass(frozen=True, kw_only=True)
class Bargaining:
    """The block ``games.bargaining``.

    Attributes
    ----------
    parties
        Actors who must agree, or may.
    agenda
        Moves that are on the table.
    assuming
        Move that is not -> the level at which it stands.
    disagreement
        What happens without agreement: ``"status_quo"`` for all moves at their initial levels, the label of an
        outcome, a formula for each actor, or an equilibrium.
    lotteries
        Whether lotteries over agreements are agreements.
    continuous
        Move -> the numbers between its levels that can be agreed on.
    power
        Actor -> a formula for its bargaining power; 1 for those left out.
    decision
        Who must agree.
    talks
        How talks go on; None where that is not described.
    resolve
        Actor -> formulas for the least and the most that disagreement may be worth to it.
    linkage
        How the issues hang together; None: each move on the agenda is an issue.
    promises
        The forms that a promise can take; None where that is not described.
    solver
        Name and options of the solver to begin with; empty to leave the choice open.
    """

    parties: tuple[str, ...]
    agenda: tuple[str, ...]
    assuming: Mapping[str, str] = field(default_factory=Frozen)
    disagreement: str | Mapping[str, Expression] | Equilibrium = STATUS_QUO
    lotteries: bool = False
    continuous: Mapping[str, Stretch] = field(default_factory=Frozen)
    power: Mapping[str, Expression] = field(default_factory=Frozen)
    decision: Decision = Decision()
    talks: Talks | None = None
    resolve: Mapping[str, tuple[Expression, Expression]] = field(default_factory=Frozen)
    linkage: Linkage | None = None
    promises: Promises | None = None
    solver: Mapping[str, object] = field(default_factory=Frozen)


@dataclass(frozen=True, kw_only=True)
class Repetition:
    """The block ``games.repeated``: an agreement that must be kept period after period, as nobody enforces it.

    Attributes
    ----------
    agreement, punishment
        Labels of the outcomes of a period in which it is kept, and in which a violation is punished.
    discount
        Actor -> a formula for the worth of the next period's payoffs today.
    detection
        A formula for the probability that a violation in a period is noticed.
    lag
        A formula for the number of periods that a violation pays before it can be punished.
    length
        A formula for the number of periods of punishment; None for ever.
    """

    agreement: str
    punishment: str
    discount: Mapping[str, Expression]
    detection: Expression = ONE
    lag: Expression = ONE
    length: Expression | None = None
