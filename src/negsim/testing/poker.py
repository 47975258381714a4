"""Card games with hidden cards, small enough to solve and large enough to time solvers on."""

from __future__ import annotations

from itertools import permutations

from negsim.games.extensive import ExtensiveGame
from negsim.testing.trees import Decision, Draw, Node, written

PLAYERS = ("first", "second")
SIZES = (2, 4)  # of a raise in the two rounds of betting of Leduc poker
RAISES = 2  # in a round, by both players together


def kuhn_poker() -> ExtensiveGame:
    """Return Kuhn poker: three cards, one each, one round of betting with one bet (Kuhn 1950); 55 nodes.

    Its value to the first player is -1/18.
    """

    def shown(cards: tuple[int, ...], stake: int) -> tuple[int, int]:
        return (stake, -stake) if cards[0] > cards[1] else (-stake, stake)

    def dealt(cards: tuple[int, ...]) -> Decision:
        mine, theirs = (f"{'JQK'[card]}" for card in cards)
        last = Decision("first", f"{mine}, check, bet", {"fold": (-1, 1), "call": shown(cards, 2)})
        checked = Decision("second", f"{theirs}, check", {"check": shown(cards, 1), "bet": last})
        called = Decision("second", f"{theirs}, bet", {"fold": (1, -1), "call": shown(cards, 2)})
        return Decision("first", mine, {"check": checked, "bet": called})

    deals = {"JQK"[a] + "JQK"[b]: (1 / 6, dealt((a, b))) for a, b in permutations(range(3), 2)}
    return written(PLAYERS, Draw(deals), "Kuhn poker")


def leduc_poker() -> ExtensiveGame:
    """Return Leduc poker: six cards in three ranks, one each and one on the table, two rounds of betting; 9,457 nodes.

    Everybody pays 1 at the start, raises are of 2 in the first round and of 4 in the second, at most two in a round.
    The card on the table pairs the winner's; else the higher rank takes the pot (Southey and others 2005).
    """
    deals = {}
    for first in range(6):
        seconds = {_card(k): (1 / 5, _betting((first, k), None, (1, 1), "")) for k in range(6) if k != first}
        deals[_card(first)] = (1 / 6, Draw(seconds))
    return written(PLAYERS, Draw(deals), "Leduc poker")


def _card(number: int) -> str:
    return "JQK"[number // 2] + "sh"[number % 2]


def _betting(cards: tuple[int, int], table: int | None, stakes: tuple[int, int], told: str) -> Node:
    """The node at which one of the two checks, calls, raises or folds, or play is over."""
    now = told.rpartition("/")[2]
    mover = len(now) % 2
    own, other = stakes[mover], stakes[1 - mover]
    seen = [_card(cards[mover])] + ([] if table is None else [_card(table)]) + ([told] if told else [])
    known = " ".join(seen)
    actions: dict[str, Node] = {}
    if own < other:
        actions["fold"] = (-own, own) if mover == 0 else (own, -own)
    met = (other, other)
    closed = own < other or now == "c"
    actions["call"] = _after_round(cards, table, met, told) if closed else _betting(cards, table, met, told + "c")
    if now.count("r") < RAISES:
        raised = other + SIZES[table is not None]
        higher = (raised, other) if mover == 0 else (other, raised)
        actions["raise"] = _betting(cards, table, higher, told + "r")
    return Decision(PLAYERS[mover], known, actions)


def _after_round(cards: tuple[int, int], table: int | None, stakes: tuple[int, int], told: str) -> Node:
    """A card for the table after the first round, and the end after the second."""
    if table is None:
        left = [k for k in range(6) if k not in cards]
        return Draw({_card(k): (1 / 4, _betting(cards, k, stakes, told + "c/")) for k in left})
    ranks = [3 if card // 2 == table // 2 else card // 2 for card in cards]
    gain = stakes[0] * ((ranks[0] > ranks[1]) - (ranks[0] < ranks[1]))
    return (gain, -gain)
