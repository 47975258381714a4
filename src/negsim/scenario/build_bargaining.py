"""From the checked blocks ``games.bargaining`` and ``games.repeated`` to records, with every default spelled out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negsim.scenario.bargaining import (
    Bargaining,
    Body,
    Decision,
    Equilibrium,
    Linkage,
    PromiseForm,
    Promises,
    Repetition,
    Stretch,
    Talks,
)
from negsim.scenario.expression import Expression
from negsim.scenario.model import Move
from negsim.scenario.record import Frozen, frozen
from negsim.scenario.schema_bargaining import (
    BargainingFile,
    EquilibriumFile,
    LinkageFile,
    RepeatedFile,
    RuleFile,
    TalksFile,
)
from negsim.scenario.schema_fields import ALL
from negsim.scenario.schema_promises import BodyFile, PromiseFormFile, PromisesFile


def bargaining(file: BargainingFile, actors: tuple[str, ...], moves: Mapping[str, Move]) -> Bargaining:
    """Make the record of ``games.bargaining``.

    Parameters
    ----------
    file
        The block.
    actors, moves
        Of the scenario.
    """
    parties = tuple(file.parties) or actors
    agenda = tuple(file.agenda) or tuple(move.id for move in moves.values() if move.actor)
    return Bargaining(
        parties=parties,
        agenda=agenda,
        assuming=Frozen(file.assuming),
        disagreement=_disagreement(file.disagreement),
        lotteries=file.lotteries,
        continuous=Frozen(
            {
                move: Stretch(low=float(each.low), high=float(each.high), step=float(each.step))
                for move, each in file.continuous.items()
            }
        ),
        power=_formulas(file.power),
        decision=_decision(file.rule, parties),
        talks=None if file.talks is None else _talks(file.talks, parties),
        resolve=Frozen({actor: (Expression(low), Expression(high)) for actor, (low, high) in file.resolve.items()}),
        linkage=None if file.linkage is None else _linkage(file.linkage, agenda),
        promises=None if file.promises is None else _promises(file.promises),
        solver=frozen(file.solver),
    )


def repetition(file: RepeatedFile, actors: tuple[str, ...]) -> Repetition:
    """Make the record of ``games.repeated``.

    Parameters
    ----------
    file
        The block.
    actors
        Of the scenario.
    """
    return Repetition(
        agreement=_label(file.agreement),
        punishment=_label(file.punishment),
        discount=_for_each(file.discount, actors),
        detection=Expression(file.detection),
        lag=Expression(file.lag),
        length=Expression(file.length) if file.length else None,
    )


def _disagreement(told: Any) -> str | Frozen[Expression] | Equilibrium:
    if isinstance(told, EquilibriumFile):
        return Equilibrium(form=told.equilibrium, solver=frozen(told.solver))
    return _label(told) if isinstance(told, str) else _formulas(told)


def _label(text: str) -> str:
    """The label of an outcome with one space around each stroke."""
    return " / ".join(part.strip() for part in text.split("/"))


def _decision(told: RuleFile | str, parties: tuple[str, ...]) -> Decision:
    """A majority is more than half of the votes, of which every party has one."""
    if isinstance(told, RuleFile):
        votes = {actor: float(count) for actor, count in told.votes.items()}
        quota = None if told.quota is None else float(told.quota)
        return Decision(quota=quota, votes=Frozen(votes), veto=tuple(told.veto))
    return Decision(quota=float(len(parties) // 2 + 1)) if told == "majority" else Decision()


def _talks(file: TalksFile, parties: tuple[str, ...]) -> Talks:
    return Talks(
        discount=_for_each(file.discount or {ALL: "1"}, parties),
        breakdown=Expression(file.breakdown),
        outside=_formulas(file.outside),
        rounds=file.rounds,
        first=file.first or parties[0],
    )


def _linkage(file: LinkageFile, agenda: tuple[str, ...]) -> Linkage:
    issues = {issue: tuple(moves) for issue, moves in file.issues.items()} or {move: (move,) for move in agenda}
    return Linkage(issues=Frozen(issues), unbundler=file.unbundler, apart=_formulas(file.apart))


def _promises(file: PromisesFile) -> Promises:
    return Promises(
        forms=Frozen({key: _form(key, entry) for key, entry in file.forms.items()}),
        rate=Expression(file.rate),
        chooser=file.chooser,
        refused=_formulas(file.refused),
    )


def _form(key: str, file: PromiseFormFile) -> PromiseForm:
    return PromiseForm(
        id=key,
        name=file.name or key,
        adopted=Expression(file.adopted),
        revoked=Expression(file.revoked),
        bodies=Frozen({body: _body(body, entry) for body, entry in file.ratified_by.items()}),
        worth=_formulas(file.worth),
        cost=_formulas(file.cost),
    )


def _body(key: str, file: BodyFile) -> Body:
    return Body(
        name=file.name or key,
        voters=Expression(file.voters),
        threshold=Expression(file.threshold),
        support=Expression(file.support),
        correlation=Expression(file.correlation),
    )


def _for_each(texts: Mapping[str, str], actors: tuple[str, ...]) -> Frozen[Expression]:
    return Frozen({actor: Expression(texts.get(actor) or texts[ALL]) for actor in actors})


def _formulas(texts: Mapping[str, str]) -> Frozen[Expression]:
    return Frozen({key: Expression(text) for key, text in texts.items()})
