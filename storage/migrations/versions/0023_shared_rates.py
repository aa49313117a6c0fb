"""Adds the latest turns at the rates that several processes keep to together."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "shared_rates",
        sa.Column("what", sa.Text, primary_key=True),
        sa.Column("turns", sa.JSON, nullable=False),
    )
