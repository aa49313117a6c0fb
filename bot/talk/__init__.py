"""Talk about the bot itself: its help, and small answers to small talk."""
