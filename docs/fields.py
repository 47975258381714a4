"""Tables of the fields of a file, from its JSON Schema: the page and the editor's completion come from one model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cases import grid

from negsim.scenario.schema import catalog_schema, schema

Node = Mapping[str, Any]


def field_pages() -> Iterator[tuple[str, str]]:
    """Yield the fields of a scenario file, and of a documented move."""
    yield "fields/scenario", f"# Fields of a scenario file\n\n{records(schema())}"
    yield "fields/move", f"# Fields of a documented move\n\n{records(catalog_schema())}"


def records(whole: Node) -> str:
    """Write a table for the file and one for each kind of record in it."""
    kinds = {"The file": whole} | {name.removesuffix("File"): node for name, node in whole.get("$defs", {}).items()}
    return "\n\n".join(
        f"## {name}\n\n{node.get('description', '')}\n\n{_fields(node)}"
        for name, node in kinds.items()
        if node.get("properties")
    )


def _fields(node: Node) -> str:
    needed = set(node.get("required", ()))
    rows = [
        (f"`{name}`", kind(field), "required" if name in needed else _default(field), field.get("description", ""))
        for name, field in node["properties"].items()
    ]
    return grid(("field", "holds", "if left out", "meaning"), rows)


def kind(field: Node) -> str:
    """Say in words what a field holds."""
    if "$ref" in field:
        return field["$ref"].rpartition("/")[2].removesuffix("File").lower()
    if "enum" in field:
        return " or ".join(f"`{value}`" for value in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(kind(part) for part in field["anyOf"] if part.get("type") != "null"))
    if isinstance(field.get("type"), list):
        return " or ".join(kind({**field, "type": one}) for one in field["type"])
    if field.get("type") == "array":
        return f"list of {kind(field.get('items', {}))}"
    if field.get("type") == "object":
        inside = field.get("additionalProperties")
        return f"names, each with {kind(inside)}" if isinstance(inside, Mapping) and inside else "names with values"
    words = {"string": "text", "integer": "whole number", "boolean": "true or false"}
    return words.get(field.get("type", ""), field.get("type", "anything"))


def _default(field: Node) -> str:
    default = field.get("default")
    return (
        "" if default in (None, "", [], {}) else f"`{str(default).lower() if isinstance(default, bool) else default}`"
    )
