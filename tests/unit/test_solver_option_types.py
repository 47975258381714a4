"""Options of solvers as typed on the command line take every type that their fields allow."""

from __future__ import annotations

import pytest

from negsim.cli.question import chosen_solver
from negsim.errors import NotApplicable
from negsim.solvers.strategic.correlated import Correlated
from negsim.solvers.strategic.iterated_dominance import IteratedDominance
from negsim.solvers.strategic.lemke_howson import LemkeHowson
from negsim.solvers.strategic.stackelberg import Stackelberg


@pytest.mark.parametrize(
    ("name", "asked", "expected"),
    [
        ("correlated", {"objective": "egalitarian"}, Correlated(objective="egalitarian")),
        ("correlated", {"objective": "[1, 0.5]"}, Correlated(objective=(1.0, 0.5))),
        ("stackelberg", {"leader": "nato", "mixed": "false"}, Stackelberg(leader="nato", mixed=False)),
        ("stackelberg", {"leader": "1"}, Stackelberg(leader=1)),
        ("lemke_howson", {"init": "3", "deadline": "2"}, LemkeHowson(init=3, deadline=2.0)),
        ("lemke_howson", {"init": "none"}, LemkeHowson()),
        ("iterated_dominance", {"kind": "weak"}, IteratedDominance(kind="weak")),
    ],
)
def test_options_are_read_as_their_fields_say(name, asked, expected):
    assert chosen_solver(name, asked) == expected


@pytest.mark.parametrize(
    ("name", "asked", "words"),
    [
        ("stackelberg", {"leader": "1.5"}, "not a whole number or a word"),
        ("stackelberg", {"mixed": "perhaps"}, "not true or false"),
        ("lemke_howson", {"init": "x"}, "not a whole number or none"),
        ("correlated", {"objective": "3"}, "Use 'welfare'"),
        ("correlated", {"objective": "[1, a]"}, "Use 'welfare'"),
        ("iterated_dominance", {"kind": "odd"}, "neither 'strict' nor 'weak'"),
    ],
)
def test_others_are_refused_with_what_was_meant(name, asked, words):
    with pytest.raises(NotApplicable, match=words):
        chosen_solver(name, asked)
