"""One page that holds everything there is to say about a scenario: it opens offline, prints, and reads on a phone."""
