"""What each level of an answer is worth, measured where the truth is known."""
