"""The chat platforms, each behind one door: a message in, a reply out."""
