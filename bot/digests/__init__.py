"""Digests: who wants which chart when, and posting each once."""
