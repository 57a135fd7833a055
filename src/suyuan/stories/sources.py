"""What a step of the simulated day is done for: one record for each item of a source.

An item is a mapping that the step's field values read as ``item`` (as ``row`` inside ``rows``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING, Any

from suyuan.stories.values import Context, lookup, value_of

if TYPE_CHECKING:
    from suyuan.records.record import Record
    from suyuan.stories.world import PlantWorld

Item = Mapping[str, Any]
Source = Callable[["PlantWorld", Any, Context], Iterator[Item]]
SOURCES: dict[str, Source] = {}
GRAM = Decimal("0.001")
ZERO = Decimal()


def source(make: Source) -> Source:
    """Register a source under its function's name."""
    SOURCES[make.__name__] = make
    return make


@source
def once(world: PlantWorld, spec: Any, context: Context) -> Iterator[Item]:
    """One item: what ``spec`` says."""
    yield dict(spec)


@source
def low_stock(world: PlantWorld, spec: Any, context: Context) -> Iterator[Item]:
    """Materials of ``items`` whose stock, whatever its status, and what is on order are below their reorder point.

    ``on_order: {form, list, without}`` names the orders whose rows are not in yet.
    """
    coming = _on_order(world, spec["on_order"]) if "on_order" in spec else {}
    for want in spec["items"]:
        material = world.record("material", want["material"])
        if world.stock_of(material.id) + coming.get(material.id, ZERO) < Decimal(str(want["below"])):
            yield {
                **want,
                "material": material.id,
                "material_code": want["material"],
                "uom": material.fields["base_uom"],
                "supplier": world.reference("supplier", want["supplier"]),
            }


