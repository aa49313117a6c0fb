"""Features are measured: those that were estimated from audio go, and the votes that were cast on them."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute("DELETE FROM features WHERE source IN ('audio', 'preview')")
    op.execute("DELETE FROM votes WHERE level NOT IN ('measured', 'artist')")
