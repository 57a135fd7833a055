"""The address that is printed into QR codes: a GS1 Digital Link of GTIN and lot."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from suyuan.codes.content import is_right
from suyuan.codes.digital_link import GS1_STEM, build
from suyuan.kernel.errors import NotFound
from suyuan.records.look import Desk
from suyuan.records.passport_page import is_public, material_code, passport_for, passports, public_desk
from suyuan.records.plant import plant_of
from suyuan.store.engine import Store
from suyuan.trace import lots
from suyuan.trace.tables import lot as lot_table
from suyuan.trace.tables import lot_identifier


@dataclass(frozen=True)
class PublicLink:
    """Where the public finds a lot or a product.

    :param url: the Digital Link; ``None`` where GS1 cannot write it.
    :param gtin: 14 digits, ``None`` where the material has none.
    :param public: whether the page can be seen now.
    :param why: what is missing when it cannot: gtin, code, passport or shipment.
    :param passport: key of the passport that governs the page.
    """

    url: str | None
    gtin: str | None
    public: bool
    why: str | None
    passport: str | None
    code: str | None
    title: str


def link_of_lot(store: Store, code: str, origin: str) -> PublicLink:
    """The public address of a lot.

    :param origin: of this server, for plants that name no host.
    :raises NotFound: there is no such lot.
    """
    with store.read() as conn:
        desk = public_desk(store, conn)
        lot = lots.find(conn, code)
        if lot is None:
            raise NotFound("trace.unknown_lot", lot=code[:100])
        known = passports(conn)
        passport = passport_for(known, material_code(desk, lot))
        gtin = _gtin(desk, lot.material)
        writable = gtin is not None and is_right("10", lot.code)
        url = build((("01", gtin), ("10", lot.code)), plant_of(store).host or origin) if gtin and writable else None
        missing = "gtin" if gtin is None else "code" if not writable else "passport" if passport is None else None
        if missing is None and passport is not None and not is_public(desk, passport, lot):
            missing = "shipment"
        key = None if passport is None else passport.key
        return PublicLink(url, gtin, missing is None, missing, key, lot.code, lot.title)


def link_of_product(store: Store, material: str, origin: str) -> PublicLink:
    """The public address of a product, whose page asks for the lot.

    :param material: public id of the material's record.
    :raises NotFound: there is no such material.
    """
    with store.read() as conn:
        desk = public_desk(store, conn)
        serving = desk.catalogue.serving("material")
        found = None if serving is None else desk.record(serving.key, material)
        if found is None:
            raise NotFound("records.no_record")
        gtin = _gtin(desk, found.id)
        url = build((("01", gtin),), plant_of(store).host or origin) if gtin else None
        return PublicLink(url, gtin, gtin is not None, None if gtin else "gtin", None, None, found.title)


def _gtin(desk: Desk, material: int | None) -> str | None:
    found = None if material is None else desk.material_of(material)
    text = "" if found is None or not found.gtin else found.gtin.zfill(14)
    return text if text and is_right("01", text) else None


def newest_with_link(store: Store) -> str | None:
    """The code of the newest lot that a GTIN and lot code name, to try a page with."""
    query = select(lot_table.c.code).join(lot_identifier, lot_identifier.c.lot == lot_table.c.id)
    named = lot_identifier.c.value.like(f"{GS1_STEM}/01/%/10/%")
    with store.read() as conn:
        found: str | None = conn.execute(query.where(named).order_by(lot_table.c.id.desc()).limit(1)).scalar()
        return found
