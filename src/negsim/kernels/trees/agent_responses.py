"""What every action of a tree is worth to the agent who may take it, and how that changes with the play of others.

An agent, at one information set, weighs the nodes it may stand at by Bayes' rule, in logarithms: play that has next to
no probability still tells what to believe where it leads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from negsim.kernels.trees.agent_form import AgentForm

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

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
        Shape (node,), in that order. Probability of each step of chance; 1 elsewhere. Beyond a branch of probability 0
        play is rarer than beyond any mistake: such nodes are believed in only where all nodes of a place are like that.
    """

    def __init__(self, form: AgentForm, payoffs: Floats, chance: Floats):
        self.form = form
        self.payoffs = payoffs
        with np.errstate(divide="ignore"):
            self.chance = np.log(chance)
        self.players = np.arange(len(payoffs))[:, None]
        never = self.reached((chance[form.kept] <= 0).astype(float))[form.believer, form.members]
        self.unseen = never > (np.minimum.reduceat(never, form.member_start)[form.member_rank] if len(never) else 0)

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
        form, count = self.form, len(self.players)
        both, step = np.concatenate([self.payoffs, np.zeros_like(self.payoffs)]), self.chance.copy()
        for fan, (actor, decides, all_decide) in zip(
            reversed(form.closed_fans), reversed(form.closed_actors), strict=True
        ):
            child = fan.child
            then = both[:, child]
            own = then[actor, np.arange(len(child))]
            if precision == np.inf:
                best = np.maximum.reduceat(np.where(decides, own, 0.0), fan.start)[fan.rank]
                share = np.where(own >= best - TIE, 1.0, 0.0)
                share = np.where(decides, share / fan.sums(share)[fan.rank], np.exp(step[child]))
                with np.errstate(divide="ignore"):
                    step[child] = np.log(share)
                both[:, fan.up] = fan.sums(share * then)
                continue
            weight = precision * own if all_decide else np.where(decides, precision * own, step[child])
            weight -= np.maximum.reduceat(weight, fan.start)[fan.rank]
            share = np.exp(weight)
            total = fan.sums(share)[fan.rank]
            share /= total
            step[child] = weight - np.log(total)
            tilt = own + precision * then[count + actor, np.arange(len(child))]
            if not all_decide:
                tilt[~decides] = 0.0
            tilt -= fan.sums(share * tilt)[fan.rank]
            then[count:] += then[:count] * tilt
            both[:, fan.up] = fan.sums(share * then)
        return both[:count], both[count:], step

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
            Shape (member,). Nodes to be given no belief; `unseen` when left out.
        """
        form, count = self.form, len(self.players)
        step = self.laid(logs)
        both = np.zeros((2 * count, len(form.kept)))
        both[:count], both[count:] = leaves[0][:, form.kept], leaves[1][:, form.kept]
        share = np.exp(step)
        for fan in reversed(form.fans):
            both[:, fan.up] = fan.sums(share[fan.child] * both[:, fan.child])
        weight = self.odds(logs if trembles is None else trembles)
        weight = np.where(self.unseen if ignored is None else ignored, -np.inf, weight)
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

    def odds(self, logs: Floats) -> Floats:
        """Return the logarithm of how likely each node is beside the others of its place; chance of 0 left out.

        Parameters
        ----------
        logs
            Shape (unknown,).

        Returns
        -------
        Floats
            Shape (member,).
        """
        step = self.laid(logs)
        chance = self.form.unknown < 0
        step[chance] = np.where(np.isinf(step[chance]), 0.0, step[chance])
        found: Floats = self.reached(step)[self.form.believer, self.form.members]
        return found

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
