"""Which charts were posted, and how often a chart's song was looked up in vain."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("charts", sa.Column("posted", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("chart_songs", sa.Column("attempts", sa.Integer, nullable=False, server_default="1"))
    op.create_index("chart_entries_song", "chart_entries", ["song_id"])
