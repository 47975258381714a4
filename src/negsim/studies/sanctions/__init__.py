"""Who can answer whose move in a conflict, and how."""
