"""Solvers of screening games, one file an algorithm."""
