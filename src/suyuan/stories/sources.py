"""What a step of the simulated day is done for: one record for each item of a source.

An item is a mapping that the step's field values read as ``item`` (as ``row`` inside ``rows``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING, Any

from suyuan.stories.values import Context

if TYPE_CHECKING:
    from suyuan.stories.world import PlantWorld

Item = Mapping[str, Any]
Source = Callable[["PlantWorld", Any, Context], Iterator[Item]]
SOURCES: dict[str, Source] = {}
GRAM = Decimal("0.001")


def source(make: Source) -> Source:
    """Register a source under its function's name."""
    SOURCES[make.__name__] = make
    return make


@source
def low_stock(world: PlantWorld, spec: Any, context: Context) -> Iterator[Item]:
    """Materials whose stock, whatever its status, is below their reorder point."""
    for want in spec:
        material = world.record("material", want["material"])
        if world.stock_of(material.id) < Decimal(str(want["below"])):
            yield {
                **want,
                "material": material.id,
                "material_code": want["material"],
                "uom": material.fields["base_uom"],
                "supplier": world.reference("supplier", want["supplier"]),
                "location": world.reference("location", want["location"]),
            }


@source
def lots(world: PlantWorld, spec: Any, context: Context) -> Iterator[Item]:
    """Lots by ``status`` and ``stage``; with ``free`` only those with something free; ``split`` in portions of at
    most that much, at most ``most`` items."""
    split = Decimal(str(spec["split"])) if "split" in spec else None
    count = 0
    for found in world.lots(status=spec.get("status"), stage=spec.get("stage"), free=bool(spec.get("free"))):
        left = found["free"]
        while count < spec.get("most", 1_000_000):
            take = left if split is None else min(left, split)
            yield {**found, "take": str(take)}
            count += 1
            left -= take
            if split is None or left <= 0:
                break


@source
def once_if(world: PlantWorld, spec: Any, context: Context) -> Iterator[Item]:
    """One item where the source inside has any."""
    if next(world.items(spec, context), None) is not None:
        yield {}


@source
def plan(world: PlantWorld, spec: Any, context: Context) -> Iterator[Item]:
    """The day's production plan, row by row, with each product's recipe."""
    for row in spec:
        product = world.reference("material", row["product"])
        line = world.reference("line", row["line"])
        crew = world.reference("crew", row["crew"]) if "crew" in row else None
        yield {**row, "product": product, "recipe": world.recipe_for(product).id, "line": line, "crew": crew}


@source
def records(world: PlantWorld, spec: Any, context: Context) -> Iterator[Item]:
    """Today's records of a form; with ``kinds`` those whose product is of these kinds, in that order."""
    made = world.today_records(spec["form"])
    for kind in spec.get("kinds", [None]):
        for record in made:
            if kind is None or world.kind_of(record.fields["product"]["id"]) == kind:
                yield {"id": record.id, **record.fields}


@source
def recipe(world: PlantWorld, spec: Any, context: Context) -> Iterator[Item]:
    """The lots to feed for ``quantity`` of a recipe, first expired first out; short where stock is short. With
    ``kinds`` only its materials of these kinds."""
    it = world.by_id("recipe", spec["recipe"])
    scale = Decimal(spec["quantity"]) / Decimal(it.fields["makes"]["value"])
    for row in it.fields["items"]:
        if "kinds" in spec and world.kind_of(row["material"]["id"]) not in spec["kinds"]:
            continue
        need = (Decimal(row["needed"]["value"]) * scale).quantize(GRAM)
        for found in world.lots(status="released", material=row["material"]["id"], free=True):
            take = min(need, found["free"].quantize(GRAM, ROUND_DOWN))
            if take > 0:
                yield {**found, "take": str(take)}
                need -= take
            if need <= 0:
                break


@source
def demand(world: PlantWorld, spec: Any, context: Context) -> Iterator[Item]:
    """Customers who order today, each some pallets, while there are any."""
    low, high = spec["pallets"]
    for record in world.all_of(spec["form"]):
        if world.random.random() < float(spec["chance"]) and world.pallets():
            yield {"id": record.id, "pallets": world.random.randint(low, high)}


@source
def pallets(world: PlantWorld, spec: Any, context: Context) -> Iterator[Item]:
    """The oldest pallets with something on them."""
    for code in world.pallets()[: spec["most"]]:
        yield {"code": code}
