"""Laws over every registered reduction; a new file under reductions/ is tested here with no edit."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from negsim.errors import NotApplicable
from negsim.games.strategic import StrategicGame
from negsim.reductions.base import reductions
from negsim.solvers.auto import Auto
from negsim.solvers.strategic.pure_nash import PureNash
from negsim.solvers.via import Via
from negsim.testing.games import samples


@pytest.mark.parametrize("name", list(reductions))
def test_parts_divide_the_batch_and_answers_come_back(name):
    reduction, handled = reductions[name](), 0
    for game in (*samples().values(), *samples("extensive").values()):
        try:
            parts = reduction.reduce(game)
        except NotApplicable as refusal:
            assert "Use " in str(refusal) or "use " in str(refusal)
            continue
        handled += 1
        items = np.concatenate([part.items for part in parts])
        assert sorted(items.tolist()) == list(range(len(game)))
        assert all(len(part.game) == len(part.items) for part in parts)
        solver = PureNash() if isinstance(parts[0].game, StrategicGame) else Auto()
        found = Via(reduction, solver).solve(game)
        assert (found.residual <= 1e-9 * np.ptp(game.payoffs)).all()
    assert handled, f"{name} handles none of the sample games"


@pytest.mark.parametrize("name", list(reductions))
def test_a_reduction_is_a_documented_value(name):
    kind = reductions[name]
    assert pickle.loads(pickle.dumps(kind())) == kind()
    assert hash(kind()) == hash(kind())
    assert any(letter.isdigit() for letter in kind.reference)
    assert len((kind.__doc__ or "").split()) >= 15
    assert kind.__module__.rpartition(".")[2] == name
