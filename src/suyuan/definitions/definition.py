"""The words of the definition machine: a definition, a kind of definition, a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, Protocol

import msgspec

from suyuan.definitions.yaml_text import Loaded
from suyuan.kernel.actor import Actor
from suyuan.kernel.errors import Mistake, NotFound
from suyuan.kernel.registry import Registry
from suyuan.store.engine import Tx

if TYPE_CHECKING:
    from suyuan.definitions.world import World

State = Literal["draft", "published", "retired"]
Body = dict[str, Any]
"""A definition as plain values: what the YAML file and the API's JSON hold."""


class Definition(msgspec.Struct, frozen=True):
    """One version of one drawn thing.

    :param kind: key of its kind: ``forms``, ``roles`` ...
    :param version: 1, 2 ... ; a draft has the number it will be published as.
    :param revision: counts every saving of the key, for noticing that two people draw at once.
    """

    kind: str
    key: str
    version: int
    state: State
    revision: int
    body: Body
    note: str
    actor_key: str
    actor_name: str
    at: datetime


@dataclass(frozen=True)
class Document:
    """A definition read from a YAML file, remembering the line of everything in it."""

    kind: str
    key: str
    body: Body
    loaded: Loaded


@dataclass(frozen=True)
class Changing:
    """A definition on its way to being published: the new Struct and the one published before, if any."""

    new: Any
    old: Any | None
    version: int


class Kind(Protocol):
    """One kind of drawn thing; a room registers its kinds in ``KINDS``.

    :ivar key: plural, as in the API's path: ``forms``.
    :ivar word: the first key of its documents: ``form``.
    """

    key: str
    word: str

    def parse(self, key: str, body: Body) -> tuple[Any | None, list[Mistake]]:
        """The Struct, or every mistake in the document's shape; paths are those of the document."""
        ...

    def dump(self, struct: Any) -> Body:
        """The shortest document that parses to ``struct``, its keys in reading order."""
        ...

    def settle(self, world: World, new: Any, old: Any | None) -> Any:
        """``new`` with what publishing freezes: names resolved, what was published before kept."""
        ...

    def check(self, world: World, new: Any, old: Any | None) -> list[Mistake]:
        """Everything wrong with publishing ``new`` over ``old``."""
        ...

    def apply(self, tx: Tx, changes: Sequence[Changing], by: Actor) -> None:
        """Make it so (tables, rights ...), in the transaction of the publication."""
        ...

    def retire(self, tx: Tx, old: Any, by: Actor) -> None:
        """What goes when it is retired; data never does."""
        ...


KINDS: Registry[Kind] = Registry("kind of definition")


def kind_of(key: str) -> Kind:
    """The kind, or ``NotFound``."""
    found = KINDS.get(key)
    if found is None:
        raise NotFound("definitions.no_such_kind", kind=key)
    return found


_encoder = msgspec.json.Encoder(decimal_format="number")
_decoder = msgspec.json.Decoder(float_hook=Decimal)


def to_text(body: Body) -> str:
    """``body`` as JSON text, keys in their order, numbers exact."""
    return _encoder.encode(body).decode()


def from_text(text: str) -> Body:
    """The body of ``to_text``; numbers are ``int`` or ``Decimal``."""
    found: Body = _decoder.decode(text)
    return found
