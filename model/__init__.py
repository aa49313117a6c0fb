"""What we know about music: the words, and the trained genre models."""
