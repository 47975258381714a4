"""One scenario through every lens that applies: what each predicts, and for every disagreement the reason."""
