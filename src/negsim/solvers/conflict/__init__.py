"""Solvers of conflict games, one file an algorithm."""