def _on_order(world: PlantWorld, spec: Mapping[str, Any]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for order in _without(world, world.recent(spec["form"], 30), spec["without"]):
        for row in order.fields[spec["list"]]:
            material = row["material"]["id"]
            found[material] = found.get(material, ZERO) + Decimal(row["quantity"]["value"])
    return found


def _without(world: PlantWorld, found: Iterable[Record], other: str, by: str = "") -> list[Record]:
    """Those that no record of ``other`` (``form.link``) names yet, by their id or what stands at ``by``."""
    form, path = other.split(".", 1)
    named = world.mentioned(form, path)
    return [record for record in found if (lookup(record.fields, by) if by else record.id) not in named]


@source
def lots(world: PlantWorld, spec: Any, context: Context) -> Iterator[Item]:
    """Lots by ``status``, ``stage``, ``material`` (code), ``place``; with ``free`` only those with something free.

    ``without: form.path`` leaves out those that such a record names; ``used`` and ``shipped`` are the least that must
    have been; ``split`` gives portions of at most that much, at most ``most`` items; ``newest`` the newest first.
    """
    most = int(value_of(world, spec.get("most", 1_000_000), context))
    split = Decimal(str(spec["split"])) if "split" in spec else None
    form, _, path = spec.get("without", "").partition(".")
    named = world.mentioned(form, path)
    material = world.reference("material", spec["material"]) if "material" in spec else None
    names = ("status", "stage", "place", "newest")
    wanted = {name: spec[name] for name in names if name in spec}
    count = 0
    for found in world.lots(material=material, free=bool(spec.get("free")), **wanted):
        if found["code"] in named or any(found[k] < Decimal(str(spec.get(k, 0))) for k in ("used", "shipped")):
            continue
        left = found["free"]
        while count < most:
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
    """The day's production plan, row by row, with each product's recipe.

    Rows whose stock is not ``below`` wait; of those with ``upto`` as much is planned as is missing.
    """
    for row in spec:
        product = world.reference("material", row["product"])
        if "below" in row and world.stock_of(product) >= Decimal(str(row["below"])):
            continue
        if "upto" in row:
            row = {**row, "planned": str(max(Decimal(str(row["upto"])) - world.stock_of(product), Decimal(1)))}
        line = world.reference("line", row["line"])
        crew = world.reference("crew", row["crew"]) if "crew" in row else None
        uom = world.by_id("material", product).fields["base_uom"]
        yield {
            **row,
            "uom": uom,
            "product": product,
            "recipe": world.recipe_for(product).id,
            "line": line,
            "crew": crew,
        }


@source
def records(world: PlantWorld, spec: Any, context: Context) -> Iterator[Item]:
    """Records of a form made today, or in the last ``days`` days.

    ``kinds`` keeps those whose product is of these kinds, in that order, ``products`` those of these codes;
    ``without: form.link`` leaves out those that such a record names (by the id or what stands at ``by``); ``where``
    compares fields with one or several values; ``until`` keeps those whose date field is not after today; ``except_``
    leaves out, on the days ``ago``, those where all its fields are so; ``most`` ends after so many.
    ``linked`` (form: path) tells the records that links lead to, each under the name of its form.
    """
    made = world.recent(spec["form"], spec.get("days", 1))
    if "without" in spec:
        made = _without(world, made, spec["without"], spec.get("by", ""))
    made = [record for record in made if _is_wanted(world, record, spec, context)]
    if "products" in spec:
        wanted = [world.reference("material", code) for code in spec["products"]]
        made = [record for record in made if world.product_of(record) in wanted]
    kinds = spec.get("kinds", [None])
    found = [r for k in kinds for r in made if k is None or world.kind_of(world.product_of(r)) == k]
    for record in found[: spec.get("most")]:
        linked = {form: lookup(record.fields, f"{path}.id") for form, path in spec.get("linked", {}).items()}
        yield {**_item(record), **{form: _item(world.by_id(form, id)) for form, id in linked.items()}}


def _is_wanted(world: PlantWorld, record: Record, spec: Any, context: Context) -> bool:
    def so(wanted: Mapping[str, Any]) -> bool:
        for path, value in wanted.items():
            values = value_of(world, value, context)
            if lookup(record.fields, path) not in (values if isinstance(values, list) else [values]):
                return False
        return True

    if "until" in spec and str(record.fields[spec["until"]]) > world.today.isoformat():
        return False
    without = spec.get("except_")
    if without and world.ago in without["ago"] and so(without["where"]):
        return False
    return so(spec.get("where", {}))


def _item(record: Record) -> Item:
    return {**record.fields, "id": record.id, "title": record.title, "at": record.created_at}


@source
def masters(world: PlantWorld, spec: Any, context: Context) -> Iterator[Item]:
    """Every record of a form, ``where`` its fields are so."""
    for record in world.all_of(spec["form"]):
        if _is_wanted(world, record, spec, context):
            yield _item(record)


@source
def each_of(world: PlantWorld, spec: Any, context: Context) -> Iterator[Item]:
    """The items of a list in the context: ``each_of: =item.lines``."""
    for row in lookup(context, spec[1:]) or [] if isinstance(spec, str) else spec:
        yield dict(row)


@source
def inside(world: PlantWorld, spec: Any, context: Context) -> Iterator[Item]:
    """The lots that the record ``of`` moved, through whatever they lay in."""
    yield from world.inside(value_of(world, spec["of"], context))


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
    """Customers (``where`` their fields are so) who order today, each some ``pallets`` of one of the products ``of``,
    while there are any that are not promised yet by ``orders: {form, without}``."""
    left = {id: len(world.pallets(id)) for id in (world.reference("material", code) for code in spec["of"])}
    for order in _without(world, world.recent(spec["orders"]["form"], 10), spec["orders"]["without"]):
        line = order.fields["lines"][0]
        left[line["product"]["id"]] -= round(Decimal(line["quantity"]["value"]) / spec["holds"])
    for record in world.all_of(spec["form"]):
        if not _is_wanted(world, record, spec, context) or world.random.random() >= float(spec["chance"]):
            continue
        count = world.random.randint(*spec["pallets"])
        if there := [id for id, pallets in left.items() if pallets >= count]:
            product = world.random.choice(there)
            left[product] -= count
            uom = world.by_id("material", product).fields["base_uom"]
            yield {"id": record.id, "product": product, "quantity": str(count * spec["holds"]), "uom": uom}


@source
def pallets(world: PlantWorld, spec: Any, context: Context) -> Iterator[Item]:
    """The oldest pallets ``of`` a product for a ``quantity``, but those that ``without: form.path`` names."""
    left = Decimal(str(value_of(world, spec["quantity"], context)))
    form, _, path = spec.get("without", "").partition(".")
    named = world.mentioned(form, path)
    for code, amount in world.pallets(value_of(world, spec["of"], context)):
        if left <= 0:
            return
        if code not in named:
            yield {"code": code}
            left -= amount
