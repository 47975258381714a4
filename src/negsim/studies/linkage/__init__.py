"""Linkage: what it makes of an agenda to settle its issues together, one by one, or in groups."""
