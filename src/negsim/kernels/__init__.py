"""Numbers only: arrays in, arrays out; no kernel knows a game."""
