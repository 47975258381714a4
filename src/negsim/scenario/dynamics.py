"""What a scenario says of time: who takes turns in which order, how the situation changes, and what may happen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from negsim.scenario.expression import Expression
from negsim.scenario.record import Frozen

MAX_LEVELS = 10_000  # of a state variable
MAX_VARIABLES = 60
MAX_ROUNDS = 1_000_000
MAX_STAGES = 1_000_000  # before a deadline

ONE = Expression("1")


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One actor takes some of its moves, or chance takes one of its own.

    Attributes
    ----------
    actor
        Its id; empty where chance decides.
    moves
        The moves whose levels are chosen, together, at this turn.
    sees
        Moves whose present levels the actor knows when it decides, besides its own; None for all.
    """

    actor: str
    moves: tuple[str, ...]
    sees: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class TurnOrder:
    """The block ``games.extensive``: turns taken one after the other, perhaps in several rounds.

    Attributes
    ----------
    turns
        In order; every round goes through them once. Moves that no turn names stay at their initial level.
    rounds
        How many rounds there are: the deadline, counted in rounds. A formula on parameters, or the number.
    ends_if
        A condition on moves and measures; play stops after the first turn at which it holds. None for no such.
    discount
        Worth of a payoff one round later, a formula on parameters; None for 1. What is received in the first round
        is not discounted.
    solver
        Name and options of the solver to begin with; empty to leave the choice open.
    """

    turns: tuple[Turn, ...]
    rounds: int | Expression = 1
    ends_if: Expression | None = None
    discount: Expression | None = None
    solver: Mapping[str, object] = field(default_factory=Frozen)


@dataclass(frozen=True, kw_only=True)
class Drift:
    """One way in which a state variable may change from stage to stage.

    Attributes
    ----------
    to
        A formula for the number of the level it goes to.
    probability
        A formula; None for whatever the other ways leave.
    """

    to: Expression
    probability: Expression | None = None


@dataclass(frozen=True, kw_only=True)
class StateVariable:
    """A part of the situation that nobody chooses directly, such as the rung of a ladder.

    Attributes
    ----------
    id, name
        Its id, the name in formulas; and what people call it.
    levels
        Labels of its levels; in formulas its name is the number of its level, and ``name.level`` is 1 at that level.
    initial
        Label of the level at the start.
    drifts
        How it changes. With none it stays; what the probabilities leave over, it stays.
    """

    id: str
    levels: tuple[str, ...]
    initial: str
    name: str = ""
    drifts: tuple[Drift, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Hazard:
    """Something that may happen at any stage, and ends the play.

    Attributes
    ----------
    id, name
        Its id, which names the absorbing outcome; and what people call it.
    rate
        Its probability at a stage, a formula.
    reads
        ``"reached"``: the rate is that of the situation reached, its state variables as they stand after the stage;
        ``"current"``: with state variables as they stand before it. Moves stand as taken in the stage, either way.
    payoffs
        Actor -> a formula for what it gets, once, when this happens; 0 for those left out.
    note
        A remark.
    """

    id: str
    rate: Expression
    name: str = ""
    reads: str = "reached"
    payoffs: Mapping[str, Expression] = field(default_factory=Frozen)
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Dynamics:
    """The block ``games.stochastic``: play over stages, in which moves and the situation change.

    Attributes
    ----------
    discount
        Actor -> a formula for the worth of the next stage's payoffs today.
    turns
        ``"simultaneous"``, ``"alternating"`` or ``"random"``.
    order
        Who takes turns, in order; all actors with moves, in file order, when left out in the file.
    shares
        Actor -> a formula for the probability that it moves at a stage, for random turns; equal when empty.
    standing
        Moves whose levels stay from stage to stage until changed; they are part of the state. The others are chosen
        anew at every stage.
    step
        The most levels by which a standing move changes in one stage, up or down; None for any.
    variables
        The other parts of the state.
    allowed
        Move, or ``move.level`` -> a condition on the state under which it can be changed, or that level be chosen.
    hazards
        What may end the play.
    flow
        Actor -> a formula for its payoff at every stage, over moves as taken and state variables as they stand before
        the stage; the scenario's payoffs when empty.
    deadline
        Number of stages after which play stops; None for no deadline.
    at_deadline
        Actor -> a formula for what it gets then; 0 for those left out.
    escalation
        A formula for the rung of a state; None for the scenario's measure ``escalation``, if it has one.
    plans
        Plans to be judged, by name: move -> a formula of the situation for the number of the level to take. A move that
        is left out stays as it is.
    solver
        Name and options of the solver to begin with; empty to leave the choice open.
    """

    discount: Mapping[str, Expression]
    turns: str = "simultaneous"
    order: tuple[str, ...] = ()
    shares: Mapping[str, Expression] = field(default_factory=Frozen)
    standing: tuple[str, ...] = ()
    step: int | None = None
    variables: Mapping[str, StateVariable] = field(default_factory=Frozen)
    allowed: Mapping[str, Expression] = field(default_factory=Frozen)
    hazards: Mapping[str, Hazard] = field(default_factory=Frozen)
    flow: Mapping[str, Expression] = field(default_factory=Frozen)
    deadline: int | None = None
    at_deadline: Mapping[str, Expression] = field(default_factory=Frozen)
    escalation: Expression | None = None
    plans: Mapping[str, Mapping[str, Expression]] = field(default_factory=Frozen)
    solver: Mapping[str, object] = field(default_factory=Frozen)


@dataclass(frozen=True, kw_only=True)
class Screening:
    """The block ``games.screening``: demands against a deadline, to a side whose reservation is its own secret.

    Attributes
    ----------
    proposer, responder
        Ids of the actors.
    rounds
        A formula for the number of rounds.
    discount
        A formula for the worth of a round later today.
    stake
        A formula for what is at stake, in the unit of the payoffs.
    shape
        A formula: the responder would yield less than x, a share of what is at stake, with probability ``x**shape``.
    solver
        Name and options of the solver to begin with; empty to leave the choice open.
    """

    proposer: str
    responder: str
    rounds: Expression
    discount: Expression
    stake: Expression = ONE
    shape: Expression = ONE
    solver: Mapping[str, object] = field(default_factory=Frozen)
