"""Adds what is noted of artists' songs, and the words for genres on the pages of charts' songs."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "artists_asked",
        sa.Column("artist", sa.Text, primary_key=True),
        sa.Column("asked_at", sa.DateTime, nullable=False),
    )
    track = sa.ForeignKey("tracks.id", ondelete="CASCADE")
    op.create_table(
        "popularity",
        sa.Column("track_id", sa.Text, track, primary_key=True),
        sa.Column("popularity", sa.Integer, nullable=False),
    )
    op.create_table(
        "song_pages",
        sa.Column("service", sa.Text, primary_key=True),
        sa.Column("song_id", sa.Text, primary_key=True),
        sa.Column("genres", sa.JSON, nullable=False),
        sa.Column("read_at", sa.DateTime, nullable=False),
    )
