"""Solvers of stochastic games, one file an algorithm."""
