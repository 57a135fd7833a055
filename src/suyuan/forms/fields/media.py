"""Files, images, signatures: uploads by their public id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import msgspec

from suyuan.expr.types import NUMBER, Type
from suyuan.forms.field_type import FIELD_TYPES, PRESENCE, Cell, Face, FieldType
from suyuan.forms.fields.links import EXAMPLE
from suyuan.forms.form import Field
from suyuan.forms.look import Look, Resolve
from suyuan.forms.values import FileRef, Files
from suyuan.kernel.errors import refuse
from suyuan.kernel.ids import is_id
from suyuan.store.columns import Json


class FileOptions(msgspec.Struct, frozen=True):
    """:param max: most files.
    :param max_size: most megabytes of each.
    """

    max: int = 20
    max_size: int = 50


class FileField(FieldType):
    key = "file"
    widget = "file"
    Options: ClassVar[type[msgspec.Struct]] = FileOptions
    operators = PRESENCE
    media = ""
    face = Face("media", "file")

    def expr_type(self, f: Field) -> Type:
        return NUMBER

    def columns(self, f: Field) -> list[Cell]:
        return [Cell(f.key, Json(), lambda files: [msgspec.to_builtins(file) for file in files])]

    def load(self, f: Field, parts: Sequence[Any], at: Resolve) -> Files:
        return Files(msgspec.convert(part, FileRef) for part in parts[0])

    def clean(self, f: Field, value: Any, look: Look) -> Files | None:
        if isinstance(value, Files):
            return value
        given = value if isinstance(value, list) else [value]
        if len(given) > f.options.max:
            raise refuse("", "forms.too_many_files", most=f.options.max)
        files = Files(self.one(f, item, look) for item in given)
        if len({file.id for file in files}) < len(files):
            raise refuse("", "forms.chosen_twice")
        return files or None

    def one(self, f: Field, value: Any, look: Look) -> FileRef:
        uid = value.get("id") if isinstance(value, Mapping) else value
        found = look.file(uid) if isinstance(uid, str) and is_id(uid) else None
        if found is None:
            raise refuse("", "forms.no_such_file", given=str(uid)[:40])
        if not found.type.startswith(self.media):
            raise refuse("", "forms.want_image", name=found.name)
        if found.size > f.options.max_size * 1_000_000:
            raise refuse("", "forms.file_too_big", name=found.name, most=f.options.max_size)
        return found

    def show(self, f: Field, value: Any, lang: str) -> str:
        return "; ".join(file.name for file in value)

    def example(self, f: Field) -> Any:
        return [EXAMPLE]


class ImageOptions(msgspec.Struct, frozen=True):
    """:param max: most pictures.
    :param max_size: most megabytes of each.
    :param watermark: the server prints its time, the person and the plant into every picture; others are refused.
    """

    max: int = 20
    max_size: int = 20
    watermark: bool = False


class ImageField(FileField):
    """Pictures that the server has made anew."""

    key = "image"
    widget = "image"
    Options: ClassVar[type[msgspec.Struct]] = ImageOptions
    media = "image/"

    def one(self, f: Field, value: Any, look: Look) -> FileRef:
        found = super().one(f, value, look)
        if found.type not in ("image/jpeg", "image/png"):
            raise refuse("", "forms.want_image", name=found.name)
        if getattr(f.options, "watermark", False) and found.made != "stamped":
            raise refuse("", "forms.want_stamp", name=found.name)
        return found

    face = Face("media", "camera")


class SignatureOptions(msgspec.Struct, frozen=True):
    """:param max_size: most megabytes of the picture."""

    max_size: int = 2

    @property
    def max(self) -> int:
        return 1


class SignatureField(ImageField):
    """A handwritten signature: one picture, drawn by the server from the strokes, with who signed and when."""

    key = "signature"
    widget = "signature"
    Options = SignatureOptions

    def one(self, f: Field, value: Any, look: Look) -> FileRef:
        found = super().one(f, value, look)
        if found.made != "signed":
            raise refuse("", "forms.want_signature")
        return found

    face = Face("media", "sign")


FIELD_TYPES.add(FileField())
FIELD_TYPES.add(ImageField())
FIELD_TYPES.add(SignatureField())
