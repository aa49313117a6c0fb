"""Training the members of a model folder and writing it."""
