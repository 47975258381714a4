"""Pages on what the texts document: moves, actors, facts, disagreements, numbers, events and open points."""

from __future__ import annotations

from collections.abc import Iterator

from cases import cited, grid

from negsim import catalog
from negsim.catalog import DocumentedMove
from negsim.catalog.shipped import mentions
from negsim.scenario.sources import Opinion
from negsim.views.tables.documents import SIGNS

SAID = {
    "aims": "wants",
    "red_lines": "rules out",
    "constraints": "is bound by",
    "beliefs": "believes",
    "outside_options": "could do instead",
    "capabilities": "has",
}


def document_pages() -> Iterator[tuple[str, str]]:
    """Yield a page for each kind of thing that the catalog documents."""
    yield "moves", joined(move_parts())
    yield "actors", joined(actor_parts())
    yield "facts", joined(fact_parts())
    yield "disagreements", joined(disagreement_parts())
    yield "numbers", joined(number_parts())
    yield "timeline", joined(timeline_parts())
    yield "texts", joined(text_parts())


def joined(parts: Iterator[str]) -> str:
    """Put a blank line between the parts of a page."""
    return "\n\n".join(part for part in parts if part) + "\n"


def move_parts() -> Iterator[str]:
    """Yield the documented moves: a table of each category, and below it who says what of each."""
    moves = catalog.moves().values()
    yield "# Documented moves"
    yield (
        f"What the texts say the parties could do: {len(moves)} moves, in our words. A scenario takes one with "
        "`use: ID`; `negsim show move moratorium` shows one, `negsim sources FILE` what a scenario takes from where."
    )
    for category in sorted({move.category for move in moves}):
        chosen = [move for move in moves if move.category == category]
        rows = [(f"[`{m.id}`](#{anchor(m.id)})", m.name, ", ".join(m.actors), cited(m.sources)) for m in chosen]
        yield f"## {category.capitalize()}"
        yield grid(("id", "what it is", "whose", "source"), rows)
        yield from map(move_entry, chosen)


def move_entry(move: DocumentedMove) -> str:
    """Return what is said of one move."""
    used = mentions().moves.get(move.id, ())
    told = {
        "levels": ", ".join(move.levels) if move.levels != ("no", "yes") else "",
        "how far": "; ".join(f"{dimension}: {what}" for dimension, what in move.extent.items()),
        "form": "; ".join(move.form),
        "needs before": "; ".join(move.precondition),
        "can be taken back": f"{move.reversible} ({move.reversible_basis})",
        "gives": "; ".join(f"{actor}: {what}" for actor, what in move.gives.items()),
        "costs": "; ".join(f"{actor}: {what}" for actor, what in move.costs.items()),
        "feasible?": "; ".join(map(opinion, move.feasible)),
        "tends to be followed by": ", ".join(f"[`{name}`](#{anchor(name)})" for name in move.provokes),
        "used in": ", ".join(map(case, used)),
        "note": move.note,
    }
    return f"({anchor(move.id)})=\n### {move.id}\n\n{move.name}.\n\n{bullets(told)}"


def actor_parts() -> Iterator[str]:
    """Yield the documented actors with everything that is said of each."""
    yield "# Who is concerned"
    yield (
        "What each party is said to want, to rule out, to believe and to be able to do, by whom, and where. No "
        "Ukrainian, Georgian, Baltic or Polish voice is quoted in the five texts: look for those as well."
    )
    for actor in catalog.actors().values():
        part_of = f" Part of [{actor.part_of}](#{anchor(actor.part_of)})." if actor.part_of else ""
        yield f"({anchor(actor.id)})=\n## {actor.id}: {actor.name}"
        yield f"*{actor.role.capitalize()}.*{part_of}"
        rows = [
            (verb, one.says, one.by, cited(one.sources)) for key, verb in SAID.items() for one in getattr(actor, key)
        ]
        yield grid(("it", "what", "says", "source"), rows)


