"""The words of a passport: what the public page of a lot may tell, each datum behind its own switch."""

from __future__ import annotations

import msgspec

from suyuan.forms.form import Expr
from suyuan.kernel.i18n import Label


class Switches(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is published; whatever is not switched on is never read, let alone shown.

    :param product: the product's name.
    :param plant: the plant's name.
    :param city: the plant's city.
    :param lot: the lot's own code.
    :param produced_on: and ``expires_on``: its dates.
    :param ingredients: names of the materials that went into this very lot, most first.
    :param origin: where each of them came from, no finer than a city.
    :param allergens: of the product and of everything that went in.
    :param verdict: what the inspection came to, and when.
    :param results: the single results of that inspection.
    :param journey: the steps of this lot, with their days.
    :param places: where each step was, no finer than a city.
    :param complaint: a form for telling the plant about this lot.
    """

    product: bool = False
    plant: bool = False
    city: bool = False
    lot: bool = False
    produced_on: bool = False
    expires_on: bool = False
    ingredients: bool = False
    origin: bool = False
    allergens: bool = False
    verdict: bool = False
    results: bool = False
    journey: bool = False
    places: bool = False
    complaint: bool = False


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One more line about the product.

    :param value: expression over the lot: ``material.storage``.
    :param publish: its switch.
    """

    key: str
    label: Label
    value: Expr
    publish: bool = False


class Ingredients(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where ingredients, origins and allergens are read.

    :param where: which of the lots that went in count, as a condition over the lot; all that were received when blank.
    :param origin: expression over the record that brought the lot in: ``supplier.address``.
    :param allergens: expression over a lot: ``material.allergens``.
    """

    where: Expr | None = None
    origin: Expr | None = None
    allergens: Expr | None = None


class Checks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which inspection is told.

    :param form: its form; the newest record on the lot counts.
    :param lot: lot field of that form.
    :param verdict: field that tells the outcome, and :param passed: condition under which it is a good one.
    :param at: date or instant of it.
    :param results: path of a list of single results; ``name`` and ``value`` are fields of its rows.
    """

    form: str
    lot: str
    verdict: str
    passed: Expr
    at: str = ""
    results: str = ""
    name: str = ""
    value: str = ""


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step of the journey.

    :param form: every event of this lot's trace that came from a record of this form.
    :param place: expression over that record giving an address or city; the plant's city where blank.
    :param publish: its switch, besides the one for the journey.
    """

    form: str
    label: Label
    place: Expr | None = None
    publish: bool = False


class Complaints(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The form that a complaint becomes a record of, and its fields.

    :param set: further fields with the texts to write into them.
    """

    form: str
    lot: str
    text: str
    contact: str = ""
    photo: str = ""
    set: dict[str, str] = {}


class Passport(msgspec.Struct, frozen=True):
    """What the public may know of the lots of some materials.

    :param materials: codes of the materials it is for; those of no other passport when empty.
    :param lots: which lots have a page before they are shipped, as a condition over the lot; none when blank.
    :param city: the plant's city.
    :param contact: how to reach the plant, shown where something is wrong with a lot.
    """

    passport: str
    label: Label
    materials: list[str] = []
    lots: Expr | None = None
    city: Label = Label()
    contact: Label = Label()
    publish: Switches = Switches()
    facts: list[Fact] = []
    ingredients: Ingredients = Ingredients()
    checks: Checks | None = None
    steps: list[Step] = []
    complaint: Complaints | None = None

    @property
    def key(self) -> str:
        return self.passport
