"""Ways to show a table: plain text, a terminal with colours, CSV, HTML; one file a way."""
