"""Pieces of sentences that explain answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from negsim.games.base import Array

NOTHING = 1e-9  # of the payoff range: differences this small are called none
LEAST = 1e-6  # strategies less likely than this are not named
RARE = 5e-5  # nor, in plans for many places, actions less likely than this


def joined(parts: Sequence[str]) -> str:
    """Join with commas, and the last with "and".

    Parameters
    ----------
    parts
        Words.
    """
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def within(name: str) -> str:
    """Return a name as it stands within a sentence: with a small article.

    Parameters
    ----------
    name
        Such as "The Soviet Union".
    """
    return f"the {name[4:]}" if name.startswith("The ") else name


def begun(sentence: str) -> str:
    """Return a sentence whose first word may be an article, with a capital there.

    Parameters
    ----------
    sentence
        Such as "the Soviet Union could withdraw."
    """
    return f"The {sentence[4:]}" if sentence.startswith("the ") else sentence


def whose(name: str) -> str:
    """Return the genitive of a name: "Russia's", "the United States'".

    Parameters
    ----------
    name
        As it stands within a sentence.
    """
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def quoted(label: str, names: Mapping[str, str]) -> str:
    """Return what an action is called, in quotes where that is not its label.

    Parameters
    ----------
    label, names
        The label, and what labels are called in sentences.
    """
    return f"'{names[label]}'" if label in names else label


def switching(name: str, action: str, loss: float, nothing: float) -> str:
    """Say what a player would lose or gain by switching to an action.

    Parameters
    ----------
    name, action
        What they are called.
    loss
        What the switch costs.
    nothing
        Differences of this size are none.
    """
    if abs(loss) <= nothing:
        return f"{name} would neither lose nor gain by switching to {action}."
    return f"{name} would {'lose' if loss > 0 else 'gain'} {abs(loss):.4g} by switching to {action}."


def amount(value: float, nothing: float) -> str:
    """Write a payoff, without the dust that rounding leaves.

    Parameters
    ----------
    value, nothing
        The payoff; and the size below which it counts as none.
    """
    return "0" if abs(value) <= nothing else f"{value:.4g}"


def shares(labels: Sequence[str], weights: Array, least: float = LEAST) -> str:
    """Name the action played, or the actions with their probabilities.

    Parameters
    ----------
    labels, weights
        What the actions are called, and their probabilities.
    least
        Actions less likely than this are not named.
    """
    used = [int(k) for k in np.flatnonzero(weights > least)]
    if len(used) == 1:
        return labels[used[0]]
    return joined([f"{labels[k]} with probability {weights[k]:.4g}" for k in used])
