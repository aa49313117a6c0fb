"""Songs, albums and artists: what is asked for, where it is found, its genre, and what is said about it."""
