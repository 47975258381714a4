"""Looking at one scenario through every lens: what each predicts, and that lenses that differ are told apart."""

from __future__ import annotations

import pytest

import negsim
from negsim.studies.compare.comparison import Comparison


@pytest.fixture(scope="module")
def impasse() -> Comparison:
    return negsim.compare("baseline_impasse")


def test_all_lenses_predict_the_impasse(impasse):
    assert impasse.status_quo == "insist / offer_menu"
    assert impasse.agreed == ("insist / offer_menu",)


def test_what_only_noise_or_foresight_without_interest_keeps_is_told(impasse):
    differ = {each.between for each in impasse.disagreements if each.outcome == "take_menu / offer_menu"}
    assert ("quantal response", "Nash equilibrium") in differ
    assert ("GMR stability", "Nash stability") in differ


def test_forms_that_do_not_apply_are_named_with_the_reason(impasse):
    assert {each.form for each in impasse.left_out} >= {"extensive", "stochastic", "screening"}
    assert all(each.why for each in impasse.left_out)
