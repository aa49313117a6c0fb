"""What concerns people and chats, whatever they ask: how much they may ask, and who is blocked."""
