"""Measuring models on songs that they have not seen."""
