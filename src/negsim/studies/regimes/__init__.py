"""What games of a sweep have in common: a name for each kind of answer, and how often each occurs."""
