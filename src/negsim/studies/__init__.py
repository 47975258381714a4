"""Work over scenarios: solve, sweep, tipping points."""
