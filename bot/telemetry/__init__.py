"""What the operator reads: the log."""
