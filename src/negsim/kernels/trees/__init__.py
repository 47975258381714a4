"""Kernels of extensive games: plans, agents, subgames, regrets."""
