"""Adds what chats and people may still ask for, and who is blocked."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "limits",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("person", sa.Boolean, primary_key=True),
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("left", sa.Float, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "blocked",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("since", sa.DateTime, nullable=False),
    )
