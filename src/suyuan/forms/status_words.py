"""What a mapping does to the status of lots, in words where its formula says it case by case."""

from __future__ import annotations

from collections.abc import Mapping

from suyuan.expr import ExpressionError, parse
from suyuan.expr.node import Call, Const, Node, Path, to_text
from suyuan.forms.form import Field, Form
from suyuan.forms.option import Option
from suyuan.forms.scope import LOT_WORDS
from suyuan.kernel.i18n import say

_JOINED = {"AND": "forms.say_and", "OR": "forms.say_or"}
_SAID = {"=": "forms.say_is", "<>": "forms.say_is_not"}


def status_words(text: str, form: Form, listed: str, lang: str) -> str | None:
    """``IF(pass, "released", "held")`` as ``becomes released when Pass is yes, else on hold``.

    :param text: the status a mapping gives: an expression.
    :param listed: the detail list whose rows it is over, ``""`` for none.
    :returns: ``None`` where it is no status written out, nor such by cases (``IF`` within ``IF`` too).
    """
    try:
        cases = _cases(parse(text).root)
    except ExpressionError:
        return None
    if cases is None:
        return None
    words, told = _Words(form, listed, lang), []
    for n, (when, status) in enumerate(cases):
        code = "forms.say_status" + ("_else" if n else "_then") + ("_same" if status is None else "")
        code += "" if when is None else "_when"
        told.append(say(code, lang, what=words.status(status), when="" if when is None else words.condition(when)))
    return ("，" if lang == "zh" else ", ").join(told)


def _cases(node: Node) -> list[tuple[Node | None, str | None]] | None:
    """The conditions in turn, each with its status (``None``: as it was); the last has no condition."""
    if isinstance(node, Const):
        return [(None, node.value)] if node.value is None or isinstance(node.value, str) else None
    if not isinstance(node, Call) or node.fn != "IF" or len(node.args) != 3:
        return None
    when, then, rest = node.args[0], _cases(node.args[1]), _cases(node.args[2])
    return None if then is None or len(then) != 1 or rest is None else [(when, then[0][1]), *rest]


class _Words:
    """Conditions and statuses as people say them, with the labels of one form."""

    def __init__(self, form: Form, listed: str, lang: str) -> None:
        self.lang = lang
        self.fields = {f.key: f for f in form.fields}
        for outer in form.fields:
            if outer.type == "list":
                self.fields |= {f"{outer.key}.{f.key}": f for f in outer.options.fields}
                self.fields |= {f.key: f for f in outer.options.fields} if outer.key == listed else {}
        self.labels: Mapping[str, str] = {path: f.label.show(lang) for path, f in self.fields.items()}

    def status(self, key: str | None) -> str:
        """``held`` as ``on hold``."""
        word = next((o.label.show(self.lang) for o in LOT_WORDS["status"] if o.key == key), key or "")
        return word if self.lang == "zh" else word.lower()

    def condition(self, node: Node) -> str:
        """A condition in words, as far as there are any; else the expression with labels for keys."""
        if isinstance(node, Path):
            return self._truth(node, True)
        if not isinstance(node, Call):
            return to_text(node)
        if node.fn == "NOT":
            inner = node.args[0]
            return self._truth(inner, False) if isinstance(inner, Path) else self._say("not", self.condition(inner))
        if node.fn in _JOINED:
            return say(_JOINED[node.fn], self.lang).join(self._within(node.fn, part) for part in node.args)
        if node.fn == "ISBLANK" and isinstance(node.args[0], Path):
            return self._say("blank", self._name(node.args[0]))
        left, right = node.args[0], node.args[-1]
        if node.fn in _SAID and isinstance(left, Path) and isinstance(right, Const) and isinstance(right.value, str):
            return say(_SAID[node.fn], self.lang, what=self._name(left), value=self._option(left, right.value))
        return to_text(node, self.labels)

    def _within(self, fn: str, node: Node) -> str:
        text = self.condition(node)
        return f"({text})" if isinstance(node, Call) and node.fn in _JOINED and node.fn != fn else text

    def _truth(self, path: Path, holds: bool) -> str:
        field = self._field(path)
        verdict = field is not None and field.preset == "verdict"
        value = say(
            f"forms.say_{('pass' if holds else 'fail') if verdict else ('true' if holds else 'false')}", self.lang
        )
        return say("forms.say_is", self.lang, what=self._name(path), value=value)

    def _field(self, path: Path) -> Field | None:
        return self.fields.get(".".join(path.parts))

    def _is_status(self, path: Path) -> bool:
        lot = self.fields.get(".".join(path.parts[:-1]))
        return path.parts[-1] == "status" and lot is not None and lot.type == "lot"

    def _name(self, path: Path) -> str:
        if self._is_status(path):
            return say("forms.say_status_of", self.lang, lot=self.labels[".".join(path.parts[:-1])])
        label = self.labels.get(".".join(path.parts))
        return to_text(path, self.labels) if label is None else say("forms.say_field", self.lang, label=label)

    def _option(self, path: Path, key: str) -> str:
        field = self._field(path)
        options: list[Option] = list(getattr(field.options, "options", [])) if field is not None else []
        options = LOT_WORDS["status"] if self._is_status(path) else options
        return next((o.label.show(self.lang) for o in options if o.key == key), key)

    def _say(self, name: str, what: str) -> str:
        return say(f"forms.say_{name}", self.lang, what=what)
