"""Kernels of stochastic games: Markov strategies and the paths they lead to."""
