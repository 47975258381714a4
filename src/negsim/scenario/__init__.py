"""Scenario files: YAML in, a complete frozen Scenario out; payoff formulas."""
