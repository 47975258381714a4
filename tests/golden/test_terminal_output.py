"""What the commands print, kept as files: a change of wording or layout shows in the difference.

To write the files anew after a wanted change: NEGSIM_GOLDEN=write python -m pytest tests/golden, and read what changed.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from negsim import __version__
from negsim.cli.main import main

FOLDER = Path(__file__).parent / "terminal"
ROOT = Path(__file__).parents[2]
RESTRAINT = "parallel / hold / restrain / finite / restrain / talks / no_sanctions"
COMMANDS = {
    "help": "--help",
    "solve_help": "solve --help",
    "solve": "solve baseline_impasse",
    "solve_other_values": "solve baseline_impasse --set audience_cost_R=3.2",
    "solve_mixed": "solve stag.json",
    "solve_correlated": "solve stag.json --solver correlated",
    "solve_logit": "solve baseline_impasse --solver logit -O precision=1",
    "solve_json": "solve baseline_impasse --format json",
    "solve_csv": "solve stag.json --csv",
    "solve_tree": "solve missile_nondeployment --form extensive",
    "solve_tree_json": "solve missile_nondeployment --form extensive --json",
    "solve_states": "solve countermeasures_ladder",
    "solve_tree_csv": "solve missile_nondeployment --form extensive --csv",
    "solve_demands": "solve deadline_ultimatum --form screening",
    "solve_conflict": "solve baseline_impasse --form conflict",
    "solve_conflict_csv": "solve elmira --csv",
    "solve_grand_game": "solve four_track_grand_game",
    "why_grand_game": f"why four_track_grand_game '{RESTRAINT}'",
    "sweep_conflict": "sweep baseline_impasse --form conflict --vary audience_cost_R=0:6:13 --vary confidence_q=0:1:11",
    "show_conflict": "show elmira",
    "show_stages": "show countermeasures_ladder",
    "show_turns": "show missile_nondeployment",
    "compare": "compare missile_nondeployment",
    "compare_sides": "compare baseline_impasse --set-right audience_cost_R=2",
    "bargain": "bargain moratorium_length",
    "bargain_issues": "bargain cfe2_multi_issue",
    "bargain_package": "bargain unbundled_vs_package",
    "bargain_forms": "bargain form_and_ratification",
    "bargain_holding": "bargain minsk_first_three",
    "bargain_nothing": "bargain moratorium_length --override nato_official",
    "bargain_json": "bargain minsk_first_three --json",
    "bargain_csv": "bargain unbundled_vs_package --csv",
    "solve_agreement": "solve moratorium_length",
    "solve_lottery": "solve cfe2_multi_issue",
    "sweep_agreements": "sweep moratorium_length --vary face_cost_W=0:6:13 --vary audience_cost_never=0:5:11",
    "tipping_zone": "tipping moratorium_length face_cost_W",
    "show_negotiation": "show cfe2_multi_issue",
    "show_repeated": "show minsk_first_three",
    "tipping": "tipping baseline_impasse audience_cost_R",
    "tipping_conflict": "tipping four_track_grand_game audience_cost_R",
    "tipping_json": "tipping baseline_impasse confidence_q --json",
    "paths": "paths countermeasures_ladder --horizon 20",
    "paths_of_a_tree": "paths missile_nondeployment --form extensive",
    "why": "why four_track_grand_game 38",
    "why_joined": "why elmira 'keep/delay/silent'",
    "why_json": "why baseline_impasse 'insist / refuse' --json",
    "why_csv": "why baseline_impasse 'insist / refuse' --csv",
    "claims": "claims missile_inspection",
    "claims_coverage": "claims missile_inspection --coverage",
    "claims_json": "claims missile_inspection --id SF28b --json",
    "ways": "ways four_track_grand_game --concept seq",
    "ways_to": "ways elmira --to 'modify / accept / insist' --longest 3",
    "sweep": "sweep baseline_impasse --vary audience_cost_R=0:6:13 --vary confidence_q=0:1:11",
    "show": "show baseline_impasse",
    "show_move": "show move CTR.MISSILES_NEAR",
    "show_game": "show stag.json",
    "check_faults": "check tests/unit/zoo/many_faults.yaml",
    "unknown_option": "solve baseline_impasse --solver all_nahs",
}
STAG = (
    '{"schema": "negsim-game/1", "form": "strategic", "players": ["row", "column"], '
    '"strategies": [["stag", "hare"], ["stag", "hare"]], "payoffs": [[[[4, 0], [3, 2]], [[4, 3], [0, 2]]]]}'
)


def normalised(text: str) -> str:
    """Replace what differs from run to run or from version to version."""
    text = text.replace(__version__, "VERSION")
    text = re.sub(r'"hash": "[0-9a-f]{64}"', '"hash": "HASH"', text)
    text = re.sub(r'"steps": \d+', '"steps": STEPS', text)
    text = re.sub(r'"options": \{[^}]*\}', '"options": OPTIONS', text)
    return re.sub(r"\b\d\.\de-\d\d\b", "TINY", text)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_output_is_as_it_was(name, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "stag.json").write_text(STAG)
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    code = main(shlex.split(COMMANDS[name]))
    out, err = capsys.readouterr()
    faults = f"--- standard error\n{err}" if err else ""
    told = normalised(f"$ negsim {COMMANDS[name]}\n{out}{faults}--- exit code {code}\n")
    file = FOLDER / f"{name}.txt"
    if os.environ.get("NEGSIM_GOLDEN") == "write":
        file.write_text(told, encoding="utf-8")
    assert told == file.read_text(encoding="utf-8")


def test_every_file_belongs_to_a_command():
    assert {file.stem for file in FOLDER.glob("*.txt")} == {*COMMANDS}
