"""What only scripts use: collecting tracks, tables of charts, and measurements of matching and of levels."""
