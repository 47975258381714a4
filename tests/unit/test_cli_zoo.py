"""Every broken file of the zoo, through the program: exit code 2, a place, and no traceback."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from negsim.cli.main import main

ZOO = sorted((Path(__file__).parent / "zoo").glob("*.yaml"))
PLACELESS = {"binary", "empty", "only_a_comment"}  # nothing in them has a line


def test_the_zoo_is_there():
    assert len(ZOO) >= 40


@pytest.mark.parametrize("file", ZOO, ids=lambda file: file.stem)
@pytest.mark.parametrize("command", ["check", "solve"])
def test_a_broken_file_is_told_and_nothing_is_solved(command, file, capsys):
    started = time.process_time()
    code = main([command, str(file)])
    spent = time.process_time() - started
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert "internal error" not in err
    place = re.escape(str(file)) if file.stem in PLACELESS else rf"{re.escape(str(file))}:\d+:\d+: \S"
    assert re.match(place, err)
    assert spent < 2


def test_each_caret_stands_under_the_place_it_names(capsys):
    main(["check", *map(str, ZOO)])
    lines = capsys.readouterr().err.splitlines()
    seen = 0
    for head, text, mark in zip(lines, lines[1:], lines[2:], strict=False):
        place = re.match(r"(.*?):(\d+):(\d+): ", head)
        if not (place and re.fullmatch(r" +\| *\^+", mark)):
            continue
        seen += 1
        number, _, shown = text.partition(" | ")
        assert int(number) == int(place[2])
        line = Path(place[1]).read_text(encoding="utf-8").splitlines()[int(place[2]) - 1]
        at = mark.index("^") - (len(number) + 3)
        assert line[int(place[3]) - 1 :].replace("\t", " ").startswith(shown[at : at + mark.count("^")])
    assert seen > len(ZOO) / 2
