"""Which of the assumed numbers an answer depends on: Sobol indices, Morris screening, tornado, regional, rules."""
