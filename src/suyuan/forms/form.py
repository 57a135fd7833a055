"""The words of a form: what a business person draws, as one document (the pack's YAML and the API's JSON)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from suyuan.kernel.i18n import Label

Expr = Annotated[str, "expression"]
"""An expression's text (see ``docs/expressions.md``); field keys are its names."""

Stage = Literal["supplier", "receipt", "production", "inspection", "packing", "shipment", "customer"]
Verb = Literal["receive", "create", "transform", "move", "pack", "unpack", "ship", "observe", "dispose"]


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a form or of a detail list.

    In a document the keys of ``options`` stand beside the others: ``{type: link, to: supplier, required: true}``.

    :param key: ASCII slug, the physical name, frozen at first publish.
    :param type: key of a field type.
    :param value: formula, recomputed on the server always; the field is then read-only.
    :param default: expression giving the first value of a new record.
    :param scan: may be filled by scanning.
    :param width: columns of twelve.
    :param options: the field type's own ``Options`` Struct.
    :param preset: the preset the document names as its type (``percentage``), ``""`` for the type itself.
    """

    key: str
    type: str
    label: Label
    hint: Label | None = None
    required: bool = False
    required_when: Expr | None = None
    visible_when: Expr | None = None
    readonly: bool = False
    readonly_when: Expr | None = None
    value: Expr | None = None
    default: Expr | None = None
    unique: bool = False
    scan: bool = False
    width: int = 6
    retired: bool = False
    options: Any = None
    preset: str = ""


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A titled part of the form; fields not named in any section come last.

    :param tab: begins a tab; the sections after it stand in that tab, until the next one that begins a tab.
    :param visible_when: its fields are shown only where this holds; of a tab, all that stands in the tab.
    :param collapsed: folded at first.
    """

    label: Label
    fields: list[str]
    tab: bool = False
    visible_when: Expr | None = None
    hint: Label | None = None
    collapsed: bool = False


class Linkage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a condition does to fields, by their paths: ``field``, or ``list.field`` for each row of a list.

    A path into a list has ``when``, and the expressions beside it, read the row's own fields before the record's.

    :param name: what people call the rule.
    :param on: ``false`` switches it off.
    :param show: these are visible only while this rule, or another that shows them, holds.
    :param hide: these are hidden while it holds, whatever shows them.
    :param require: these must be filled while it holds.
    :param lock: these cannot be filled while it holds.
    :param set: path -> expression that is the field's value while it holds; of several the last one wins.
    :param filter: path -> condition on what may be chosen while it holds: of a link, location or lot over the
        target's fields, with ``this.x`` for ours; of a choice over ``option``, the option's key.
    """

    name: Label
    on: bool = True
    when: Expr
    show: list[str] = []
    hide: list[str] = []
    require: list[str] = []
    lock: list[str] = []
    set: dict[str, Expr] = {}
    filter: dict[str, Expr] = {}


class Guard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Refuses a record before it is written, or warns of it.

    :param refuse: condition that must not hold.
    :param say: the reason in words.
    :param at: field the message stands at.
    :param warn: only warns: the record is written once the person has confirmed it.
    """

    refuse: Expr
    say: Label
    at: str = ""
    warn: bool = False


