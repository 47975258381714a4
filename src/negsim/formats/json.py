"""negsim's own game file: JSON that holds a whole batch of strategic games, or of conflicts, with every label.

One object: ``schema`` (``negsim-game/1``), ``form`` (``strategic`` or ``conflict``), ``title``, ``comment``,
``players`` (labels) and ``payoffs``. Strategic games have ``strategies`` (one list of labels a player), and payoffs are
nested lists in the order of the axes of `StrategicGame`: ``payoffs[game][player][strategy of player 0]...``. What
conflicts have, `negsim.formats._json_conflict` says. A change that old readers would misread raises the number of the
schema.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from negsim.errors import FormatError, InvalidGame, NotApplicable
from negsim.formats._json_conflict import conflict_of, conflict_record
from negsim.formats.base import Format, formats
from negsim.games.base import Game
from negsim.games.conflict import ConflictGame
from negsim.games.strategic import StrategicGame

SCHEMA = "negsim-game/1"
KEYS = {"schema": str, "form": str, "title": str, "comment": str, "players": list, "payoffs": list}
OWN = {"strategic": {"strategies": list}, "conflict": {"states": list}}


@dataclass(frozen=True, kw_only=True)
class Json(Format):
    """Read and write batches of strategic games, or conflicts, with labels; numbers read back the same, to the bit."""

    suffix: ClassVar[str] = ".json"
    reference: ClassVar[str] = "negsim (2026), schema negsim-game/1"

    def parse(self, text: str, name: str = "") -> StrategicGame | ConflictGame:
        """Read the text of a file."""
        place = name or "<text>"
        try:
            found = json.loads(text)
        except json.JSONDecodeError as fault:
            raise FormatError(f"{place}:{fault.lineno}:{fault.colno}: {fault.msg}") from None
        except (RecursionError, ValueError) as fault:
            raise FormatError(f"{place}: this cannot be read as JSON: {fault}") from None
        record = _checked(found, place)
        if record["form"] == "conflict":
            return conflict_of(record, place)
        try:
            return StrategicGame(
                payoffs=record["payoffs"],
                players=_labels(record["players"], f"{place}: players"),
                strategies=tuple(_labels(row, f"{place}: strategies") for row in record["strategies"]),
                title=record.get("title", ""),
                comment=record.get("comment", ""),
            )
        except InvalidGame as fault:
            raise FormatError(f"{place}: {fault}") from None

    def text(self, game: Game) -> str:
        """Return the text of a file that holds the batch."""
        if isinstance(game, ConflictGame):
            contents = conflict_record(game)
        elif isinstance(game, StrategicGame):
            contents = {name: getattr(game, name) for name in ("title", "comment", "players", "strategies")}
            contents["payoffs"] = game.payoffs.tolist()
        else:
            held = "strategic games and conflicts"
            raise NotApplicable(f"{SCHEMA} holds {held}, not a {type(game).__name__}. Use .efg instead.")
        record = {"schema": SCHEMA, "form": game.name, **contents}
        lines = (f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in record.items())
        return "{\n" + ",\n".join(lines) + "\n}\n"


formats("json")(Json())


def _checked(found: Any, place: str) -> dict[str, Any]:
    """Return the object, if it is one with the keys of the schema."""
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise FormatError(f'{place}: not a game file of negsim: it should be an object with "schema": "{SCHEMA}"')
    form = str(found.get("form", "strategic"))
    if form not in OWN:
        raise FormatError(f"{place}: form should be {' or '.join(OWN)}, found {form}")
    for key, kind in (KEYS | OWN[form]).items():
        if key not in found and key not in ("title", "comment"):
            raise FormatError(f"{place}: {key} is missing")
        if not isinstance(found.get(key, kind()), kind) or (kind is str and not _is_text(found.get(key, ""))):
            raise FormatError(f"{place}: {key} should be a {'text' if kind is str else 'list'}")
    return found


def _labels(row: Any, where: str) -> tuple[str, ...]:
    if not isinstance(row, list) or not row or not all(_is_text(label) for label in row):
        raise FormatError(f"{where} should be lists of names")
    return tuple(row)


def _is_text(value: Any) -> bool:
    """Whether a value is text that can be written again: JSON can name half of a character, which UTF-8 cannot hold."""
    return isinstance(value, str) and not any("\ud800" <= sign <= "\udfff" for sign in value)
