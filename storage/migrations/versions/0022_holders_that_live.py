"""Drops until when a process holds what is in the inbox: it holds it as long as it lives."""

from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.drop_column("inbox", "lease_until")
