"""Sweeps on disk: finished chunks stay, whatever happens to the program."""
