"""Run by Alembic with the connection that ``suyuan.store.migrate`` gives it."""

from alembic import context

attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    target_metadata=attributes["metadata"],
    transactional_ddl=False,
    render_as_batch=False,
)
context.run_migrations()
