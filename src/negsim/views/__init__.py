"""Results as something to look at: tables, plots, notebook displays."""
