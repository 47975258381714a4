"""YAML 1.2 text as a tree that remembers where every key and value stands.

PyYAML is used for its parser only. ``NO`` and ``1:30`` are texts, ``1e-3`` is a number, a key that is there twice is a
fault, and a file cannot make the reader use more time or memory than its size warrants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from negsim.errors import Fault, ScenarioError
from negsim.scenario.yaml_nodes import Node, Origin

MAX_BYTES = 2_000_000
MAX_NODES = 40_000  # aliases expanded
MAX_DEPTH = 50
MAX_DIGITS = 300
MAX_FAULTS = 100

_PARSER: Any = getattr(yaml, "CLoader", yaml.Loader)
_NULL = re.compile(r"null|Null|NULL|~|")
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+")
_OTHER_INT = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INF = re.compile(r"[-+]?\.(inf|Inf|INF)")
_NAN = re.compile(r"\.(nan|NaN|NAN)")


def read(text: str, label: str) -> Node:
    """Read one YAML document.

    Parameters
    ----------
    text
        The document.
    label
        What messages call it.

    Raises
    ------
    ScenarioError
        If it is not YAML, has a key twice, or is too large; every fault that can be found is listed.
    """
    origin = Origin(label, tuple(text.splitlines()))
    reader = _Reader(origin)
    try:
        root = reader.document(text)
    except yaml.MarkedYAMLError as fault:
        mark = (_is_open_quote(fault) and fault.context_mark) or fault.problem_mark or fault.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        reader.faults.append(origin.fault(_explain(fault, origin, line, column), line=line, column=column))
        root = None
    except (yaml.YAMLError, UnicodeError) as fault:
        reader.faults.append(origin.fault(f"not readable as text: {' '.join(str(fault).split())[:160]}"))
        root = None
    if reader.faults or root is None:
        raise ScenarioError(sorted(reader.faults, key=lambda fault: (fault.line, fault.column)))
    return root


def read_value(text: str, label: str) -> Node:
    """Read a value from the command line, by the same rules as a file.

    Parameters
    ----------
    text
        The value.
    label
        What messages call it.

    Raises
    ------
    ScenarioError
        If it is not YAML.
    """
    if not text.strip():
        return Node(None, Origin(label))
    node = read(text, label)
    _forget_places(node, Origin(label))
    return node


def _forget_places(node: Node, origin: Origin) -> None:
    """Lines and columns mean nothing on a command line."""
    node.origin, node.line, node.column = origin, 0, 0
    node.keys = {key: (origin, 0, 0) for key in node.keys}
    children = node.value.values() if isinstance(node.value, dict) else node.value
    for child in children if isinstance(node.value, dict | list) else ():
        _forget_places(child, origin)


class _Stop(yaml.MarkedYAMLError):
    """A limit was reached: nothing more is read."""


class _Reader:
    """Builds nodes from the parser's events."""

    def __init__(self, origin: Origin):
        self.origin = origin
        self.faults: list[Fault] = []
        self.anchors: dict[str, Node | None] = {}
        self.count = 0

    def document(self, text: str) -> Node | None:
        events = self._events(text)
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self._fault(event.start_mark, "a second document begins; a file holds one")
                    return None
                root = self._node(next(events), events, 0)
        if root is None:
            self.faults.append(self.origin.fault("the file is empty"))
        return root

    def _events(self, text: str) -> Iterator[Any]:
        parser = _PARSER(text)
        try:
            while parser.check_event():
                yield parser.get_event()
        finally:
            parser.dispose()

    def _fault(self, mark: Any, message: str) -> None:
        self.faults.append(self.origin.fault(message, line=mark.line + 1, column=mark.column + 1))
        if len(self.faults) >= MAX_FAULTS:
            raise _Stop(problem="and so on; reading stops here", problem_mark=mark)

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise _Stop(problem=f"nested more than {MAX_DEPTH} deep", problem_mark=event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            return self._counted(self._alias(event), event)
        anchor = event.anchor
        if anchor:
            self.anchors[anchor] = None
        mark, end = event.start_mark, event.end_mark
        node = Node(None, self.origin, mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.ScalarEvent):
            node.value, node.style, node.end_line = self._scalar(event), event.style or "", end.line + 1
        else:
            self._check_tag(event, ("!!map", "!!seq"))
            if isinstance(event, yaml.SequenceStartEvent):
                node.value = self._list(events, depth)
                node.size += sum(child.size for child in node.value)
            else:
                node.value, node.keys = self._mapping(events, depth)
                node.size += sum(child.size for child in node.value.values())
        if anchor:
            self.anchors[anchor] = node
        return self._counted(node, event)

    def _counted(self, node: Node, event: Any) -> Node:
        self.count += 1
        if max(node.size, self.count) > MAX_NODES:
            raise _Stop(problem=f"more than {MAX_NODES} values, with anchors expanded", problem_mark=event.start_mark)
        return node

    def _alias(self, event: Any) -> Node:
        found = self.anchors.get(event.anchor)
        if found is not None:
            return found
        within = event.anchor in self.anchors
        self._fault(
            event.start_mark, f"the anchor '{event.anchor}' {'contains itself' if within else 'is not defined before'}"
        )
        return Node(None, self.origin, event.start_mark.line + 1, event.start_mark.column + 1)

    def _list(self, events: Iterator[Any], depth: int) -> list[Node]:
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(event, events, depth + 1))
        return items

    def _mapping(self, events: Iterator[Any], depth: int) -> tuple[dict[str, Node], dict[str, tuple[Origin, int, int]]]:
        items: dict[str, Node] = {}
        keys: dict[str, tuple[Origin, int, int]] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            mark = event.start_mark
            if not isinstance(event, yaml.ScalarEvent):
                self._fault(mark, "a key must be a plain text")
                self._node(event, events, depth + 1)
                self._node(next(events), events, depth + 1)
                continue
            key = event.value
            if key == "<<" and not event.style:
                self._fault(mark, "'<<' is not part of YAML 1.2; use 'extends:' to build on another file")
            elif key in keys:
                self._fault(mark, f"the key '{key}' is here a second time; it is in line {keys[key][1]} already")
            node = self._node(next(events), events, depth + 1)
            if key not in keys:
                items[key], keys[key] = node, (self.origin, mark.line + 1, mark.column + 1)
        return items, keys

    def _scalar(self, event: Any) -> Any:
        if event.style or event.tag in ("!", "tag:yaml.org,2002:str"):
            self._check_tag(event, ("!!str",))
            return event.value
        self._check_tag(event, ("!!int", "!!float", "!!bool", "!!null"))
        try:
            return scalar(event.value)
        except ValueError as fault:
            self._fault(event.start_mark, str(fault))
            return None

    def _check_tag(self, event: Any, allowed: tuple[str, ...]) -> None:
        tag = event.tag
        if tag and tag != "!" and tag.replace("tag:yaml.org,2002:", "!!") not in allowed:
            self._fault(event.start_mark, f"the tag '{tag:.60}' is not used in scenario files; leave it out")


