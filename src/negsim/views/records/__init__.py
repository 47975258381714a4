"""What was computed as plain dictionaries and lists: the JSON that the published schemas describe."""
