"""What every verb shares: the plant it works on, its language, how it answers."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from suyuan.kernel.actor import CLI, Actor
from suyuan.kernel.errors import Mistake, SuyuanError
from suyuan.kernel.i18n import say
from suyuan.kernel.settings import Settings
from suyuan.store.engine import Store, open_store

F = TypeVar("F", bound=Callable[..., Any])


class Plant:
    """The plant a verb works on; its store is opened when first asked for.

    :param folder: the ``--dir`` given.
    :param as_json: answer with JSON.
    """

    def __init__(self, folder: str | None, as_json: bool) -> None:
        self.folder = folder
        self.as_json = as_json
        told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
        self.lang = "zh" if told.lower().startswith("zh") else "en"
        self._store: Store | None = None

    @property
    def settings(self) -> Settings:
        """Settings from the options and the environment."""
        return Settings.read(self.folder)

    @property
    def by(self) -> Actor:
        """Who acts: the command line."""
        return replace(CLI, lang=self.lang)

    @property
    def exists(self) -> bool:
        """Whether the plant is there already: its database, with something in the ledger."""
        from suyuan.ledger.read import is_empty

        settings = self.settings
        if settings.database_url.startswith("sqlite") and not Path(settings.database_url[10:]).exists():
            return False
        with self.store.read() as conn:
            there = not is_empty(conn)
        if not there:
            self.close()
        return there

    @property
    def store(self) -> Store:
        """The plant's store, made when it is not there."""
        if self._store is None:
            self._store = open_store(self.settings)
        return self._store

    def close(self) -> None:
        """Let go of the store."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def say(self, code: str, **params: Any) -> str:
        """Words of the command line."""
        return say(f"cli.{code}", self.lang, **params)

    def tell(self, code: str, **params: Any) -> None:
        """Say something to a person; with ``--json`` nothing but the answer is printed."""
        if not self.as_json:
            click.echo(self.say(code, **params))

    def answer(self, body: Any, show: Callable[[], None] | None = None) -> None:
        """Print ``body`` as JSON where asked, else whatever ``show`` prints."""
        if self.as_json or show is None:
            from suyuan.api.answer import encode

            click.echo(encode(body).decode())
        else:
            show()


def with_plant(command: F) -> F:
    """Give a verb its ``Plant``, and the options ``--dir`` and ``--json`` after it too."""

    def settle(ctx: click.Context, param: click.Parameter, value: Any) -> None:
        plant: Plant = ctx.find_object(Plant) or Plant(None, False)
        if value and param.name == "folder":
            plant.folder = value
        elif value:
            plant.as_json = True

    shared: dict[str, Any] = {"expose_value": False, "callback": settle}
    command = click.option("--dir", "folder", metavar="DIR", help="The plant's folder. 工厂数据目录", **shared)(command)
    command = click.option("--json", "as_json", is_flag=True, help="Answer with JSON. 以 JSON 输出", **shared)(command)
    return click.make_pass_decorator(Plant, ensure=False)(command)  # type: ignore[return-value]


def refused(plant: Plant | None, error: SuyuanError) -> None:
    """Print a refusal: in words to standard error, or as the problem that HTTP gives."""
    lang = plant.lang if plant else "en"
    if plant is not None and plant.as_json:
        from suyuan.api.answer import encode
        from suyuan.api.refusal import problem

        click.echo(encode(problem(error, lang, "")).decode())
        return
    click.echo(say(error.code, lang, **error.params), err=True)
    for mistake in getattr(error, "mistakes", []):
        click.echo("  " + in_words(mistake, lang), err=True)


def in_words(mistake: Mistake, lang: str) -> str:
    """One mistake as a line."""
    words = say(mistake.code, lang, **mistake.params)
    return f"{mistake.path}: {words}" if mistake.path else words


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows under heads, columns aligned by what they take on a screen (Chinese is twice as wide)."""
    lines = [list(heads), *([("" if v is None else str(v)) for v in row] for row in rows)]
    widths = [max(_width(line[i]) for line in lines) for i in range(len(heads))]
    for line in lines:
        cells = [text + " " * (width - _width(text)) for text, width in zip(line, widths)]
        click.echo("  ".join(cells).rstrip())


def _width(text: str) -> int:
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def ask_password(plant: Plant) -> str:
    """A password typed twice, or one line of standard input when nobody sits there."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt(plant.say("password"), hide_input=True, confirmation_prompt=True))
