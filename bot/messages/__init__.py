"""Messages and replies, the pictures and buttons in them, and how a platform delivers them: values only."""
