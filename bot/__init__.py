"""The conversation: everything that touches the outside world."""
