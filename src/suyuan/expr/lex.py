"""Text into tokens; full-width punctuation is taken for its plain twin outside quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from suyuan.expr.errors import wrong
from suyuan.expr.node import LIMIT_DIGITS, LIMIT_TEXT

PLAIN: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    0x3000: ord(" "),
    ord("“"): ord('"'),
    ord("”"): ord('"'),
    ord("‘"): ord("'"),
    ord("’"): ord("'"),
    ord("、"): ord(","),
    ord("×"): ord("*"),
    ord("÷"): ord("/"),
    ord("−"): ord("-"),
    ord("≤"): "<=",
    ord("≥"): ">=",
    ord("≠"): "<>",
}
_SINGLE = {code: twin for code, twin in PLAIN.items() if isinstance(twin, int)}
CLOSING = {'"': '"', "'": "'", "“": '“”"', "”": '“”"', "＂": '＂"', "‘": "‘’'", "’": "‘’'", "＇": "＇'"}
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
NAME = re.compile(r"[^\W\d]\w*")
SIGNS = ("<=", ">=", "<>", "!=", "==", "=", "<", ">", "+", "-", "*", "/", "&", "(", ")", ",")
TWINS = {"!=": "<>", "==": "="}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text.

    :param kind: number | text | name | sign | end; ``name`` holds its parts, ``braced`` when the first is in braces.
    """

    kind: str
    value: str
    at: int
    to: int
    parts: tuple[str, ...] = ()
    braced: bool = False
    number: Decimal | None = None


def tokens(text: str) -> list[Token]:
    """The tokens of ``text``, the last one of kind ``end``.

    :raises ExpressionError: on a character that cannot stand there, an open quote, or a text past 4 kB.
    """
    if len(text) > LIMIT_TEXT or len(text.encode("utf-8", "replace")) > LIMIT_TEXT:
        raise wrong("too_long", 0, len(text), limit=LIMIT_TEXT)
    for at, char in enumerate(text):
        if char == "\0" or 0xD800 <= ord(char) <= 0xDFFF:
            raise wrong("bad_character", at, at + 1, found=f"U+{ord(char):04X}")
    return _Lexer(text).all()


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text = text
        # One character for one, so that positions in ``plain`` are positions in ``text``.
        self.plain = "".join(c if isinstance(PLAIN.get(ord(c)), str) else c.translate(_SINGLE) for c in text)
        self.at = 0

    def all(self) -> list[Token]:
        found = []
        while True:
            while self.at < len(self.plain) and self.plain[self.at] in " \t\r\n":
                self.at += 1
            if self.at == len(self.plain):
                found.append(Token("end", "", self.at, self.at))
                return found
            found.append(self.next())

    def next(self) -> Token:
        at, char = self.at, self.plain[self.at]
        if char in "\"'":
            return self.quoted()
        if char == "{" or char == "_" or char.isalpha():
            return self.name()
        if match := NUMBER.match(self.plain, at):
            return self.number(match.group())
        for sign in SIGNS:
            if self.plain.startswith(sign, at):
                return self.sign(TWINS.get(sign, sign), len(sign))
        wide = PLAIN.get(ord(char))
        if isinstance(wide, str):
            return self.sign(wide, 1)
        raise wrong("bad_character", at, at + 1, found=self.text[at])

    def sign(self, value: str, length: int) -> Token:
        self.at += length
        return Token("sign", value, self.at - length, self.at)

    def number(self, digits: str) -> Token:
        at = self.at
        self.at += len(digits)
        if len(digits.replace(".", "").lstrip("0")) > LIMIT_DIGITS or len(digits) > 2 * LIMIT_DIGITS:
            raise wrong("bad_number", at, self.at, limit=LIMIT_DIGITS)
        return Token("number", digits, at, self.at, number=Decimal(digits))

    def quoted(self) -> Token:
        at, closing = self.at, CLOSING[self.text[self.at]]
        value, self.at = [], self.at + 1
        while self.at < len(self.text):
            char = self.text[self.at]
            if char not in closing:
                value.append(char)
                self.at += 1
            elif char in "\"'" and self.text[self.at + 1 : self.at + 2] == char and closing == char:
                value.append(char)
                self.at += 2
            else:
                self.at += 1
                return Token("text", "".join(value), at, self.at)
        raise wrong("open_text", at, len(self.text))

    def name(self) -> Token:
        at, braced = self.at, self.plain[self.at] == "{"
        parts = [self.part()]
        while self.plain.startswith(".", self.at) and self.at + 1 < len(self.plain):
            following = self.plain[self.at + 1]
            if not (following in "{_" or following.isalpha()):
                break
            self.at += 1
            parts.append(self.part())
        return Token("name", self.plain[at : self.at], at, self.at, tuple(parts), braced)

    def part(self) -> str:
        at = self.at
        if self.plain[at] == "{":
            end = self.plain.find("}", at)
            if end < 0:
                raise wrong("open_name", at, len(self.text))
            self.at = end + 1
            return self.text[at + 1 : end].strip()
        match = NAME.match(self.plain, at)
        if match is None:
            raise wrong("bad_character", at, at + 1, found=self.text[at])
        self.at = match.end()
        return match.group()
