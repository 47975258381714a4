"""Laws over every registered solver; a new file under solvers/ is tested here with no edit."""

from __future__ import annotations

import pytest

from negsim.solvers.base import solvers
from negsim.testing import contracts

LAWS = [
    contracts.check_answers_hold,
    contracts.check_probabilities,
    contracts.check_axes_are_labelled,
    contracts.check_agreements_are_on_the_table,
    contracts.check_batch_is_one_by_one,
    contracts.check_same_question_same_answer,
    contracts.check_limits,
    contracts.check_is_a_value,
    contracts.check_solution_pickles,
]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("name", list(solvers))
def test_solver_obeys(name, law):
    law(solvers[name]())


@pytest.mark.parametrize("name", list(solvers))
def test_solver_is_documented(name):
    contracts.check_is_documented(solvers[name])


@pytest.mark.parametrize("name", list(solvers))
def test_solver_is_named_by_its_file(name):
    assert solvers[name].__module__.rpartition(".")[2] == name
