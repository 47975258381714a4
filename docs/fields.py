"""Tables of the fields of a file, from its JSON Schema: the page and the editor's completion come from one model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cases import grid

from negsim.cli.commands.schema import ENDING, SCHEMAS
from negsim.cli.commands.schema import schema as published
from negsim.scenario.schema import catalog_schema, schema

Node = Mapping[str, Any]


def field_pages() -> Iterator[tuple[str, str]]:
    """Yield the fields of a scenario file, and of a documented move."""
    yield "fields/scenario", f"# Fields of a scenario file\n\n{records(schema())}"
    yield "fields/move", f"# Fields of a documented move\n\n{records(catalog_schema())}"
    for file in sorted(SCHEMAS.glob(f"*{ENDING}")):
        name = file.name.removesuffix(ENDING)
        whole = published(name)
        rows = [("field", "holds", "meaning"), *places(whole, "", whole)]
        text = f"{whole.get('description', '')}\n\nIdentifier: `{whole['$id']}`\n\n{grid(rows[0], rows[1:])}"
        yield f"outputs/{name}", f"# {whole['title']}\n\n{text}\n"


def places(node: Node, path: str, whole: Node) -> Iterator[tuple[str, ...]]:
    """Yield every place in a document that a schema describes: where it is, what it holds, what it means."""
    if "$ref" in node:
        node = {**whole["$defs"][node["$ref"].rpartition("/")[2]], **{k: v for k, v in node.items() if k != "$ref"}}
    if path and (not path.endswith("[]") or "description" in node):
        yield f"`{path}`", kind(node), node.get("description", "")
    for name, field in node.get("properties", {}).items():
        yield from places(field, f"{path}.{name}".lstrip("."), whole)
    inside = node.get("additionalProperties")
    if isinstance(inside, Mapping) and inside:
        yield from places(inside, f"{path}.NAME".lstrip("."), whole)
    if isinstance(node.get("items"), Mapping):
        yield from places(node["items"], f"{path}[]", whole)
    for part in node.get("anyOf", ()):
        for place, *rest in places(part, path, whole):
            if place != f"`{path}`":
                yield place, *rest


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
