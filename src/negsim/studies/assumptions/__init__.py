"""How far an answer depends on the numbers that were assumed."""
