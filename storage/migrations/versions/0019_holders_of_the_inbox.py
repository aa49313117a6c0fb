"""Adds which process answers what is in the inbox, and until when that is certain."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("inbox", sa.Column("holder", sa.Text))
    op.add_column("inbox", sa.Column("lease_until", sa.DateTime))
    waits = sa.text("content IS NOT NULL")
    op.create_index(
        "inbox_waiting", "inbox", ["platform", "number"], sqlite_where=waits, postgresql_where=waits
    )
