"""What a chart's own service says of a song: its genres and its duration."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("chart_entries", sa.Column("genres", sa.JSON, nullable=False, server_default="[]"))
    op.add_column("chart_entries", sa.Column("duration_ms", sa.Integer))
