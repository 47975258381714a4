"""What the graph model is made of: who can move from which state to which, and what states consist of."""
