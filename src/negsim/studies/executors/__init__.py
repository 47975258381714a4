"""Ways to run many pieces of work."""
