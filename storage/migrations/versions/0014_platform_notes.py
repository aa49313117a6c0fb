"""Adds the notes that a chat platform keeps: the commands that it was told of, what a server has set."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "platform_notes",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("note", sa.JSON, nullable=False),
    )
