"""Trees: their shape, how turns make them, and what plans are worth on them."""
