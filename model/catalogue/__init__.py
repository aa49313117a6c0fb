"""Whole catalogues: tables of any number of tracks, voted on part by part."""
