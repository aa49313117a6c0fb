"""Chats and people: their limits and settings, what is kept of them, and how it is seen and deleted."""
