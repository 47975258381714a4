"""Answers in sentences, one form of game or kind of question a file."""
