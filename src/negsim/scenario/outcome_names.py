"""Labels of outcomes as people write them: one level for every move, joined by ``" / "``."""

from __future__ import annotations

from collections.abc import Mapping

from negsim.errors import suggestion


def levels_named(text: str, moves: Mapping[str, tuple[str, ...]]) -> dict[str, str] | None:
    """Return the level of each move that the label of an outcome names; None if the text is no such label.

    Parameters
    ----------
    text
        Such as ``"insist / offer_menu"``.
    moves
        Move -> ids of its levels, in order.
    """
    parts = [part.strip() for part in text.split("/")]
    if len(parts) != len(moves) or any(part not in levels for part, levels in zip(parts, moves.values(), strict=True)):
        return None
    return dict(zip(moves, parts, strict=True))


def label_flaw(text: str, moves: Mapping[str, tuple[str, ...]]) -> str:
    """Say why a text is not the label of an outcome; nothing if it is one.

    Parameters
    ----------
    text
        What the file says.
    moves
        Move -> ids of its levels; no levels where they cannot be read.
    """
    parts = [part.strip() for part in text.split("/")]
    if len(parts) != len(moves):
        example = " / ".join(levels[0] if levels else "..." for levels in moves.values())
        counted = f"{len(parts)} level{'s' * (len(parts) != 1)}"
        return f"'{text}' names {counted}, and there are {len(moves)} moves; an outcome is '{example[:80]}'"
    for part, (move, levels) in zip(parts, moves.items(), strict=True):
        if levels and part not in levels:
            return f"the move '{move}' has no level '{part}'{suggestion(part, levels)}"
    return ""
