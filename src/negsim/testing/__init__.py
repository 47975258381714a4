"""For authors of plug-ins: Hypothesis strategies, contracts, oracles."""
