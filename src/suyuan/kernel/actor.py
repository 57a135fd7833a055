"""Who does something, and from where: every call into the product carries one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """The one who acts.

    :param key: stable name kept in the ledger: ``person:<uuid>``, ``system:cli``, ``system:<consumer>``.
    :param name: printed name at the time.
    :param lang: ``zh`` or ``en``, the language of the answers.
    :param person: internal id of the person, ``None`` for the system.
    :param api_key: internal id of the API key used, if any.
    :param device: what the client calls itself.
    :param address: network address of the client.
    :param client_time: the client's own instant, RFC 3339, as it was sent.
    """

    key: str
    name: str
    lang: str = "zh"
    person: int | None = None
    api_key: int | None = None
    device: str = ""
    address: str = ""
    client_time: str = ""

    @property
    def is_system(self) -> bool:
        """Whether this is the product itself (CLI, demo, workers), which may do everything."""
        return self.key.startswith("system:")


CLI = Actor("system:cli", "CLI")


def system(name: str, lang: str = "zh") -> Actor:
    """The product itself under the name of one of its parts."""
    return Actor(f"system:{name}", name, lang)
