"""Routes as values: what each takes and gives, and who may call it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from suyuan.api.shape import Shape

if TYPE_CHECKING:
    from suyuan.api.call import Call

MIB = 1024 * 1024
Handler = Callable[["Call"], Awaitable[Any]]


@dataclass(frozen=True)
class Who:
    """Who may call a route.

    :param kind: everybody; whoever is signed in; who has the ability, or one of several; who may do the form verb.
    :param word: the verb, or the abilities with a blank between them.
    :param form: the form it is done on; the one named by the path parameter ``form`` when blank.
    """

    kind: Literal["public", "signed_in", "ability", "form"]
    word: str = ""
    form: str = ""


PUBLIC = Who("public")
SIGNED_IN = Who("signed_in")


def ability(*words: str) -> Who:
    """Whoever has one of the abilities: admin, design, trace, capture or audit."""
    return Who("ability", " ".join(words))


def form_verb(verb: str, form: str = "") -> Who:
    """Whoever may do ``verb`` on ``form``, or on the form in the path."""
    return Who("form", verb, form)


@dataclass(frozen=True)
class Parameter:
    """One parameter of the address.

    :param kind: text, whole, instant or flag.
    :param many: it may be given several times; its value is the list of them.
    """

    kind: Literal["text", "whole", "instant", "flag"] = "text"
    required: bool = False
    most: int = 4000
    least: int = 0
    choices: tuple[str, ...] = ()
    default: Any = None
    note: str = ""
    many: bool = False

    def schema(self) -> dict[str, Any]:
        """It as JSON Schema."""
        if self.many:
            return {"type": "array", "items": replace(self, many=False).schema()}
        if self.kind == "whole":
            return {"type": "integer", "minimum": self.least, "maximum": self.most}
        if self.kind == "flag":
            return {"type": "boolean"}
        shown: dict[str, Any] = {"type": "string"}
        if self.kind == "instant":
            shown["format"] = "date-time"
        if self.choices:
            shown["enum"] = list(self.choices)
        return shown


@dataclass(frozen=True)
class Route:
    """One method at one address.

    :param path: as Litestar writes it, ``/records/{form:str}``.
    :param query: parameters it takes; all others are refused.
    :param any_query: a page of the web front end, which reads its parameters itself.
    :param body: shape of its JSON body; ``None`` when it takes none or reads it itself.
    :param takes: media types of a body it reads itself; empty when it takes none.
    :param limit: bytes of the body.
    :param status: of the answer when it succeeds.
    :param idempotent: takes an ``Idempotency-Key``.
    :param answer: JSON Schema of the answer, or the name of one under components.
    :param gives: media type of the answer.
    """

    method: str
    path: str
    who: Who
    handler: Handler
    summary: str
    query: Mapping[str, Parameter] = field(default_factory=dict)
    any_query: bool = False
    body: Shape | None = None
    takes: tuple[str, ...] = ()
    limit: int = MIB
    status: int = 200
    idempotent: bool = False
    answer: Mapping[str, Any] | None = None
    gives: str = "application/json"
    hidden: bool = False


ROUTES: list[Route] = []
API = "/api/v1"


def route(
    method: str, path: str, who: Who, *, root: bool = False, summary: str = "", **more: Any
) -> Callable[[Handler], Handler]:
    """Declare ``handler`` as what answers ``method path``; its docstring's first line is the summary.

    :param root: the path stands as is, not under ``/api/v1``.
    :param summary: in place of the docstring's first line.
    :param more: the other members of ``Route``.
    """

    def declare(handler: Handler) -> Handler:
        told = summary or (handler.__doc__ or "").strip().splitlines()[0]
        ROUTES.append(Route(method, path if root else API + path, who, handler, told, **more))
        return handler

    return declare
