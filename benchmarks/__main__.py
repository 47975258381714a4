"""Run the benchmarks of this folder and print them: ``python -m benchmarks [name ...] [--quick] [--json FILE]``."""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import sys
from pathlib import Path

import benchmarks
from benchmarks import harness


def names() -> list[str]:
    """Return the benchmarks there are: every module of this folder but the machinery."""
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return sorted(set(found) - {"harness", "peers", "__main__"})


def main(arguments: list[str] | None = None) -> int:
    """Run what was asked for; return 1 if a benchmark could not be made, else 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which to run; all when left out: {', '.join(names())}")
    parser.add_argument("--quick", action="store_true", help="smaller work, two minutes or so in all")
    parser.add_argument("--json", type=Path, metavar="FILE", help="append one JSON object a figure to this file")
    asked = parser.parse_args(arguments)
    wrong = set(asked.names) - set(names())
    if wrong:
        parser.error(f"no benchmark {', '.join(sorted(wrong))}; there are: {', '.join(names())}")
    print(harness.machine())
    failed = 0
    for name in asked.names or names():
        try:
            tables = importlib.import_module(f"benchmarks.{name}").tables(asked.quick)
        except Exception as fault:  # one broken benchmark must not hide the others
            print(f"\n{name}: {type(fault).__name__}: {fault}")
            failed = 1
            continue
        for table in tables:
            lines, records = harness.run(table, limit=20.0 if asked.quick else harness.LIMIT)
            print("\n".join(lines), flush=True)
            if asked.json:
                with asked.json.open("a") as file:
                    file.writelines(json.dumps(record) + "\n" for record in records)
    return failed


if __name__ == "__main__":
    sys.exit(main())