def fact_parts() -> Iterator[str]:
    """Yield the stylised facts with their statics and the scenarios that test them."""
    tested = mentions().facts
    yield "# Facts to be tested"
    yield (
        f"What the texts assert about such conflicts, as {len(catalog.facts())} stylised facts. Scenarios state them "
        "as claims; `negsim claims` evaluates each and tells where it holds, where it breaks and where it tips, and "
        "`negsim claims --coverage` which scenario tests which fact. A claim that does not hold is reported."
    )
    for fact in catalog.facts().values():
        found = tested.get(fact.id, {})
        yield f"({anchor(fact.id)})=\n## {fact.id}: {fact.name.replace('_', ' ')}"
        yield f"{fact.says} *({fact.by}; {cited(fact.sources)}; {fact.tier})*"
        yield bullets(
            {
                "how it comes about": fact.mechanism,
                "as it rises": "; ".join(f"with `{s.parameter}`, `{s.quantity}` {SIGNS[s.sign]}" for s in fact.statics),
                "scope": fact.scope,
                "tested in": "; ".join(f"{case(name)} ({', '.join(claims)})" for name, claims in found.items())
                or "no scenario yet",
            }
        )


def disagreement_parts() -> Iterator[str]:
    """Yield the disagreements: who says what, and the overrides that take a side."""
    sides = mentions().disagreements
    yield "# Where the texts part company"
    yield (
        "For each question, who says what; and the named overrides that put one view in place of another: "
        "`negsim compare baseline_impasse --override frolov --override-right trenin`. Every value is an assumption."
    )
    for found in catalog.disagreements().values():
        yield f"({anchor(found.id)})=\n## {found.id}: {found.topic}"
        yield grid(("who", "what", "source"), [(v.by, v.says, cited(v.sources)) for v in found.views])
        presets = [
            (f"`{name}`", ", ".join(f"{parameter} = {value}" for parameter, value in values.items()))
            for name, values in found.presets.items()
        ]
        yield grid(("override", "stands for it by"), presets) if presets else ""
        chosen = sides.get(found.id, {})
        yield (
            "Sides can be taken in: "
            + (
                "; ".join(
                    f"{case(name)} ({', '.join(f'`{each}`' for each in names)})" for name, names in chosen.items()
                )
                or "no scenario yet"
            )
            + "."
        )


def number_parts() -> Iterator[str]:
    """Yield the numbers that the texts state."""
    yield "# Numbers that the texts state"
    yield "Everything else that scenarios count is an assumption, and says so."
    rows = [(n.id, n.value, n.what, n.by, n.use, cited(n.sources)) for n in catalog.numbers().values()]
    yield grid(("id", "number", "of what", "by", "in models", "source"), rows)


def timeline_parts() -> Iterator[str]:
    """Yield what happened when, one table a phase, and what the texts leave open."""
    yield "# What happened when"
    yield (
        "As far as the five texts say. They end before February 2022, and so does what scenarios know: later events "
        "are no measure of them."
    )
    events = catalog.timeline().values()
    for phase in dict.fromkeys(event.phase for event in events):
        rows = [
            (e.date, e.says, ", ".join(f"[`{m}`](#{anchor(m)})" for m in e.moves), cited(e.sources))
            for e in events
            if e.phase == phase
        ]
        yield f"## {phase.capitalize()}"
        yield grid(("when", "what", "moves", "source"), rows)
    yield "## What is left open, or told in several ways"
    yield grid(
        ("id", "point", "what stands where", "source"),
        [(q.id, q.what, q.says, cited(q.sources)) for q in catalog.ambiguities().values()],
    )


def text_parts() -> Iterator[str]:
    """Yield the texts that are cited, with what is uncertain about each."""
    yield "# The texts"
    yield (
        "`trenin-2022 WN3` is the third paragraph of the section WN. Three of the five are essays that advise or "
        "analyse Moscow, one is a news report, one a blog. `negsim sources trenin-2022` tells what cites a text."
    )
    rows = [
        (
            f"`{s.id}`",
            s.title,
            s.author,
            s.outlet,
            s.date,
            s.note,
            ", ".join(f"{k} {n}" for k, n in s.paragraphs.items()),
        )
        for s in catalog.sources().values()
    ]
    yield grid(("id", "title", "author", "outlet", "date", "note", "paragraphs"), rows)


def opinion(one: Opinion) -> str:
    """Write who says what, and where."""
    return f"{one.by}: {one.says} ({cited(one.sources)})"


def bullets(told: dict[str, str]) -> str:
    """Write what is known as a list."""
    return "\n".join(f"- {name}: {what}" for name, what in told.items() if what)


def case(name: str) -> str:
    """Link to the page of a scenario."""
    return f"[{name}](cases/{name}.md)"


def anchor(name: str) -> str:
    """Return the target of an entry, such as ``of-con-moratorium``."""
    return "of-" + name.lower().replace(".", "-").replace("_", "-")