class Unique(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """No two submitted records have the same values in all these fields; a blank is never the same.

    :param fields: keys of fields of the form, none of a detail list.
    :param say: what is said of a second one, in place of the usual words.
    """

    fields: list[str]
    say: Label | None = None


class LinkMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which lots, and how much of each.

    :param lot: path of a lot field: ``batch`` or ``inputs.lot``.
    :param quantity: expression (a row's own fields when ``lot`` is inside a list) giving a quantity in the lot's
        uom, or a quantity field path.
    :param at: path of a place field (``location`` or ``rows.place``): the lot is taken from there, and no more than
        lies there; when counting, the place that was counted.
    :param only_when: leaves out the rows where this does not hold (a row's own fields by their keys).
    """

    lot: str
    quantity: Expr | None = None
    at: str | None = None
    only_when: Expr | None = None


class TraceMapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one record of a form does to lots: one trace event. Paths and expressions over the form's fields.

    :param verb: one of the nine.
    :param inputs: consumed lots (transform), contents (pack) .
    :param outputs: made lots (create, receive, transform), contents taken out (unpack).
    :param objects: lots the event is about (move, ship, observe, dispose).
    :param parent: container lot of pack and unpack.
    :param where: place it happens at (a link with the role place); what comes in or is made lies there.
    :param source: party or place it comes from.
    :param destination: party or place it goes to.
    :param when: event time (date-time field or expression); the moment of writing when absent.
    :param step: business step, a CBV bizStep word; the verb's usual one when absent.
    :param status: expression giving the new status of the objects or outputs (of each row, when they stand in a
        list): quarantine, released, held, rejected, recalled; blank changes nothing.
    :param loss: for dispose: ``lost`` (also when absent) or ``sampled``; for a count (``observe`` with the step
        ``stock_taking``): ``lost`` posts the differences as lost or found, else they stay unexplained.
    :param split: for transform: the outputs are parts of the inputs and inherit what they do not say.
    :param only_when: the event happens only where this holds.
    """

    verb: Verb
    inputs: list[LinkMapping] = []
    outputs: list[LinkMapping] = []
    objects: list[LinkMapping] = []
    parent: str | None = None
    where: str | None = None
    source: str | None = None
    destination: str | None = None
    when: Expr | None = None
    step: str | None = None
    status: Expr | None = None
    loss: Literal["lost", "sampled"] | None = None
    split: bool = False
    only_when: Expr | None = None


class Serves(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The part the records of a form play for tracing: what lots are of, where they lie, who gives and takes them.

    The values are field keys of the form.

    :param role: material | place | party.
    :param name: field shown as its name.
    :param code: field with its human code.
    :param uom: material: choice field of its base uom.
    :param inspect: material: bool field: lots start in quarantine and are refused until released.
    :param shelf_life: material: number field, days.
    :param gtin: material: GTIN text field.
    :param conversions: material: detail list with ``uom`` and ``factor`` (how many base uom one is).
    :param gln: place or party: GLN text field.
    """

    role: Literal["material", "place", "party"]
    name: str
    code: str | None = None
    uom: str | None = None
    inspect: str | None = None
    shelf_life: str | None = None
    gtin: str | None = None
    conversions: str | None = None
    gln: str | None = None


class Update(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What writing a record of the form changes in a record it links to, in the same transaction.

    :param record: path of the link field: ``work_order``, or ``lines.order`` for each row of a list.
    :param set: field of the linked record -> expression over our record (or row).
    :param when: only where this holds.
    """

    record: str
    set: dict[str, Expr]
    when: Expr | None = None


class About(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What records of the form tell of, so that they stand beside the lots that were there then.

    :param place: path of the field with the place.
    :param person: path of the field with the person.
    :param equipment: path of the field with the equipment.
    :param when: date or date-time field; the moment of writing when absent.
    """

    place: str | None = None
    person: str | None = None
    equipment: str | None = None
    when: str | None = None


class Next(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What usually follows a record: another form, opened with some of its fields filled.

    :param label: of the button; the form's own name when absent.
    :param fill: field of that form -> field of ours; ``id`` is the record itself.
    """

    form: str
    label: Label | None = None
    fill: dict[str, str] = {}


class FormView(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A list view that comes with the form.

    :param face: how the records are shown.
    :param by: kanban: choice or link field whose values are the columns.
    :param date: calendar: date field; ``until`` that of the last day.
    :param picture: gallery: image field.
    """

    key: str
    label: Label
    where: Expr | None = None
    sort: str | None = None
    fields: list[str] = []
    face: Literal["table", "kanban", "calendar", "gallery"] = "table"
    by: str | None = None
    date: str | None = None
    until: str | None = None
    picture: str | None = None


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A declared kind of record, one version of it.

    :param app: key of the app it is shown under.
    :param folder: key of a folder of that app.
    :param title: template of a record's title: ``{no} · {material}``.
    :param fields: in order.
    :param linkage: what shows, hides, requires, locks, sets and filters fields, in order.
    :param uniques: fields whose values together tell one record from all others.
    :param trace: the events a record of it is.
    :param updates: what a record of it changes in records it links to.
    :param about: the place, person or equipment its records tell of.
    :param then: what usually follows, offered once a record is written.
    :param stage: which of the seven stage colours it wears.
    :param serves: the part its records play for tracing.
    :param hidden: not shown in the navigation.
    """

    key: str
    version: int = 0
    label: Label
    app: str = ""
    folder: str = ""
    icon: str = ""
    stage: Stage | None = None
    order: int = 0
    hint: Label | None = None
    title: str = ""
    fields: list[Field]
    sections: list[Section] = []
    linkage: list[Linkage] = []
    guards: list[Guard] = []
    uniques: list[Unique] = []
    trace: list[TraceMapping] = []
    updates: list[Update] = []
    about: About | None = None
    then: list[Next] = []
    serves: Serves | None = None
    views: list[FormView] = []
    sort: str = "-created_at"
    flow: str | None = None
    hidden: bool = False
