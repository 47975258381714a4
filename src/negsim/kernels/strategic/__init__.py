"""Kernels of strategic games: vertices, responses, dominance, dynamics."""
