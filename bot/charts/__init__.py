"""Charts: which one is asked for, whose songs are found, and what their genres, movers and trend are."""
