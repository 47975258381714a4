"""The program as a process: what it imports, terminals, pipes, interrupts."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="terminals are tried where the system has them")

BIN = Path(sys.executable).parent
NEGSIM = [sys.executable, "-m", "negsim"]
HEAVY = {"numba", "scipy", "matplotlib", "nashpy", "quantecon", "rich", "jinja2", "pandas"}


def imported(*args: str) -> set[str]:
    """The packages that a command line imports."""
    code = (
        "import json, sys; from negsim.cli.main import main; code = main(sys.argv[1:]); "
        "print(json.dumps([code, *{name.partition('.')[0] for name in sys.modules}]), file=sys.stderr)"
    )
    told = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=True).stderr
    code, *names = json.loads(told.splitlines()[-1])
    assert code == 0
    return set(names)


def at_terminal(*args: str, **environment: str) -> str:
    """What a command writes to a terminal of 100 columns."""
    main, side = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", **environment}
    process = subprocess.Popen([*NEGSIM, *args], stdout=side, stderr=side, stdin=subprocess.DEVNULL, env=env)
    os.close(side)
    written = b""
    while True:
        try:
            part = os.read(main, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        written += part
    os.close(main)
    assert process.wait() == 0
    return written.decode()


def test_help_imports_nothing_heavy():
    assert not imported("--help") & {*HEAVY, "numpy", "pydantic", "yaml"}


@pytest.mark.parametrize(
    "args",
    [
        ("check", "baseline_impasse"),
        ("solve", "baseline_impasse"),
        ("solve", "baseline_impasse", "--json"),
        ("tipping", "baseline_impasse", "confidence_q"),
        ("show", "baseline_impasse"),
        ("list", "solvers"),
        ("sweep", "baseline_impasse", "--vary", "audience_cost_R=0:6:7"),
    ],
    ids=" ".join,
)
def test_everyday_commands_import_nothing_heavy(args):
    assert not imported(*args) & HEAVY


def test_the_console_script_is_the_module():
    told = [
        subprocess.run([*command, "--version"], capture_output=True, text=True, check=True).stdout
        for command in (NEGSIM, [str(BIN / "negsim")])
    ]
    assert told[0] == told[1]
    assert re.fullmatch(r"negsim \d+\.\d+\.\d+\n", told[0])


def test_a_terminal_gets_colours_and_no_line_is_too_long():
    out = at_terminal("solve", "baseline_impasse")
    assert "\x1b[1;36m" in out
    plain = re.sub(r"\x1b\[[0-9;]*m", "", out).replace("\r", "")
    assert "insist" in plain
    assert max(map(len, plain.splitlines())) <= 100


def test_no_color_is_honoured():
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", at_terminal("solve", "baseline_impasse", NO_COLOR="1"))


def test_json_at_a_terminal_is_json():
    assert json.loads(at_terminal("solve", "baseline_impasse", "--json"))["status"] == "solved"


def test_a_reader_that_goes_away_is_no_fault():
    process = subprocess.Popen([*NEGSIM, "list", "moves", "--all"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    assert process.wait() == 0
    assert process.stderr.read() == b""


def test_interrupting_ends_with_130_and_a_word():
    ranges = ("--vary", "audience_cost_R=0:6:4000", "--vary", "confidence_q=0:1:4000")
    args = ("sweep", "baseline_impasse", *ranges, "--solver", "pure_nash")  # which waits for no compiler
    process = subprocess.Popen([*NEGSIM, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    for _ in range(10):  # pressed again, where Python drops the first while it cleans up after itself
        time.sleep(1.5)
        if process.poll() is not None:
            break
        process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert err.splitlines()[-1] == "interrupted"
    assert "Traceback" not in err


def test_completion_names_commands_solvers_and_scenarios():
    def complete(words: str) -> str:
        env = {
            **os.environ,
            "_NEGSIM_COMPLETE": "zsh_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split()) - 1),
        }
        return subprocess.run(NEGSIM, capture_output=True, text=True, env=env, check=False).stdout

    assert "solve" in complete("negsim sol")
    assert "baseline_impasse" in complete("negsim solve base")
    assert "all_nash" in complete("negsim solve --solver all")


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_the_bash_script_completes(tmp_path):
    script = subprocess.run([*NEGSIM, "completion", "bash"], capture_output=True, text=True, check=True).stdout
    (tmp_path / "negsim.sh").write_text(script)
    code = 'source negsim.sh; COMP_WORDS=(negsim tip); COMP_CWORD=1; _negsim_completion negsim; echo "${COMPREPLY[@]}"'
    env = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    told = subprocess.run(
        ["bash", "-c", code], capture_output=True, text=True, cwd=tmp_path, env=env, check=True
    ).stdout
    assert told.split() == ["tipping"]


def test_linear_algebra_has_one_thread_unless_the_user_says_otherwise():
    code = (
        "import os, sys; from negsim.cli import main; sys.argv = ['negsim', '--version']\n"
        "try: main.run()\nexcept SystemExit: print(os.environ['OPENBLAS_NUM_THREADS'], 'numpy' in sys.modules)"
    )
    plain = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    for given, expected in ({}, "1 False"), ({"OPENBLAS_NUM_THREADS": "2"}, "2 False"):
        told = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env=plain | given, check=True
        )
        assert told.stdout.splitlines()[-1] == expected
