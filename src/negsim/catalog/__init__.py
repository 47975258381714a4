"""Documented moves and textbook games, one YAML file each, and the registry of sources."""
