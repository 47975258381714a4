"""negsim simulates negotiations with game theory: one scenario file seen through every lens, each answer certified."""

__version__ = "0.1.0"
