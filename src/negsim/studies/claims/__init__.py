"""Claims: what sources assert, tried along the parameters that they speak of."""
