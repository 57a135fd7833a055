"""Our own tables as text, by which a migration is frozen and a forgotten one is noticed.

``python -m suyuan.store.schema`` writes the files of revision 0001 anew; only before that revision is released.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import create_mock_engine

from suyuan.store.migrate import SCRIPTS, import_tables
from suyuan.store.tables import metadata

DIALECTS = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}


def schema_text(dialect: str) -> str:
    """The statements that make every room's tables on ``dialect``, each ended by a semicolon and a line end."""
    statements: list[str] = []

    def keep(statement: Any, *_: Any, **__: Any) -> None:
        text = str(statement.compile(dialect=engine.dialect))
        statements.append("\n".join(line.rstrip() for line in text.strip().replace("\t", "  ").splitlines()))

    import_tables()
    engine = create_mock_engine(DIALECTS[dialect], keep)
    metadata.create_all(engine, checkfirst=False)
    tables = [s for s in statements if s.startswith("CREATE TABLE")]
    return "".join(f"{statement};\n" for statement in tables + sorted(set(statements) - set(tables)))


def main() -> None:
    for dialect in DIALECTS:
        (SCRIPTS / "versions" / f"0001_{dialect}.sql").write_text(schema_text(dialect), encoding="utf-8")


if __name__ == "__main__":
    main()
