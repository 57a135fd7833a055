"""What writing one record changes in those it links to, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from suyuan.access.rights import Everything, Viewer
from suyuan.expr import compiled, parse
from suyuan.forms.catalogue import Catalogue
from suyuan.forms.form import Update
from suyuan.forms.live import LiveForm
from suyuan.forms.numbers import rounded
from suyuan.forms.place import Names, Values
from suyuan.forms.values import Linked
from suyuan.kernel.errors import Invalid
from suyuan.records.amendment import Amendment
from suyuan.records.desk import desk_for
from suyuan.records.read import loaded
from suyuan.store.engine import Tx

VIA = "update"


def run_updates(tx: Tx, forms: Catalogue, seen: Viewer, live: LiveForm, uid: str, values: Values) -> None:
    """Change the records that the record ``uid`` links to, as its form's ``updates`` say.

    The ledger entry of each is by the same actor, ``via`` update, its reason the title of ours. The form's author has
    decided, so the actor needs no right on them. What an update changes runs no further updates, and voiding ours
    takes nothing back.

    :param values: of our record, as just written.
    :raises Invalid: a changed record would not be right; paths begin with the link.
    :raises Conflict: a changed record is voided.
    """
    if not live.form.updates:
        return
    able = Viewer(seen.actor, Everything())
    for update in live.form.updates:
        linked = [isinstance(place[1], Linked) for place in _places(update, live, values)]
        for n in (n for n, leads in enumerate(linked) if leads):
            row, now = _read(tx, forms, able, live, uid)
            _run(tx, forms, able, live, update, list(_places(update, live, now))[n], row)


def _read(tx: Tx, forms: Catalogue, able: Viewer, live: LiveForm, uid: str) -> tuple[Any, Values]:
    """Our record as it stands, nothing remembered of those it links to."""
    return loaded(desk_for(tx.store, tx.conn, forms, able, tx.now), live, uid)


def _places(update: Update, live: LiveForm, values: Values) -> Iterator[tuple[str, Any, Mapping[str, Any]]]:
    """Where the link stands: its path, what it leads to, and the names there."""
    record = live.scalars(values)
    outer, _, inner = update.record.partition(".")
    if not inner:
        yield outer, values.get(outer), record
        return
    for n, row in enumerate(record.get(outer) or ()):
        yield f"{outer}[{n}].{inner}", values[outer][n].get(inner), Names(row, record)  # type: ignore[misc]


def _run(
    tx: Tx,
    forms: Catalogue,
    able: Viewer,
    live: LiveForm,
    update: Update,
    place: tuple[str, Any, Any],
    row: Any,
) -> None:
    path, linked, names = place
    desk = desk_for(tx.store, tx.conn, forms, able, tx.now)
    names = Names({"this": desk.at(live.key, row["id"])}, names)
    holds = update.when is None or compiled(parse(update.when))(names, desk.env) is True
    if not isinstance(linked, Linked) or not holds:
        return
    target = forms.any(linked.form)
    amendment = Amendment(tx, forms, able, target, linked.uid)
    reason = f"{live.form.label.zh or live.form.label.en} {row['title']}"
    try:
        given = {key: _value(target, key, compiled(parse(text))(names, desk.env)) for key, text in update.set.items()}
        kept = {key: value for key, value in given.items() if target.fields[key].field.readonly}
        fixed, mistakes = target.clean(kept, amendment.desk)
        if mistakes:
            raise Invalid(mistakes)
        changes = {key: value for key, value in given.items() if key not in kept}
        amendment.run(changes, reason, amendment.row["revision"], VIA, fixed)
    except Invalid as error:
        raise Invalid([m.under(path) for m in error.mistakes]) from None


def _value(target: LiveForm, key: str, result: Any) -> Any:
    decimals = getattr(target.fields[key].field.options, "decimals", None)
    return rounded(result, decimals) if type(result) is Decimal and decimals is not None else result
