"""Adds what the models make of each song for the others of its artist, artists' ids and Melon's words."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "log_opinions",
        sa.Column("track_id", sa.Text, sa.ForeignKey("tracks.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("model", sa.Text, primary_key=True),
        sa.Column("numbers", sa.LargeBinary, nullable=False),
    )
    op.add_column("tracks", sa.Column("artist_ids", sa.JSON, nullable=False, server_default="[]"))
    op.add_column("tracks", sa.Column("korean", sa.Boolean))
    op.add_column("votes", sa.Column("melon", sa.JSON))
    op.execute("DELETE FROM votes WHERE level = 'artist'")  # cast by another rule, as the next column says
    op.drop_column("votes", "agreeing")
