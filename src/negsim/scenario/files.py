"""Which file a scenario's name means, and its text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from negsim.errors import Fault, ScenarioError, suggestion
from negsim.scenario.yaml_reader import MAX_BYTES

MAX_NAME = 200
_PACKAGE = Path(__file__).resolve().parent.parent
GAMES = _PACKAGE / "catalog" / "games"
MOVES = _PACKAGE / "catalog" / "moves"
SOURCES = _PACKAGE / "catalog" / "sources.yaml"
DISAGREEMENTS = _PACKAGE / "catalog" / "disagreements.yaml"


@cache
def scenario_folder() -> Path:
    """Return the folder of the shipped scenarios: inside an installed package, at the top of a source tree."""
    installed = _PACKAGE / "scenarios"
    return installed if installed.is_dir() else _PACKAGE.parent.parent / "scenarios"


def shipped() -> dict[str, Path]:
    """Return the shipped scenarios and the textbook games: name -> file."""
    return {path.stem: path for folder in (GAMES, scenario_folder()) for path in sorted(folder.glob("*.yaml"))}


def find(path_or_name: str | Path) -> Path:
    """Return the file that a path, or the bare name of a shipped scenario, means.

    Parameters
    ----------
    path_or_name
        A name without folder and ending is looked up among the shipped scenarios and textbook games first.

    Raises
    ------
    ScenarioError
        If there is neither.
    """
    name = str(path_or_name)
    is_bare = not isinstance(path_or_name, Path) and name == Path(name).name and not Path(name).suffix
    known = shipped() if is_bare else {}
    if name in known:
        return known[name]
    try:
        exists = bool(name) and Path(name).exists()
    except (OSError, ValueError):
        exists = False
    if exists:
        return Path(name)
    hint = f", and no shipped scenario of that name{suggestion(name, known)}" if is_bare else ""
    raise ScenarioError([Fault(message=f"there is no such file{hint}", file=name or "''")])


def find_beside(path: Path, name: str) -> Path:
    """Return the file that another file names: one beside it or below, or a shipped scenario.

    Parameters
    ----------
    path
        The file that names another.
    name
        What it says.

    Raises
    ------
    ScenarioError
        If there is none, or the name leads elsewhere.
    """
    if Path(name).is_absolute() or ".." in Path(name).parts or "\0" in name or len(name) > MAX_NAME:
        raise ScenarioError([Fault(message="should be a file beside this one, or the name of a shipped scenario")])
    beside = path.parent / name
    if beside.is_file():
        return beside
    if name in shipped():
        return shipped()[name]
    hint = suggestion(name, shipped())
    hint = hint if "did you mean" in hint else " of that name"
    raise ScenarioError([Fault(message=f"there is no file '{name}' beside this one, and no shipped scenario{hint}")])


def text_of(path: Path) -> str:
    """Return the text of a file; Windows line ends and a byte order mark are left out.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    ScenarioError
        If it cannot be read, is no text in UTF-8, or is too large.
    """
    try:
        if path.is_dir():
            raise _wrong(path, "this is a folder; a scenario is one file")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as fault:
        raise _wrong(path, f"cannot be read: {fault.strerror or fault}") from None
    if len(data) > MAX_BYTES:
        raise _wrong(path, f"larger than {MAX_BYTES:,} bytes; that is no scenario")
    if not data.strip():
        raise _wrong(path, "the file is empty")
    if b"\0" in data:
        raise _wrong(path, "this is a binary file; a scenario is text in UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        column = fault.start - (data.rfind(b"\n", 0, fault.start) + 1) + 1
        message = f"the byte 0x{data[fault.start]:02x} is not UTF-8; save the file as UTF-8"
        raise ScenarioError([Fault(message=message, file=str(path), line=line, column=column)]) from None
    return text.replace("\r\n", "\n")


def _wrong(path: Path, message: str) -> ScenarioError:
    return ScenarioError([Fault(message=message, file=str(path))])
