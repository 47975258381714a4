"""Play over stages: states and what follows them, and what plans are worth there."""
