"""Run by Alembic with the connection that ``suyuan.store.migrate`` gives it."""

from typing import Any, Literal

from alembic import context

attributes = context.config.attributes


def ours(thing: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
    """Whether a difference concerns the product's own tables, and not those that people drew."""
    return kind != "table" or name in attributes["metadata"].tables


def spelled(kind: str, thing: Any, autogen: Any) -> str | Literal[False]:
    """Our own column types by their short names; everything else as Alembic does it."""
    if kind != "type" or not type(thing).__module__.startswith("suyuan."):
        return False
    autogen.imports.add(f"from {type(thing).__module__} import {type(thing).__name__}")
    return repr(thing)


context.configure(
    connection=attributes["connection"],
    target_metadata=attributes["metadata"],
    include_object=ours,
    render_item=spelled,
    transactional_ddl=False,
)
context.run_migrations()
