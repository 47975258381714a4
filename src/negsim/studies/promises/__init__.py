"""Promises: the forms they can take, who must ratify them, and what they are worth as they may be taken back."""
