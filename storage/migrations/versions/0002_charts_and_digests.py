"""Charts, which tracks their songs are, and the digests that were posted."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _charts()
    op.create_table(
        "chart_songs",
        sa.Column("service", sa.Text, primary_key=True),
        sa.Column("song_id", sa.Text, primary_key=True),
        sa.Column("track_id", sa.Text),
        sa.Column("looked_up_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "digests",
        sa.Column("subscription", sa.Text, primary_key=True),
        sa.Column("period", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("lease_until", sa.DateTime, nullable=False),
        sa.Column("retry_at", sa.DateTime),
        sa.Column("message_id", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("changed_at", sa.DateTime, nullable=False),
    )


def _charts() -> None:
    op.create_table(
        "charts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("hour", sa.Integer),
        sa.Column("fetched_at", sa.DateTime, nullable=False),
    )
    op.create_index("charts_moment", "charts", ["name", "day", sa.text("coalesce(hour, -1)")], unique=True)
    op.create_table(
        "chart_entries",
        sa.Column("chart_id", sa.Integer, sa.ForeignKey("charts.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("artists", sa.JSON, nullable=False),
        sa.Column("song_id", sa.Text, nullable=False),
        sa.Column("album", sa.Text),
        sa.Column("previous_rank", sa.Integer),
        sa.Column("is_new", sa.Boolean, nullable=False),
    )
