"""Adds the inbox: messages that are not answered yet."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column("content", sa.Text),
        sa.Column("received", sa.DateTime, nullable=False),
    )
