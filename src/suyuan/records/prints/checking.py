"""What checking a template looks at: which names there are, and what the texts and expressions in it say."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from suyuan.definitions.shape import nearest
from suyuan.definitions.world import World
from suyuan.expr import Type, elsewheres, parse
from suyuan.forms.check import scope_of
from suyuan.forms.expression_check import expression_mistakes
from suyuan.forms.form import Field, Form
from suyuan.forms.scope import FormScope
from suyuan.kernel.errors import Mistake
from suyuan.kernel.i18n import Label
from suyuan.records.prints.chips import PAGE_WORDS, chips

Found = Iterator[Mistake]
LONGEST_TEXT = 4000


class Checking:
    """Names of one form, or of a row of one of its lists.

    :param rows: detail list whose rows' fields come first; blank for none.
    """

    def __init__(self, world: World, form: Form, kind: str, rows: str = "") -> None:
        self.world, self.form, self.kind, self.rows = world, form, kind, rows
        scope = scope_of(world, form)
        self.scope: FormScope = scope.in_row(rows) if rows else scope

    def in_rows(self, rows: str) -> Checking:
        """The same seen from a row of the list ``rows``."""
        return Checking(self.world, self.form, self.kind, rows)

    def of_form(self, key: str, rows: str = "") -> Checking | None:
        """The names of another form."""
        form = self.world.one("forms", key)
        return None if form is None else Checking(self.world, form, self.kind, rows)

    def lists(self) -> list[str]:
        """Keys of the form's detail lists."""
        return [f.key for f in self.form.fields if f.type == "list" and not f.retired]

    def type_of(self, path: str) -> Type | None:
        """What a path gives."""
        return self.scope.type_of(tuple(path.split("."))) if path else None

    def field(self, path: str) -> Field | None:
        """The field of the form itself at ``key`` or ``list.key``; of the row where there is one."""
        key, _, inner = path.partition(".")
        found = self.scope.row.get(key) or self.scope.fields.get(key)
        if found is None or not inner:
            return found
        if found.type != "list":
            return None
        return next((f for f in found.options.fields if f.key == inner and not f.retired), None)

    def path(self, path: str, at: str) -> Found:
        """That there is such a field."""
        if self.type_of(path) is None:
            near = nearest(path, self.scope.names())
            yield Mistake(at, "forms.no_field_near" if near else "forms.no_field", {"key": path, "near": near})

    def typed(self, path: str, types: tuple[str, ...], at: str) -> Found:
        """That there is such a field of the form, of one of these types."""
        field = self.field(path)
        if field is None:
            yield from self.path(path, at) if self.type_of(path) is None else [_wrong_type(path, at)]
        elif field.type not in types:
            yield _wrong_type(path, at)

    def lot(self, path: str, at: str) -> Found:
        """That a path gives a lot."""
        found = self.type_of(path)
        if found is None:
            yield from self.path(path, at)
        elif found.kind != "link" or found.form != "$lot":
            yield Mistake(at, "records.print_no_lot", {"path": path})

    def expression(self, text: str, at: str, want: Type | None = None) -> Found:
        """That an expression reads only what there is, and nothing of other forms."""
        wrong = expression_mistakes(text, self.scope, want)
        yield from (m.under(at) for m in wrong)
        if not wrong and elsewheres(parse(text)):
            yield Mistake(at, "records.print_elsewhere")

    def text(self, text: Label | str, at: str, *, edge: bool = False) -> Found:
        """That every chip of a text is known.

        :param edge: it stands in a head or foot, which may count pages.
        """
        for lang, one in (("", text),) if isinstance(text, str) else ((".zh", text.zh), (".en", text.en)):
            if len(one) > LONGEST_TEXT:
                yield Mistake(at + lang, "records.print_long", {"most": LONGEST_TEXT})
            for chip in chips(one):
                if chip.wrong or (chip.word in PAGE_WORDS and not edge):
                    yield Mistake(at + lang, "records.print_chip", {"chip": chip.wrong or f"#{chip.word}"})
                elif chip.path:
                    yield from self.path(chip.path, at + lang)


def _wrong_type(path: str, at: str) -> Mistake:
    return Mistake(at, "records.print_type", {"path": path})


def between(value: Decimal | int, least: Decimal | int, most: Decimal | int, at: str) -> Found:
    """That a number is within bounds."""
    if not least <= value <= most:
        yield Mistake(at, "records.print_range", {"least": least, "most": most})
