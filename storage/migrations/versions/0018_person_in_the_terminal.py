"""Gives the person in the terminal a number, so that they may see and delete their opinions."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.execute("UPDATE opinions SET person = '1' WHERE platform = 'terminal' AND person = ''")
