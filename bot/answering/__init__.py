"""How an answer is worked on: within a time, its look-ups counted, no failure of the storage in its way."""
