"""Solvers of extensive-form games, one file an algorithm."""
