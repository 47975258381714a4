"""How far the conclusions of a scenario survive other numbers than those that were assumed."""
