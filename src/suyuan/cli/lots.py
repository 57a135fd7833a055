"""Verbs on lots: lots, trace, recall."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import click

from suyuan.cli.shared import Plant, table, with_plant
from suyuan.kernel.errors import Malformed


@click.command()
@click.option("--search", default="", help="Code, supplier's lot, GS1 code or name. 搜索")
@click.option("--status", help="quarantine, released, held, rejected, recalled or expired. 状态")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--cursor", help="“next” of the page before. 下一页标记")
@with_plant
def lots(plant: Plant, search: str, status: str | None, limit: int, cursor: str | None) -> None:
    """List lots, newest first. 批次"""
    from suyuan.api.tracing import lots_body

    body = lots_body(plant.store, search=search, status=status, limit=limit, cursor=cursor)

    def show() -> None:
        heads = [plant.say(k) for k in ("code", "material", "status", "on_hand", "uom")]
        table(heads, [(x["code"], x["title"], x["status"], x["on_hand"], x["uom"]) for x in body["items"]])

    plant.answer(body, show)
    if search and not body["items"]:
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("direction", type=click.Choice(["back", "forward", "both"]))
@click.argument("code")
@click.option("--as-of", help="As known at this instant, as 2026-11-22T08:00:00+08:00. 截至")
@click.option("--depth", type=click.IntRange(0), help="Generations at most. 层数")
@with_plant
def trace(plant: Plant, direction: str, code: str, as_of: str | None, depth: int | None) -> None:
    """Where a lot came from, or went. 追溯"""
    from suyuan.access.rights import viewer
    from suyuan.api.tracing import amount, trace_body, trace_of
    from suyuan.forms.catalogue import catalogue

    found = trace_of(plant.store, code, direction, _instant(as_of), depth)

    def show() -> None:
        heads = [plant.say(k) for k in ("level", "code", "material", "status", "quantity", "share")]
        rows = [
            (u.level, u.code, u.title, u.status, _amount(amount(u.amount), u.uom), _share(u.share)) for u in found.units
        ]
        table(heads, rows)
        if found.hidden:
            plant.tell("hidden", count=found.hidden)

    plant.answer(trace_body(found, catalogue(plant.store), viewer(plant.store, plant.by)), show)


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Malformed("api.want_instant") from None
    if found.tzinfo is None:
        raise Malformed("api.want_instant")
    return found


def _amount(value: str | None, uom: str | None) -> str:
    return "" if value is None else f"{value} {uom or ''}".strip()


def _share(value: Decimal | None) -> str:
    return "" if value is None else f"{value * 100:.1f} %"


@click.command()
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@with_plant
def recall(plant: Plant, codes: tuple[str, ...]) -> None:
    """What a recall of lots would take: every lot they went into and why, what is on hand, who got what. 召回范围"""
    from suyuan.api.recalling import scope_body

    body = scope_body(plant.store, codes, plant.by)

    def show() -> None:
        heads = [plant.say(k) for k in ("code", "material", "status", "on_hand", "place", "why")]
        rows = [(x["code"], x["title"], x["status"], _amount(x["on_hand"], x["uom"]), x["place"]) for x in body["lots"]]
        table(heads, [(*row, _why(x["why"])) for row, x in zip(rows, body["lots"])])
        click.echo()
        heads = [plant.say(k) for k in ("destination", "lot", "quantity", "time", "document")]
        sent = [x for x in body["shipments"] if x["quantity"] is not None]
        table(
            heads,
            [(x["party"], x["code"], _amount(x["quantity"], x["uom"]), x["time"], x["record_title"]) for x in sent],
        )

    plant.answer(body, show)


def _why(why: dict[str, Any]) -> str:
    if why["through"] is None:
        return "*"
    share = "" if why["share"] is None else _share(Decimal(why["share"]))
    return " ".join(part for part in (why["through"], _amount(why["quantity"], why["uom"]), share) if part)
