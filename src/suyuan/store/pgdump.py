"""The tables of one PostgreSQL schema as text, in one snapshot, and back into an empty schema.

Only what the product itself makes is carried: tables, their columns, defaults, constraints, indexes and identities.
Transaction ids mean nothing in another cluster: feed rows come back with xid 0, which orders them by id before all that
is written later, and each consumer's cursor is set before the first row it has not seen. It may see a few rows again.
"""

from __future__ import annotations

import json
import zipfile
from typing import Any

from psycopg import Cursor as PgCursor
from psycopg import sql
from sqlalchemy import Engine

from suyuan.kernel.errors import Conflict

TABLES = """
SELECT c.oid, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relkind = 'r' ORDER BY c.relname
"""
COLUMNS = """
SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
       CASE WHEN a.attcollation <> t.typcollation THEN l.collname END, pg_get_expr(d.adbin, d.adrelid)
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_collation l ON l.oid = a.attcollation
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
CONSTRAINTS = """
SELECT conname, pg_get_constraintdef(oid, true) FROM pg_constraint
WHERE conrelid = %s AND contype IN ('p', 'u', 'c', 'f') ORDER BY contype = 'f', conname
"""
INDEXES = """
SELECT pg_get_indexdef(i.indexrelid, 0, true) FROM pg_index i
WHERE i.indrelid = %s AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.conrelid = %s)
"""
LAST = "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)"
PIECE = 1 << 16


def dump_schema(engine: Engine, out: zipfile.ZipFile) -> None:
    """Write ``schema.json`` and ``tables/<name>`` of the connection's schema, in one read-only snapshot."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True) as conn:
        raw: Any = conn.connection.dbapi_connection
        with raw.cursor() as cursor:
            tables = [_describe(cursor, oid, name) for oid, name in cursor.execute(TABLES).fetchall()]
            out.writestr("schema.json", json.dumps(tables))
            feeds = [table["name"] for table in tables if _is_feed(table)]
            for table in tables:
                member = out.open(f"tables/{table['name']}", "w", force_zip64=True)
                with member, cursor.copy(_copy_out(table, feeds)) as copy:
                    for piece in copy:
                        member.write(piece)


def _describe(cursor: PgCursor[Any], oid: int, name: str) -> dict[str, Any]:
    words = ("name", "type", "not_null", "identity", "collation", "default")
    columns = [dict(zip(words, row)) for row in cursor.execute(COLUMNS, (oid,)).fetchall()]
    for column in columns:
        if (column["default"] or "").startswith("nextval("):
            column["identity"], column["default"] = "d", None
        if column["identity"]:
            quoted = sql.Identifier(name).as_string()
            found = cursor.execute(LAST, (quoted, column["name"])).fetchone()
            column["last"] = found[0] if found else None
    return {
        "name": name,
        "columns": columns,
        "constraints": cursor.execute(CONSTRAINTS, (oid,)).fetchall(),
        "indexes": [row[0] for row in cursor.execute(INDEXES, (oid, oid)).fetchall()],
    }


def _is_feed(table: dict[str, Any]) -> bool:
    return any(column["type"] == "xid8" for column in table["columns"])


def _copy_out(table: dict[str, Any], feeds: list[str]) -> sql.Composed:
    shown: list[sql.Composable] = []
    for column in table["columns"]:
        if column["type"] == "xid8":
            shown.append(sql.SQL("'0'"))
        elif table["name"] == "feed_cursor" and column["name"] == "xid":
            shown.append(sql.SQL("0"))
        elif table["name"] == "feed_cursor" and column["name"] == "row":
            shown.append(_seen(feeds))
        else:
            shown.append(sql.Identifier(column["name"]))
    query = sql.SQL("COPY (SELECT {} FROM {} AS own ORDER BY 1) TO STDOUT")
    return query.format(sql.SQL(", ").join(shown), sql.Identifier(table["name"]))


def _seen(feeds: list[str]) -> sql.Composable:
    """The greatest id up to which a consumer has seen every row of every feed."""
    if not feeds:
        return sql.SQL("own.row")
    unseen = "(SELECT min(f.id) - 1 FROM {0} f WHERE (f.xid, f.id) > (own.xid::text::xid8, own.row))"
    newest = "(SELECT max(f.id) FROM {0} f)"
    first = [sql.SQL(unseen).format(sql.Identifier(name)) for name in feeds]
    last = [sql.SQL(newest).format(sql.Identifier(name)) for name in feeds]
    return sql.SQL("coalesce(least({}), greatest({}), 0)").format(sql.SQL(", ").join(first), sql.SQL(", ").join(last))


def load_schema(engine: Engine, archive: zipfile.ZipFile, schema: str) -> None:
    """Make ``schema`` from a dump, in one transaction.

    :raises Conflict: there are tables in it already.
    """
    tables = json.loads(archive.read("schema.json"))
    with engine.begin() as conn:
        raw: Any = conn.connection.dbapi_connection
        with raw.cursor() as cursor:
            cursor.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema)))
            if cursor.execute(TABLES).fetchone() is not None:
                raise Conflict("store.not_empty", place=schema)
            for table in tables:
                cursor.execute(_create(table))
                _copy_in(cursor, archive, table["name"])
            for table in tables:
                _finish_table(cursor, table)
            _finish_links(cursor, tables)


def _create(table: dict[str, Any]) -> sql.Composed:
    columns = []
    for column in table["columns"]:
        words: list[sql.Composable] = [sql.Identifier(column["name"]), sql.SQL(column["type"])]
        if column["collation"]:
            words.append(sql.SQL("COLLATE {}").format(sql.Identifier(column["collation"])))
        if column["identity"]:
            words.append(sql.SQL("GENERATED {} AS IDENTITY").format(_IDENTITY[column["identity"]]))
        elif column["default"] is not None:
            words.append(sql.SQL("DEFAULT ") + sql.SQL(column["default"]))
        if column["not_null"]:
            words.append(sql.SQL("NOT NULL"))
        columns.append(sql.SQL(" ").join(words))
    return sql.SQL("CREATE TABLE {} ({})").format(sql.Identifier(table["name"]), sql.SQL(", ").join(columns))


_IDENTITY = {"a": sql.SQL("ALWAYS"), "d": sql.SQL("BY DEFAULT")}


def _copy_in(cursor: PgCursor[Any], archive: zipfile.ZipFile, name: str) -> None:
    query = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))
    with archive.open(f"tables/{name}") as member, cursor.copy(query) as copy:
        while piece := member.read(PIECE):
            copy.write(piece)


def _finish_table(cursor: PgCursor[Any], table: dict[str, Any]) -> None:
    own = sql.Identifier(table["name"])
    for column in table["columns"]:
        if column.get("last") is not None:
            sequence = "SELECT setval(pg_get_serial_sequence(%s, %s), %s)"
            cursor.execute(sequence, (own.as_string(), column["name"], column["last"]))
    for name, definition in table["constraints"]:
        if not definition.startswith("FOREIGN KEY"):
            cursor.execute(_constraint(own, name, definition))
    for definition in table["indexes"]:
        cursor.execute(sql.SQL(definition))


def _finish_links(cursor: PgCursor[Any], tables: list[dict[str, Any]]) -> None:
    for table in tables:
        for name, definition in table["constraints"]:
            if definition.startswith("FOREIGN KEY"):
                cursor.execute(_constraint(sql.Identifier(table["name"]), name, definition))


def _constraint(table: sql.Identifier, name: str, definition: str) -> sql.Composed:
    words = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(table, sql.Identifier(name))
    return words + sql.SQL(definition)
