"""What a sweep is made of: the work on a chunk of points, measures of the answers, and how chunks are joined."""
