"""A page for every shipped scenario and game: who, what, from where, how it is valued, and what follows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

import numpy as np

from negsim import catalog, load, solve, table, tipping
from negsim.errors import NegsimError
from negsim.games.strategic import StrategicGame
from negsim.scenario.model import Citation, Scenario
from negsim.scenario.record import plain as plain_data
from negsim.scenario.table import PayoffTable
from negsim.views.renderers.plain import plain
from negsim.views.tables.base import ROWS

WIDTH = 110
CHANGE = 60  # letters of a change that a table has room for
CELLS = 36  # of a table of payoffs that can still be read


def case_pages() -> Iterator[tuple[str, str]]:
    """Yield a page for every shipped scenario and textbook game."""
    for folder, entries in (("cases", catalog.scenarios()), ("games", catalog.games())):
        for name in entries:
            yield f"{folder}/{name}", case_page(load(name))


def case_page(scenario: Scenario) -> str:
    """Return the page of one scenario, every part of which comes from its file or from solving it."""
    parts = [
        f"# {scenario.title}",
        f"`{scenario.id}` - {scenario.basis}",
        f"**{scenario.question}**" if scenario.question else "",
        scenario.note,
        *_absent(scenario),
        "## Moves",
        *_moves(scenario),
        *_parameters(scenario),
        "## Payoffs",
        *_payoffs(scenario),
        "## What follows",
        *_results(scenario),
        *_remarks(scenario),
        *_claims(scenario),
        *_overrides(scenario),
        *_sources(scenario),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _absent(scenario: Scenario) -> Iterator[str]:
    if scenario.absent:
        yield "Not at this table: " + "; ".join(f"{who} ({where})" for who, where in scenario.absent.items()) + "."


def _moves(scenario: Scenario) -> Iterator[str]:
    for move in scenario.moves.values():
        owner = scenario.actors[move.actor].name if move.actor else "Chance"
        yield f"**{owner}**: `{move.id}`, {move.name}; at first `{move.initial}`."
        yield grid(
            ("level", "what it is", "documented as", "source"),
            [
                (
                    f"`{level.id}`",
                    level.name,
                    f"`{level.use}`" if level.use else "",
                    cited(level.sources or move.sources),
                )
                for level in move.levels
            ],
        )


def _parameters(scenario: Scenario) -> Iterator[str]:
    if scenario.parameters:
        yield "## Parameters"
        yield grid(
            ("parameter", "what it is", "value", "range", "unit", "from where"),
            [
                (
                    f"`{p.id}`",
                    joined(p.name, p.note),
                    f"{p.value:g}",
                    f"{p.low:g} to {p.high:g}" + (f", as {p.distribution.text}" if p.distribution else ""),
                    p.unit,
                    joined(p.assumption, cited(p.sources)),
                )
                for p in scenario.parameters.values()
            ],
        )


def _payoffs(scenario: Scenario) -> Iterator[str]:
    yield f"In {scenario.unit}; {scenario.basis}."
    formulas = {name: str(measure) for name, measure in scenario.measures.items()}
    formulas |= {
        f"payoff of {actor}": str(payoff)
        for actor, payoff in scenario.payoffs.items()
        if not isinstance(payoff, PayoffTable)
    }
    if formulas:
        lines = [f"{name} = {formula}" for name, formula in formulas.items()]
        yield "```text\n" + "\n".join(textwrap.fill(line, 100, subsequent_indent="    ") for line in lines) + "\n```"
    try:
        game = StrategicGame.from_scenario(scenario)
    except NegsimError:
        return
    if len(game.players) == 2 and game.payoffs[0, 0].size <= CELLS:
        yield f"At the values above, {game.players[0]} choosing the row and {game.players[1]} the column:"
        yield matrix(game)


def matrix(game: StrategicGame) -> str:
    """Return the payoffs of a two-player game as a table, both players' in each cell."""
    rows, columns = game.strategies
    cells = np.moveaxis(game.payoffs[0], 0, -1)
    return grid(
        ("", *(f"`{name}`" for name in columns)),
        [
            (f"`{name}`", *(", ".join(f"{x:.4g}" for x in cell) for cell in row))
            for name, row in zip(rows, cells, strict=True)
        ],
    )


def _results(scenario: Scenario) -> Iterator[str]:
    try:
        yield f"```text\n{plain(table(solve(scenario)).head(ROWS), WIDTH)}\n```"
        points = [point for name in scenario.parameters for point in tipping(scenario, name)]
    except NegsimError as refusal:
        yield f"This form of game does not apply: {refusal}"
        return
    if points:
        yield "Where that changes, each parameter by itself over its range, the others as above:"
        yield "\n".join(f"- {point.sentence}." for point in points)


def _remarks(scenario: Scenario) -> Iterator[str]:
    for heading, text in (("What to look at", scenario.look_at), ("In a seminar", scenario.seminar)):
        if text:
            yield f"## {heading}"
            yield text


def _claims(scenario: Scenario) -> Iterator[str]:
    if scenario.claims:
        yield "## What the sources claim"
        facts = catalog.facts()
        names = {claim.id: claim.id[:4] for claim in scenario.claims if claim.id[:4] in facts}
        yield "\n".join(
            f"- {f'[{claim.id}](#of-{names[claim.id].lower()})' if claim.id in names else claim.id}: {claim.says} "
            f"({cited(claim.sources)})"
            for claim in scenario.claims
        )
        yield f"`negsim claims {scenario.id}` tells which of them hold, and where they break."


def _overrides(scenario: Scenario) -> Iterator[str]:
    if scenario.overrides:
        yield "## Overrides"
        first = next(iter(scenario.overrides))
        yield f"Each is a set of changes with a name: `negsim solve {scenario.id} --override {first}`."
        rows = [
            (
                f"`{name}`",
                each.note,
                ", ".join(f"[{g}](#of-{g.lower()})" for g in each.disagreements),
                "; ".join(f"{path} = {plain_text(value)}" for path, value in each.values.items()),
                cited(each.sources),
            )
            for name, each in scenario.overrides.items()
        ]
        yield grid(("name", "what it stands for", "takes a side in", "changes", "source"), rows)


def plain_text(value: object) -> str:
    """Write what an override puts in place: short, or told to be longer."""
    text = str(plain_data(value))
    return f"`{text}`" if len(text) <= CHANGE else "(see the file)"


def _sources(scenario: Scenario) -> Iterator[str]:
    if scenario.sources:
        yield "## Sources"
        entries = [
            (s.id, ", ".join(filter(None, (s.author, s.title, s.outlet, s.date))), s.note)
            for s in scenario.sources.values()
        ]
        yield "\n".join(f"- `{name}`: {what}. {note}".rstrip() for name, what, note in entries)


def joined(*parts: str) -> str:
    """Join what is not empty."""
    return "; ".join(part for part in parts if part)


def cited(citations: Iterable[Citation]) -> str:
    """Write citations as a reader finds them: source and paragraph."""
    return "; ".join(f"{c.source} {c.paragraph}".rstrip() for c in citations)


def grid(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Write a Markdown table."""
    cells = [
        [cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in (head, ["---"] * len(head), *rows)
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)
