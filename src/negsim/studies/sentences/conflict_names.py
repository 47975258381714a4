"""What to call the parties, the states and the moves of a conflict in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from negsim.games.conflict import ConflictGame
from negsim.games.sheet import ANY, Sheet
from negsim.studies.sanctions.board import Move
from negsim.studies.sentences.phrases import joined, within

CALLED = {"nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ", "sseq": "SSEQ", "sim": "SIM"}


class Words:
    """The words for one conflict.

    Parameters
    ----------
    game
        Whose labels are to be worded.
    names
        Label -> what to call it; the game's own name else.
    """

    def __init__(self, game: ConflictGame, names: Mapping[str, str] = {}):
        self.game, self.sheet = game, game.sheet
        known = {**game.names, **names}
        self.players = [known.get(label, label) for label in game.players]
        self.within = [within(name) for name in self.players]  # as they stand in the midst of a sentence

    def state(self, state: int) -> str:
        """Name a state."""
        return f"'{self.game.states[state]}'"

    def standing(self, state: int) -> list[tuple[str, str]]:
        """Say what each player does in a state: its name, and its options as they stand.

        Parameters
        ----------
        state
            One of a conflict of which it is known what states consist of; of any other, nothing is said.
        """
        if self.sheet is None:
            return []
        parts: list[list[str]] = [[] for _ in self.players]
        for option, level in enumerate(self.sheet.levels[state]):
            parts[self.sheet.owner[option]] += self._stands(self.sheet, option, int(level))
        return [(name, ", ".join(part) or "nothing") for name, part in zip(self.players, parts, strict=True) if part]

    def changes(self, move: Move) -> list[tuple[str, str, str]]:
        """Return what a move changes: option, level before and level after, by their labels; "any" where it may be any.

        Parameters
        ----------
        move
            A move of the conflict.
        """
        if self.sheet is None:
            return []
        labels, levels = self.sheet.labels, self.sheet.levels
        return [
            (
                self.sheet.options[k],
                *("any" if levels[end, k] == ANY else labels[k][levels[end, k]] for end in (move.source, move.target)),
            )
            for k in self.sheet.changed(move.source, move.target)
        ]

    def doing(self, move: Move) -> str:
        """Say what is done in a move, after a word such as "could": "drop 'the package'".

        Parameters
        ----------
        move
            A move of the conflict.
        """
        sheet = self.sheet
        if sheet is None:
            return f"move to {self.state(move.target)}"
        options = [int(k) for k in sheet.changed(move.source, move.target) if sheet.owner[k] == move.player]
        before, after = sheet.levels[move.source], sheet.levels[move.target]
        done: dict[str, list[str]] = {"switch": [], "take up": [], "drop": [], "set": []}
        for k in options:
            verb, what = self._set(sheet, k, int(before[k]), int(after[k]))
            done[verb].append(what)
        parts = [f"{verb} {joined(things)}" for verb, things in done.items() if things]
        return joined(parts) or f"move to {self.state(move.target)}"

    def _set(self, sheet: Sheet, option: int, before: int, after: int) -> tuple[str, str]:
        """What is done with an option: a verb, and the rest."""
        name, levels = sheet.said[option]
        if is_binary(sheet, option):
            return "take up" if sheet.labels[option][after] == "yes" else "drop", f"'{name}'"
        if not speaks(sheet, option):
            return "set", f"'{name}' to '{levels[after]}'"
        return "switch", f"from '{levels[before]}' to '{levels[after]}'" if before != ANY else f"to '{levels[after]}'"

    def _stands(self, sheet: Sheet, option: int, level: int) -> list[str]:
        name, levels = sheet.said[option]
        if level == ANY:
            return []
        if is_binary(sheet, option):
            return [f"'{name}'" if sheet.labels[option][level] == "yes" else f"not '{name}'"]
        return [f"'{levels[level]}'" if speaks(sheet, option) else f"'{name}': '{levels[level]}'"]


def is_binary(sheet: Sheet, option: int) -> bool:
    """Return whether an option is taken or not, and the file has no other words for that.

    Parameters
    ----------
    sheet, option
        What states consist of, and which option.
    """
    return {"no", "yes"} == set(sheet.labels[option]) == set(sheet.said[option][1])


def speaks(sheet: Sheet, option: int) -> bool:
    """Return whether the levels of an option say by themselves what is done, without its name.

    They do if it is the only option of its player, or if the file names some of them; mere "yes" and "no" never do.

    Parameters
    ----------
    sheet, option
        What states consist of, and which option.
    """
    labels, names = sheet.labels[option], sheet.said[option][1]
    named = any(name.replace(" ", "_") != label for label, name in zip(labels, names, strict=True))
    alone = int((sheet.owner == sheet.owner[option]).sum()) == 1
    return not is_binary(sheet, option) and (named or alone)


def called(concepts: Sequence[str]) -> str:
    """Name concepts in a sentence: "Nash, GMR and SMR".

    Parameters
    ----------
    concepts
        Their labels.
    """
    return joined([" ".join(CALLED.get(word, word) for word in concept.split(" ")) for concept in concepts])
