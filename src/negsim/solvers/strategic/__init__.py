"""Solvers of strategic-form games."""
