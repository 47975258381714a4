"""What would have to change, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from negsim.games.sheet import ANY
from negsim.studies.inverse import Inverse, Need
from negsim.studies.rankings.shares import Share
from negsim.studies.sentences.phrases import begun, joined, whose, within

SHOWN = 3  # states or groups named in one sentence
LONG = 40  # characters of a label that is not written out again and again
MOST_WRITTEN = 10**6  # counts above this are told as shares alone


def name_of(found: Inverse, player: str) -> str:
    """Return what a player is called in sentences.

    Parameters
    ----------
    found, player
        What `inverse` returned, and the label of a player.
    """
    return found.game.names.get(player, player)


def wanted(found: Inverse) -> str:
    """Return what the wanted state is called in sentences: by its label if that is short.

    Parameters
    ----------
    found
        What `inverse` returned.
    """
    return f"'{found.label}'" if len(found.label) <= LONG else "this state"


def named(found: Inverse, state: int) -> str:
    """Return what another state is called: by its label, or if that is long by how it differs from the wanted one.

    Parameters
    ----------
    found, state
        What `inverse` returned, and a state.
    """
    label, sheet = found.game.states[state], found.game.sheet
    if sheet is None or len(label) <= LONG or ANY in sheet.levels[state]:
        return f"'{label}'"
    options = sheet.changed(found.state, state)
    return f"the same with {joined([f'{sheet.options[k]}.{sheet.labels[k][sheet.levels[state, k]]}' for k in options])}"


def verdict(found: Inverse) -> str:
    """Say whether the state is an equilibrium as things are, and for whom it does not hold.

    Parameters
    ----------
    found
        What `inverse` returned.
    """
    if found.equilibrium:
        return f"{wanted(found)} is an equilibrium as things are"
    leaving = [within(name_of(found, need.player)) for need in found.needs if not need.stable]
    return f"{wanted(found)} is no equilibrium as things are: it does not hold for {joined(leaving)}"


def clause(found: Inverse, need: Need, number: int) -> str:
    """Return one clause of a party's condition as a sentence.

    Parameters
    ----------
    found, need
        What `inverse` returned, and one of its needs.
    number
        Which clause.
    """
    ranks = found.game.ranks[0, need.condition.player]
    parts = sorted(need.condition.clauses[number], key=lambda part: max(ranks[q] for q in part))  # the likeliest first
    told = [_all_of(found, sorted(part)) for part in parts[:SHOWN]]
    if len(parts) > SHOWN:
        told.append(f"{'one of ' * (len(parts) > SHOWN + 1)}{len(parts) - SHOWN:,} more")
    others = " or ".join(told) if len(told) < 3 else ", or ".join(told)
    return f"{name_of(found, need.player)} would have to like {wanted(found)} at least as much as {others}"


def clauses(found: Inverse, need: Need) -> list[str]:
    """Return all clauses of a party's condition as sentences, those first that do not hold as things are.

    Parameters
    ----------
    found, need
        What `inverse` returned, and one of its needs.
    """
    order = sorted(range(len(need.condition.clauses)), key=lambda k: k not in need.unmet)
    if not order:
        return [f"{wanted(found)} holds for {within(name_of(found, need.player))} whatever its preferences"]
    return [f"{clause(found, need, k)}{' (not so now)' * (k in need.unmet)}" for k in order]


def swapped(found: Inverse, need: Need) -> str:
    """Return the fewest swaps that make the state stable for a party as a sentence.

    Parameters
    ----------
    found, need
        What `inverse` returned, and one of its needs.
    """
    owner, count = whose(within(name_of(found, need.player))), need.swaps.count
    if not count:
        return begun(f"{owner} ranking need not change")
    told = [named(found, q) for q in need.swaps.sunk[:SHOWN]]
    sunk = joined([*told, *[f"{len(need.swaps.sunk) - SHOWN:,} more"] * (len(need.swaps.sunk) > SHOWN)])
    swaps = f"{count:,} swap{'s' * (count != 1)} of neighbours"
    return f"{swaps} in {owner} ranking would do: {sunk} would come to stand below {wanted(found)}"


def share(told: Share) -> str:
    """Write how many rankings there are: the share, with the count or with its interval.

    Parameters
    ----------
    told
        Of one party or of all.
    """
    percent = f"{100 * told.value:.3g} %"
    if told.counted is None:
        return f"about {percent} ({100 * told.low:.3g} to {100 * told.high:.3g})"
    if told.counted.of_strict > MOST_WRITTEN:
        return percent
    return f"{percent} ({told.counted.strict:,} of {told.counted.of_strict:,})"


def sentences(found: Inverse) -> Iterator[str]:
    """Yield the answer sentence by sentence.

    Parameters
    ----------
    found
        What `inverse` returned.
    """
    yield f"{verdict(found)}."
    if found.equilibrium:
        return
    for need in found.needs:
        if not need.stable:
            for number in need.unmet[:SHOWN]:
                yield f"{clause(found, need, number)}."
            yield f"{swapped(found, need)}."
            rise = need.payoffs.raise_by
            yield f"Or its payoff there would have to rise by {rise:.4g}."
    if found.parameters:
        yield f"It becomes one if {found.parameters[0].sentence}."


def _all_of(found: Inverse, states: list[int]) -> str:
    told = [named(found, q) for q in states]
    if len(states) == 1:
        return told[0]
    if len(states) > SHOWN:
        return f"all {len(states):,} of {told[0]} and others"
    return f"{'both' if len(states) == 2 else 'all of'} {joined(told)}"
