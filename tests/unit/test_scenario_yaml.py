"""YAML 1.2 as scenario files use it: what words and numbers mean, and where things stand."""

from __future__ import annotations

import time

import pytest
import yaml

from negsim.errors import ScenarioError
from negsim.scenario import yaml_reader
from negsim.scenario.yaml_reader import read, read_value


@pytest.fixture(params=["libyaml", "pure Python"], autouse=True)
def parser(request, monkeypatch):
    """Both parsers that PyYAML may bring must read alike."""
    if request.param == "pure Python":
        monkeypatch.setattr(yaml_reader, "_PARSER", yaml.Loader)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml")
    return request.param


def test_norway():
    text = "members: [US, NO]\non: off\ny: n\nYes: NO\nrate: 1e-3\ntime: 1:30\ncode: 012\ndate: 2022-01-21\n"
    assert read(text, "f").plain == {
        "members": ["US", "NO"],
        "on": "off",
        "y": "n",
        "Yes": "NO",
        "rate": 0.001,
        "time": "1:30",
        "code": 12,
        "date": "2022-01-21",
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True), ("False", False), ("TRUE", True), ("tRue", "tRue"), ("null", None), ("~", None), ("Null", None),
        ("0", 0), ("-7", -7), ("+3", 3), ("0o17", 15), ("0x1F", 31), ("0b11", "0b11"), ("1_000", "1_000"),
        ("1.5", 1.5), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0), ("-1.5E-2", -0.015), ("1e", "1e"), ("1.2.3", "1.2.3"),
        (".inf", float("inf")), ("-.INF", float("-inf")), ("inf", "inf"), ("nan", "nan"), ("-", "-"), (".", "."),
        ("'1'", "1"), ('"true"', "true"), ("!!str 5", "5"), ("! 5", "5"),
    ],
)  # fmt: skip
def test_scalars_of_the_core_schema(text, value):
    found = read(f"[{text}]", "f").plain[0] if text != "-" else read("a: '-'", "f").plain["a"]
    assert found == value
    assert type(found) is type(value)


def test_nan_is_read():
    assert read("a: .NaN", "f").plain["a"] != read("a: .NaN", "f").plain["a"]


def test_keys_are_texts():
    assert read("{1: a, true: b, null: c, 1.5: d}", "f").plain == {"1": "a", "true": "b", "null": "c", "1.5": "d"}


def test_every_value_and_key_knows_its_place():
    root = read("a:\n  b: 1\n  c: [x,\n    y]\n", "f")
    inner = root.value["a"]
    assert inner.keys["c"][1:] == (3, 3)
    assert (inner.value["b"].line, inner.value["b"].column) == (2, 6)
    assert (inner.value["c"].value[1].line, inner.value["c"].value[1].column) == (4, 5)


@pytest.mark.parametrize(
    "text",
    ["f: a + $b", "f: 'a + $b'", "f: >-\n  a\n  + $b", "f: |\n    a +\n    $b", "f: a\n  + $b", 'f: "a\n  + $b"'],
)
def test_a_character_within_a_text_is_found_again(text):
    node = read(text + "\n", "f").value["f"]
    fault = node.fault_within(node.value.index("$"), "here")
    assert fault.source[fault.column - 1 :].startswith("$b")


def test_anchors_are_allowed():
    assert read("a: &x {k: [1, 2]}\nb: *x\n", "f").plain == {"a": {"k": [1, 2]}, "b": {"k": [1, 2]}}


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("a: 1\nb: 2\na: 3\n", "f:3:1", "second time; it is in line 1"),
        ("a: {x: 1, x: 2}", "f:1:11", "it is in line 1"),
        ("<<: 1", "f:1:1", "extends"),
        ("a:\n\tb: 1", "f:2:1", "spaces"),
        ("a: [1\nb: 2", "f:2", "bracket"),
        ("a: b: c", "f:1:5", "quotes"),
        ("a:\n  b: x\n    c: 1", "f:3:6", "indented deeper than the one above"),
        ("a:\n  b: 1\n\tc: 2", "f:3:1", "a tab is used to indent"),
        ('a: "x\nb: 1\n', "f:1:4", "the quotation mark is never closed"),
        ("a: &x [*x]", "f:1:8", "contains itself"),
        ("a: *x", "f:1:4", "not defined"),
        ("a: !!python/name:os.system x", "f:1:4", "not used"),
        ("a: !!binary aGk=", "f:1:4", "not used"),
        ("a: !!int hello", "f:1:4", ""),
        ("? [a]\n: 1", "f:1:3", "plain text"),
        ("a: 1\n---\nb: 1", "f:2:1", "second document"),
        ("a: @x", "f:1:4", "quotes"),
        ("", "f", "empty"),
        ("# only a comment", "f", "empty"),
        ("a: \x07", "f", "not readable"),
    ],
)
def test_what_is_refused(text, place, told):
    if told == "":
        assert read(text, "f").plain == {"a": "hello"}
        return
    with pytest.raises(ScenarioError, match=told) as caught:
        read(text, "f")
    assert str(caught.value).startswith(place)


def test_several_faults_are_told_together():
    with pytest.raises(ScenarioError) as caught:
        read("a: 1\na: 2\nb: *x\nc: !foo 1\n<<: 2\n", "f")
    assert [fault.line for fault in caught.value.faults] == [2, 3, 4, 5]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "{" * 20_000,
        "- " * 20_000,
        "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"b{i}: &b{i} [{f'*b{i - 1}, ' * 9 if i else '*a'}]\n" for i in range(9)),
        "a: " + "9" * 100_000,
        "&a " * 20_000,
        "? " * 5_000,
        "\n".join(f"k{i}: 0" for i in range(250_000))[:1_900_000],
    ],
    ids=["lists", "mappings", "items", "anchors", "digits", "properties", "keys", "values"],
)
def test_bombs_are_refused_at_once(text, parser):
    start = time.process_time()
    if parser == "pure Python":
        text = text[:20_000]
    try:
        read(text, "f")
    except ScenarioError as fault:
        assert len(fault.faults) <= 101
    assert time.process_time() - start < 3


def test_command_line_values_follow_the_same_rules():
    assert read_value("NO", "x").plain == "NO"
    assert read_value("1e-3", "x").plain == 0.001
    assert read_value("[a, 2]", "x").plain == ["a", 2]
    assert read_value("", "x").plain is None
