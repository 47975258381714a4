"""The picture of offers over rounds: who offers, what each would get, and what is accepted."""

from __future__ import annotations

import numpy as np
import pytest

import negsim
from negsim.errors import NotApplicable
from negsim.games.bargaining import BargainingGame
from negsim.games.talks.pace import Pace
from negsim.views.plots.offers_over_rounds import OffersOverRounds
from tests.figures import check_legible, words

PIE = {"payoffs": [[[1.0, 0.0], [0.0, 1.0]]], "disagreement": [[0.0, 0.0]], "lotteries": True}
LATE = BargainingGame(**PIE, pace=Pace(discount=0.9, rounds=5), players=("east", "west"), title="Talks with a deadline")
ENDLESS = BargainingGame(**PIE, pace=Pace(discount=[[0.9, 0.8]]))


def lines(figure):
    return {line.get_label(): np.asarray(line.get_ydata(), float) for line in figure.axes[0].get_lines()}


def test_offers_before_a_deadline_follow_backward_induction():
    """The last to offer takes all; the one before leaves it just the discounted share (Ståhl 1972)."""
    figure = OffersOverRounds().draw(LATE)
    keeps = [1.0]
    for _ in range(4):
        keeps.append(1 - 0.9 * keeps[-1])
    own = [share if k % 2 == 0 else 1 - share for k, share in enumerate(keeps[::-1])]
    assert lines(figure)["east gets"] == pytest.approx(own)
    check_legible(figure)
    assert any("the offer of round 1 is accepted" in text for text, _ in words(figure))


def test_without_a_deadline_rounds_begin_again():
    figure = OffersOverRounds().draw(negsim.solve(ENDLESS, solver="rubinstein"))
    first = (1 - 0.8) / (1 - 0.9 * 0.8)
    assert lines(figure)["player 1 gets"][:3] == pytest.approx([first, 0.9 * first, first])
    check_legible(figure)


def test_only_talks_in_rounds_are_drawn_so():
    with pytest.raises(NotApplicable, match="is for talks in rounds, not for NashBargaining"):
        OffersOverRounds().draw(negsim.solve("moratorium_length", "bargaining", "nash_bargaining"))
    with pytest.raises(NotApplicable, match="show 1 at least"):
        OffersOverRounds(rounds=0)
    check_legible(OffersOverRounds(rounds=2).draw(negsim.load("moratorium_length")))
