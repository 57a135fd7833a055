"""An import of a file as a test begins, runs and looks at it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import func, select

from suyuan.forms.catalogue import catalogue
from suyuan.kernel.actor import Actor
from suyuan.records.importing import keep
from suyuan.records.importing.errors_out import errors_file
from suyuan.records.importing.keep import Progress
from suyuan.records.importing.plan import Mapped, Plan
from suyuan.store import jobs
from suyuan.store.engine import Store
from tests.records.plant import Plant


def drain(store: Store) -> None:
    """Do all jobs that are due."""
    while jobs.run_once(store, "test"):
        pass


def sheet(lines: Iterable[Sequence[Any]]) -> io.BytesIO:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return io.BytesIO(out.getvalue().encode())


@dataclass
class Import:
    """One import of somebody."""

    plant: Plant
    form: str
    id: str
    by: Actor

    @classmethod
    def of(cls, plant: Plant, form: str, *lines: Sequence[Any], by: Actor | None = None, raw: bytes = b"") -> Import:
        """Upload a CSV file of lines, or the workbook ``raw``, and let it be read."""
        by = by or plant.boss
        kind, content = ("xlsx", io.BytesIO(raw)) if raw else ("csv", sheet(lines))
        job = keep.start(plant.store, form, f"file.{kind}", kind, content, by=by)
        drain(plant.store)
        return cls(plant, form, job.id, by)

    @property
    def now(self) -> Progress:
        return keep.progress(self.plant.store, self.form, self.id, by=self.by)

    def run(self, *mapping: str, dry_run: bool = False, **more: Any) -> Progress:
        """Run it; ``mapping`` are the targets of the columns in order, blank for one passed over."""
        found = tuple(Mapped(n, to.removesuffix("#"), to.endswith("#")) for n, to in enumerate(mapping) if to)
        keep.run(self.plant.store, self.form, self.id, Plan(found, **more), by=self.by, dry_run=dry_run)
        drain(self.plant.store)
        return self.now

    def go_on(self, *, good_only: bool) -> Progress:
        keep.go_on(self.plant.store, self.form, self.id, by=self.by, good_only=good_only)
        drain(self.plant.store)
        return self.now

    @property
    def wrong(self) -> dict[int, list[str]]:
        """Codes by row."""
        found = keep.bad_of_job(self.plant.store, self.form, self.id, by=self.by, limit=1000)
        return {bad.row: [m.code.partition(".")[2] for m in bad.mistakes] for bad in found}

    def given_back(self, lang: str = "en") -> list[list[Any]]:
        """Rows of the file of wrong rows, head first."""
        with errors_file(self.plant.store, self.form, self.id, by=self.by, lang=lang) as file:
            return [list(row) for row in load_workbook(file).active.iter_rows(values_only=True)]


def counts(job: Progress) -> tuple[str, int, int, int, int]:
    return job.state, job.made, job.changed, job.same, job.bad


def count(store: Store, form: str) -> int:
    with store.read() as conn:
        return int(conn.execute(select(func.count()).select_from(catalogue(store).form(form).table)).scalar_one())


def material(n: int) -> tuple[str, str]:
    return (f"M-{n}", f"Material {n}")
