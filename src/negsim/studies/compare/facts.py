"""What sentences about lenses rest on: facts that can be checked against the payoffs, and the reasons made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from negsim.studies.bargain import COOPERATIVE
from negsim.studies.sanctions.deterrence import DETERRED

KINDS = {  # of facts: what is claimed
    "share": "the outcome comes about with this probability",
    "gains": "who would get so much more there than here, going alone",
    "stays": "who would lose so much by the best that it could do alone",
    "loss_product": "what two players lose by leaving this equilibrium alone for the other multiplies to this",
    "better_on_average": "against the others' mixed play, who gets so much more by its part there than here",
    "floor": "who gets at least so much by its part here, and exactly so much there",
    "best_reply": "who could not gain by switching alone",
    "commitment": "the leader gets so much more here than there, each with the follower's reply",
    "keeps": "at some place who would lose so much by the other action",
    "prefers": "at some place who would lose so much by the other action instead",
    "not_credible": "who would gain so much, were the time to come, by the other action than by the one announced",
    "no_way": "no play leads there",
    "moves": "who gets so much more there than here, and can go there",
    "deterred": "who gets so much more there than here: nothing, or less",
    "deterred_together": "the same of a member of a group",
    "gains_together": "who gets so much more there than here, going with others",
    "undeterred_together": "no answer in the others' interest leaves a member no better off there than here",
    **{f"undeterred_{concept}": f"nothing deters who from going there, under {concept}" for concept in DETERRED},
    "agreed_gain": "who gets so much more by what is agreed than without agreement",
    "agreed_more": "who gets so much more by what is agreed than here",
    "loses": "who gets so much less here than without agreement",
    "refusal": "who expects so much if it refuses the first offer",
    "off_the_table": "some move stands here as talks cannot set it",
    "nothing_better": "no agreement is better for all than none",
    **{name: f"the number that is largest in {name}" for name in COOPERATIVE},
    **{f"{name}_at_best": f"the same number, in what is agreed in {name}" for name in COOPERATIVE},
}


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that a sentence rests on, and that can be checked against the payoffs.

    Attributes
    ----------
    kind
        What is claimed, such as ``"gains"``: the kinds are listed in `KINDS`.
    who
        Id of the actor it is about; empty if it is about all.
    here, there
        Labels of outcomes, or of choices: where somebody stands, and where it would go; empty where there is none.
    amount
        The number that is claimed, in the unit of the payoffs unless the kind says otherwise.
    """

    kind: str
    who: str = ""
    here: str = ""
    there: str = ""
    amount: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a lens predicts an outcome, or does not.

    Attributes
    ----------
    text
        What stands after "because": a clause without a full stop.
    facts
        What it rests on.
    short
        What to say instead where the facts stand in the sentence already; empty if the text has to be said again.
    """

    text: str
    facts: tuple[Fact, ...] = ()
    short: str = ""


class Reasons(Protocol):
    """What can tell why one lens predicts an outcome, and why it does not predict another."""

    def holds(self, outcome: str) -> Reason:
        """Return why the lens predicts an outcome that it does predict."""

    def fails(self, outcome: str) -> Reason:
        """Return why the lens does not predict an outcome that it does not predict."""