def scalar(text: str) -> Any:
    """Return what a plain text means in YAML 1.2: a number, true, false, None, or the text itself.

    Parameters
    ----------
    text
        Without quotes.

    Raises
    ------
    ValueError
        If it is a number with too many digits.
    """
    if _NULL.fullmatch(text):
        return None
    if text in _BOOL:
        return _BOOL[text]
    if text[0] not in "+-.0123456789":
        return text
    is_int = _INT.fullmatch(text)
    if is_int or _OTHER_INT.fullmatch(text) or _FLOAT.fullmatch(text):
        if len(text) > MAX_DIGITS:
            raise ValueError(f"a number with {len(text)} characters; at most {MAX_DIGITS} are read")
        return int(text) if is_int else int(text, 0) if text[1:2] in ("o", "x") else float(text)
    if _INF.fullmatch(text):
        return float("-inf" if text[0] == "-" else "inf")
    return float("nan") if _NAN.fullmatch(text) else text


_EXPLANATIONS = {
    "mapping values are not allowed": "a ':' where none can be; a text that contains ': ' needs quotes",
    "expected <block end>": "not indented like the lines above, or a quote or bracket is not closed",
    "did not find expected key": "not indented like the lines above, or a quote or bracket is not closed",
    "expected ',' or": "a bracket is not closed, or a ',' is missing",
    "did not find expected ',' or": "a bracket is not closed, or a ',' is missing",
    "did not find expected node content": "the text ends, or goes on, where a value should stand; is a bracket open?",
    "did not find expected '-'": "a list item must begin with '- ' at the same depth as the others",
    "could not find expected ':'": "a ':' is missing after a key, or a line is not indented",
    "found unexpected end of stream": "the quotation mark is never closed",
    "found a tab character": "a tab is used to indent; YAML indents with spaces",
    "did not find expected alphabetic": "'*' and '&' begin anchors in YAML; quote a formula that begins with one",
    "found unexpected document indicator": "'---' or '...' inside a text",
    "found undefined tag handle": "'!' begins a tag in YAML; put the text in quotes",
}


def _is_open_quote(fault: yaml.MarkedYAMLError) -> bool:
    return "quoted scalar" in str(fault.context) and "end of stream" in str(fault.problem)


def _explain(fault: yaml.MarkedYAMLError, origin: Origin, line: int, column: int) -> str:
    problem = fault.problem or "cannot be read"
    text = origin.lines[line - 1] if 0 < line <= len(origin.lines) else ""
    if "cannot start any token" in problem:
        if "\t" in problem or "\t" in text[: len(text) - len(text.lstrip())]:
            return "a tab is used to indent; YAML indents with spaces"
        return f"{problem}; put the text in quotes"
    if "mapping values are not allowed" in problem and ":" not in text[: column - 1]:
        return "this line is indented deeper than the one above, which holds a value already"
    return next((told for known, told in _EXPLANATIONS.items() if known in problem), problem)
