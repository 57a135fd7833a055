"""The one metadata every room's tables stand in, and the store's own tables."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, UniqueConstraint, text

from suyuan.store.columns import Instant, Json, Key, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

feed_cursor = Table(
    "feed_cursor",
    metadata,
    Column("consumer", Text, primary_key=True),
    Column("xid", BigInteger, nullable=False),
    Column("row", BigInteger, nullable=False),
    Column("moved_at", Instant, nullable=False),
)

job = Table(
    "job",
    metadata,
    Column("id", Key, primary_key=True),
    Column("queue", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("args", Json, nullable=False),
    Column("state", Text, nullable=False),
    Column("run_at", Instant, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("max_attempts", Integer, nullable=False),
    Column("lease_until", Instant),
    Column("worker", Text),
    Column("dedupe", Text, unique=True),
    Column("error", Text),
    Column("created_at", Instant, nullable=False),
    Column("done_at", Instant),
)
_unfinished = text("state IN ('ready', 'running')")
Index("ix_job_ready", job.c.queue, job.c.run_at, job.c.id, sqlite_where=_unfinished, postgresql_where=_unfinished)

cron = Table(
    "cron",
    metadata,
    Column("name", Text, primary_key=True),
    Column("every_seconds", Integer, nullable=False),
    Column("offset_seconds", Integer, nullable=False),
    Column("queue", Text, nullable=False),
    Column("args", Json, nullable=False),
    Column("next_at", Instant, nullable=False),
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("id", Key, primary_key=True),
    Column("actor", Text, nullable=False),
    Column("route", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("body_hash", LargeBinary, nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False, index=True),
    UniqueConstraint("actor", "route", "key"),
)
