"""The start: settings, wiring, and running the bot on its chat platforms or in the terminal."""
