"""What solutions of each form predict: who does what, as shares of the scenario's outcomes."""
