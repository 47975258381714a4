"""What every action of a tree is worth to the agent who may take it, and how that changes with the play of others.

An agent, at one information set, weighs the nodes it may stand at by Bayes' rule, in logarithms: play that has next to
no probability still tells what to believe where it leads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from negsim.kernels.agent_form import AgentForm

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

UNLIKELIEST = 1e-300  # what a probability of chance of 0 is taken for, so that nodes beyond it have beliefs
TIE = 1e-12  # of the payoff range


class Reading(NamedTuple):
    """What follows from a profile.

    Attributes
    ----------
    worth, rate
        Shape (unknown,). The expected payoff of each action given that its place is reached, and how it changes with
        precision while the unknowns stay.
    belief
        Shape (member,). The probability of each node, given its place.
    value
        Shape (player, kept). What each player expects from a node on.
    step
        Shape (kept,). The probability of the step to each node.
    """

    worth: Floats
    rate: Floats
    belief: Floats
    value: Floats
    step: Floats


class AgentResponses:
    """One game on a tree: values, beliefs and their derivatives.

    Parameters
    ----------
    form
        The tree.
    payoffs
        Shape (player, node), in the order of ``form.node``; 0 where play goes on.
    chance
        Shape (node,), in that order. Probability of each step of chance; 1 elsewhere.
    """

    def __init__(self, form: AgentForm, payoffs: Floats, chance: Floats):
        self.form = form
        self.payoffs = payoffs
        self.chance = np.log(np.maximum(chance, UNLIKELIEST))
        self.players = np.arange(len(payoffs))[:, None]

    def closed(self, precision: float) -> tuple[Floats, Floats, Floats]:
        """Respond in the subgames of perfect information, from the end backwards.

        Parameters
        ----------
        precision
            Weight of payoffs in the logistic response; infinite for best responses, evenly among equals.

        Returns
        -------
        value, rate
            Shape (player, all). What each player expects from each closed node on, and how that changes with precision.
        step
            Shape (all,). Logarithm of the probability of the step to each node below a closed one.
        """
        form = self.form
        value, rate, step = self.payoffs.copy(), np.zeros_like(self.payoffs), self.chance.copy()
        for fan in reversed(form.closed_fans):
            child = fan.child
            actor = form.actor[fan.up][fan.rank]
            decides = actor >= 0
            then, moves = value[:, child], rate[:, child]
            own = np.where(decides, then[actor, np.arange(len(child))], 0.0)
            if precision == np.inf:
                best = np.maximum.reduceat(own, fan.start)[fan.rank]
                share = np.where(own >= best - TIE, 1.0, 0.0)
                share = np.where(decides, share / fan.sums(share)[fan.rank], np.exp(step[child]))
                with np.errstate(divide="ignore"):
                    step[child] = np.log(share)
                value[:, fan.up] = fan.sums(share * then)
                continue
            weight = np.where(decides, precision * own, step[child])
            weight -= np.maximum.reduceat(weight, fan.start)[fan.rank]
            step[child] = weight - np.log(fan.sums(np.exp(weight)))[fan.rank]
            share = np.exp(step[child])
            tilt = np.where(decides, own + precision * moves[actor, np.arange(len(child))], 0.0)
            tilt -= fan.sums(share * tilt)[fan.rank]
            value[:, fan.up] = fan.sums(share * then)
            rate[:, fan.up] = fan.sums(share * (moves + then * tilt))
        return value, rate, step

    def read(
        self, logs: Floats, leaves: tuple[Floats, Floats], trembles: Floats | None = None, ignored: Any = None
    ) -> Reading:
        """Return what every action is worth, given everybody's play.

        Parameters
        ----------
        logs
            Shape (unknown,). Logarithms of the probabilities, -inf for 0.
        leaves
            Values and rates at closed nodes, from `closed`.
        trembles
            Shape (unknown,). Logarithms of the weights from which beliefs follow; `logs` when left out.
        ignored
            Shape (member,). Nodes to be given no belief.
        """
        form, count = self.form, len(self.players)
        step = self.laid(logs)
        both = np.zeros((2 * count, len(form.kept)))
        both[:count], both[count:] = leaves[0][:, form.kept], leaves[1][:, form.kept]
        share = np.exp(step)
        for fan in reversed(form.fans):
            both[:, fan.up] = fan.sums(share[fan.child] * both[:, fan.child])
        reach = self.reached(step if trembles is None else self.laid(trembles))
        weight = reach[form.believer, form.members]
        if ignored is not None:
            weight = np.where(ignored, -np.inf, weight)
        weight = np.exp(weight - np.maximum.reduceat(weight, form.member_start)[form.member_rank])
        belief = weight / np.add.reduceat(weight, form.member_start)[form.member_rank]
        here = np.zeros(len(form.kept))
        here[form.members] = belief
        told, owner = here[form.above[form.steps]], form.owner
        unknown, many = form.unknown[form.steps], len(form.choices)
        worth, rate = (
            np.bincount(unknown, told * both[mover, form.steps], many).astype(float, copy=False)
            for mover in (owner, count + owner)
        )
        return Reading(worth, rate, belief, both[:count], share)

    def slopes(self, reading: Reading) -> Floats:
        """Return how the worth of each action changes with the logarithm of each unknown, the others staying.

        Parameters
        ----------
        reading
            From `read`.

        Returns
        -------
        Floats
            Shape (entry,), one for each of ``form.cells`` (a row times the number of unknowns, plus a column), to be
            summed.
        """
        form = self.form
        way, weights = np.ones(len(form.kept)), []
        for late in form.later:
            way = reading.step * way[form.above]
            weights.append(way[late])
        here = np.zeros(len(form.kept))
        here[form.members] = reading.belief
        late, early = form.late, form.early
        weight = np.concatenate([*weights, np.zeros(0)])
        ahead = here[form.above[early]] * weight * reading.value[form.early_mover, late]
        late, mover = late[form.telling], form.late_mover[form.telling]
        excess = reading.value[mover, late] - reading.worth[form.unknown[late]]
        return np.concatenate([ahead, here[form.above[late]] * excess])

    def table(self, reading: Reading) -> Floats:
        """Return `slopes` as a table of shape (unknown, unknown): a row an action, a column what changes its worth."""
        count = len(self.form.choices)
        cells = np.bincount(self.form.cells, self.slopes(reading), count * count)
        return cells.astype(float, copy=False).reshape(count, count)

    def laid(self, logs: Floats) -> Floats:
        """Return the logarithm of the probability of the step to each kept node.

        Parameters
        ----------
        logs
            Shape (unknown,).
        """
        step: Floats = self.chance[self.form.kept]
        step[self.form.steps] = logs[self.form.unknown[self.form.steps]]
        return step

    def reached(self, step: Floats) -> Floats:
        """Return the sum over all steps to each node, but for a player's own where it remembers them.

        Parameters
        ----------
        step
            Shape (kept,). A number for each step, such as the logarithm of its probability.

        Returns
        -------
        Floats
            Shape (player, kept).
        """
        form = self.form
        reach = np.zeros((len(self.players), len(form.kept)))
        for fan in form.fans:
            counted = form.counted[:, fan.child]
            reach[:, fan.child] = reach[:, fan.up][:, fan.rank] + np.where(counted > 0, step[fan.child], 0.0)
        return reach
