"""Kernels of graph-model conflicts: chains of sanctions, relations, looking ahead."""
