"""Where along one parameter an answer changes."""
