"""Listening to sound files: `listener.Listener` has it done by a child process, `python -m bot.audio`."""
