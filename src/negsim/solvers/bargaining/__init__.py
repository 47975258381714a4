"""Solvers of bargaining games, one file an algorithm."""
