"""Whatever is typed, the program answers in words and with an exit code of its own."""

from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from negsim.cli.main import main

PARAMETERS = ["audience_cost_R", "confidence_q", "risk_R", "nothing", "parameters.risk_R.value", "title", ""]
VALUES = st.one_of(
    st.text(max_size=12),
    st.floats().map(str),
    st.sampled_from(
        ["1e999", "nan", "0x10", "[1, 2]", "{a: 1}", "&a *a", "9**9**9", "1:2:3", "-1:1:2", "1,2,,", "none"]
    ),
)


def told(*args: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(list(args))
    return code, out.getvalue(), err.getvalue()


def check(*args: str) -> None:
    code, out, err = told(*args)
    assert code in (0, 1, 2, 3), (code, err)
    assert "internal error" not in err
    assert "Traceback" not in err
    assert bool(err.strip()) == (code == 2)
    if code == 2:
        assert out == ""


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PARAMETERS), VALUES)
@example("confidence_q", "7")
def test_set_takes_a_value_or_says_what_is_wrong(name, value):
    check("solve", "baseline_impasse", "--json", "--set", f"{name}={value}")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["max_steps", "deadline", "precision", "points", "nothing"]), VALUES)
def test_options_of_a_solver_take_a_value_or_say_what_is_wrong(name, value):
    check("solve", "prisoners_dilemma", "--solver", "logit", "-O", f"{name}={value}")


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(PARAMETERS), VALUES)
def test_ranges_are_taken_or_told_to_be_wrong(name, value):
    check("sweep", "baseline_impasse", "--solver", "pure_nash", "--vary", f"{name}={value}")


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_a_scenario_or_are_told_to_be_none(data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        check("solve", "-")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["solve", "list", "--json", "show", "move", "-S", "a=1", "", "--", "é"]), max_size=4))
def test_any_words_are_a_command_line_or_are_told_to_be_none(words):
    code, _, err = told(*words)
    assert code in (0, 1, 2)
    assert "internal error" not in err
