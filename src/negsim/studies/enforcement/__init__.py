"""Whether an agreement holds if nobody enforces it: patience, punishment, shifting power, first strikes."""
