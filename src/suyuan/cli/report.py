"""The verb report: the trace report of a lot as a file."""

from __future__ import annotations

from pathlib import Path

import click

from suyuan.cli.shared import Plant, with_plant


@click.command()
@click.argument("code")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; .pdf or .xlsx. 输出文件")
@click.option("--direction", type=click.Choice(["back", "forward", "both"]), default="both", show_default=True)
@with_plant
def report(plant: Plant, code: str, out: Path | None, direction: str) -> None:
    """The trace report of a lot, as PDF or as a workbook. 追溯报告"""
    from suyuan.ledger.seal import Sealer
    from suyuan.records.letterhead import letterhead
    from suyuan.records.report.make import trace_report
    from suyuan.records.report.write import report_pdf, report_xlsx

    Sealer(plant.store).seal()
    found = trace_report(plant.store, code, plant.lang, by=plant.by, direction=direction)
    file = out or Path(f"trace-{''.join(c if c.isalnum() else '-' for c in found.code)}.pdf")
    head = letterhead(plant.store, plant.lang, plant.by)
    is_sheet = file.suffix.lower() == ".xlsx"
    raw = report_xlsx(found, head) if is_sheet else report_pdf(plant.store, found, head, plant.by)
    file.write_bytes(raw)
    body = {"code": found.code, "file": str(file), "bytes": len(raw), "records": len(found.records)}
    plant.answer(body, lambda: plant.tell("report_written", file=file, records=len(found.records)))
