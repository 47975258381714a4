"""What a report says before anything is solved: the question, who is at the table, moves, numbers, formulas."""

from __future__ import annotations

from typing import Any

from negsim.scenario.expression import Expression
from negsim.scenario.model import Scenario
from negsim.views.report.blocks import Formula, Heading, Section, Sheet, Words, sheets
from negsim.views.report.mathml import summands
from negsim.views.tables.base import Cell, Table, filled
from negsim.views.tables.dynamics import dynamics
from negsim.views.tables.scenario import cited, reach

BRACKETS = (
    "A bracket is 1 where the move stands at that level, else 0; a move without a bracket is the number of its level. "
    "Comparisons and words such as 'and' give 1 or 0."
)


def question(scenario: Scenario) -> Section:
    """Return what the scenario asks, and how to read it.

    Parameters
    ----------
    scenario
        What the file says.
    """
    return Section(
        id="question",
        title="The question",
        blocks=(
            *_words(scenario.question),
            *_words(scenario.note),
            *_titled("What to look at", scenario.look_at),
            *_titled("For a seminar", scenario.seminar),
        ),
    )


def parties(scenario: Scenario) -> Section:
    """Return who is at the table, and who is affected and absent.

    Parameters
    ----------
    scenario
        What the file says.
    """
    rows: list[list[Cell]] = [
        [actor.name, actor.id, actor.note, cited(actor.sources)] for actor in scenario.actors.values()
    ]
    missing: list[list[Cell]] = [[who, where] for who, where in scenario.absent.items()]
    tables = [filled("At the table", ["party", "id", "note", "documented in"], rows)]
    if missing:
        tables.append(filled("Affected, and not at the table", ["who", "why, and where they have a seat"], missing))
    return Section(id="parties", title="Who is at the table, and who is not", blocks=sheets(tables, None))


def moves(scenario: Scenario) -> Section:
    """Return the moves and their levels, each with the documented option that it is and where that stands.

    Parameters
    ----------
    scenario
        What the file says.
    """
    rows: list[list[Cell]] = []
    for move in scenario.moves.values():
        owner = scenario.actors[move.actor].name if move.actor else "chance"
        for k, level in enumerate(move.levels):
            head: list[Cell] = (
                [move.name, f"{move.id}.{level.id}", owner] if not k else ["", f"{move.id}.{level.id}", ""]
            )
            stands = "as things stand" if level.id == move.initial else ""
            back = "" if move.reversible else "cannot be taken back"
            source = cited(level.sources or move.sources)
            rows.append([*head, level.name, level.value, "; ".join(filter(None, (stands, back if k == 0 else ""))),
                         level.use or move.use, source])  # fmt: skip
    columns = ["move", "in formulas", "whose", "level", "number", "remark", "documented option", "source"]
    return Section(
        id="moves",
        title="Moves",
        blocks=(
            Words(
                text="What each party can do, how far, and where that is documented. The sources are listed at the end."
            ),
            Sheet(table=filled("Moves and their levels", columns, rows), rows=None),
        ),
    )


def numbers(scenario: Scenario) -> Section:
    """Return every number that was assumed or published, with its range and why.

    Parameters
    ----------
    scenario
        What the file says.
    """
    rows: list[list[Cell]] = [
        [p.name, p.id, p.value, reach(p), p.unit, cited(p.sources), "; ".join(filter(None, (p.assumption, p.note)))]
        for p in scenario.parameters.values()
    ]
    columns = ["what it is", "in formulas", "value", "range", "unit", "source", "why this number"]
    found = filled("Parameters", columns, rows, notes=[scenario.basis])
    return Section(id="numbers", title="Numbers assumed", blocks=(Sheet(table=found, rows=None),) if rows else ())


def formulas(scenario: Scenario) -> Section:
    """Return the payoffs and the measures that they use, typeset, and what the forms need besides.

    Parameters
    ----------
    scenario
        What the file says.
    """
    blocks: list[Any] = [Words(text=f"Payoffs in {scenario.unit}: {scenario.basis}."), Words(text=BRACKETS, small=True)]
    for actor, payoff in scenario.payoffs.items():
        blocks += [Heading(text=f"Payoff of {scenario.actors[actor].name}"), typeset(actor, payoff)]
    if scenario.measures:
        blocks.append(Heading(text="Measures used in them"))
        blocks += [typeset(name, formula) for name, formula in scenario.measures.items()]
    if scenario.forbidden:
        blocks.append(Heading(text="Outcomes that cannot be"))
        blocks += [typeset("", formula) for formula in scenario.forbidden]
    tables: tuple[Table, ...] = dynamics(scenario)
    if tables:
        blocks.append(Heading(text="Who moves when, and what happens by itself"))
        blocks += sheets(tables)
    return Section(id="formulas", title="Payoffs as formulas", blocks=tuple(blocks))


def typeset(name: str, formula: Any) -> Formula:
    """Return a formula as a block; what is no formula, such as an order of preference, stays text.

    Parameters
    ----------
    name, formula
        What it gives, and the formula.
    """
    if not isinstance(formula, Expression):
        return Formula(name=name, text=str(formula))
    return Formula(name=name, pieces=summands(formula.steps), text=formula.text)


def _words(text: str) -> tuple[Words, ...]:
    return (Words(text=text),) if text else ()


def _titled(title: str, text: str) -> tuple[Any, ...]:
    return (Heading(text=title), Words(text=text)) if text else ()
