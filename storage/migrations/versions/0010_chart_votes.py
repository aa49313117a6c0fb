"""Keeps with each chart the genres of its day: the models' vote, and Melon's word."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("charts", sa.Column("voted_by", sa.Text))
    op.add_column("chart_entries", sa.Column("genre", sa.Text))
    op.add_column("chart_entries", sa.Column("melon_genre", sa.Text))
