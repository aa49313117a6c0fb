"""What the bot says and hears in each language: words, particles, and text without what cannot be seen."""
