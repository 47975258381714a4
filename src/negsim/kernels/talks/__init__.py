"""Kernels of bargaining games: frontiers, products and shares of gains, rounds, ratification."""
