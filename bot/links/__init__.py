"""Links to songs, albums and playlists: their shapes, and what each one names."""
