"""Make the index of the dossier: ids, numbers, ranges, paragraphs, and no texts.

The dossier is the project's reading of the five texts, which was written before the catalog and is kept outside of it.
$ python tests/oracles/make_dossier_index.py DOSSIER.yaml > tests/oracles/data/dossier_index.json
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import yaml

TEXTS = {
    "S0": "kortunov-2022",
    "S1": "trenin-2022",
    "S2": "frolov-2021",
    "S3": "aljazeera-2022",
    "S4": "blog-2022",
}
SAID = ("aims", "red_lines", "constraints", "beliefs", "outside_options", "capabilities")


def cited(codes: list[str]) -> list[str]:
    """Write codes such as S1.WN3 as the catalog cites them."""
    return [f"{TEXTS[code.partition('.')[0]]}#{code.partition('.')[2]}" for code in codes]


def listed(value: object) -> list:
    """Make a list of one thing, or of none."""
    return value if isinstance(value, list) else [value] if value else []


def preset(text: str) -> dict[str, float | str]:
    """Read 'senator_support .70, member_support .99'."""
    pairs = [part.split() for part in text.split(",")]
    return {name: float(value) if value[0] in ".0123456789" else value for name, value in pairs}


def index(dossier: dict) -> dict:
    """Gather what the catalog and the scenarios are compared with."""
    paragraphs = Counter(
        (entry["ref"].partition(".")[0], section(entry["ref"])) for entry in dossier["paragraph_index"]
    )
    return {
        "provenance": "made by make_dossier_index.py from the dossier of the five texts (14 scenarios, 93 options, "
        "48 facts), written before the catalog and independently of it; ids, numbers and paragraphs only",
        "paragraphs": {
            TEXTS[text]: {code: n for (key, code), n in paragraphs.items() if key == text} for text in TEXTS
        },
        "actors": {a["id"]: {s: [cited(x["src"]) for x in a.get(s) or []] for s in SAID} for a in dossier["actors"]},
        "options": {
            o["id"]: {
                "actor": listed(o["actor"]),
                "category": [name.replace("_", " ") for name in listed(o["category"])],
                "form": len(listed(o["form"])),
                "needs": len(listed(o["pre"])),
                "basis": o["rev"]["basis"].split()[0],
                "gives": sorted(o["gives"]),
                "costs": sorted(o["costs"]),
                "feasible": [sorted(cited(x["src"])) for x in o["feas"]],
                "provokes": listed(o["provokes"]),
                "extent": len(o["params"]),
                "source": cited(o["src"]),
            }
            for o in dossier["options"]
        },
        "facts": {
            f["id"]: {
                "tier": f["tier"],
                "statics": [[s["up"], s["q"], s["sign"]] for s in f["statics"]],
                "params": f["params"],
                "source": cited(f["src"]),
            }
            for f in dossier["stylised_facts"]
        },
        "disagreements": {
            g["id"]: {
                "views": [cited(v["src"]) for v in g["views"]],
                "presets": {name: preset(text) for name, text in g["presets"].items()},
                "params": g["params"],
                "scenarios": g["scenarios"],
            }
            for g in dossier["disagreements"]
        },
        "numbers": {n["id"]: {"value": str(n["value"]), "source": cited(n["src"])} for n in dossier["numbers"]},
        "timeline": {
            t["id"]: {
                "date": str(t["date"]),
                "actors": t["actors"],
                "options": t["options"],
                "source": cited(t["src"]),
            }
            for t in dossier["timeline"]
        },
        "ambiguities": {q["id"]: cited(q["src"]) for q in dossier["ambiguities"]},
        "parameters": {
            p["id"]: {"default": p["default"], "range": p["range"], "source": cited(p["src"])}
            for p in dossier["parameters"]
        },
        "scenarios": {
            s["id"]: {
                "params": s["params"],
                "options": sorted({option for options in s["moves"].values() for option in options}),
                "variants": {v["name"]: v["facts"] for v in s.get("variants") or []},
                "contested": s["contested"],
            }
            for s in dossier["scenarios"]
        },
    }


def section(code: str) -> str:
    """Return the section of a code: WN of S1.WN3."""
    return code.partition(".")[2].rstrip("0123456789")


if __name__ == "__main__":
    found = index(yaml.safe_load(Path(sys.argv[1]).read_text(encoding="utf-8")))
    rows = ",\n".join(
        f" {json.dumps(kind)}: "
        + (
            json.dumps(part, ensure_ascii=False)
            if isinstance(part, str)
            else "{\n"
            + ",\n".join(
                f"  {json.dumps(name)}: {json.dumps(entry, ensure_ascii=False)}" for name, entry in part.items()
            )
            + "\n }"
        )
        for kind, part in found.items()
    )
    print("{\n" + rows + "\n}")
