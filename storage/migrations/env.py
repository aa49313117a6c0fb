"""What Alembic runs: the migrations, on the connection that `storage/migration.py` hands over."""  # noqa: INP001 - Alembic runs it as a file

from alembic import context

from storage.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
