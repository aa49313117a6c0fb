"""Adds what people say that a song's genre is."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "opinions",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("track_id", sa.Text, sa.ForeignKey("tracks.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("genre", sa.Text, nullable=False),
        sa.Column("voted", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("said_at", sa.DateTime, nullable=False),
    )
    op.create_index("opinions_of_track", "opinions", ["track_id"])
