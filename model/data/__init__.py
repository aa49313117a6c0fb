"""The tables of tracks, songs and charts that are read from files."""
