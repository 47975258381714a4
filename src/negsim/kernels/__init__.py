"""Numbers only: arrays in, arrays out; no kernel knows a game. What serves one form lies in a room of its own."""
