"""What an inverse question asks of rankings: conditions, counts, shares and least changes."""
