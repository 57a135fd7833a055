"""Data standards: code rules, their users, what breaks them, what is kept as free text."""

from __future__ import annotations

from typing import Any

from suyuan.api.call import Call
from suyuan.api.route import ability, route
from suyuan.records.standards import Loose, Standard, User, standards, total_broken


@route("GET", "/standards", ability("design", "audit"))
async def all_standards(call: Call) -> Any:
    """Every code rule in use with its users and how many values break it; text fields that hold what has a form."""

    def work() -> Any:
        found = standards(call.store, by=call.actor)
        return {
            "rules": [_rule(rule) for rule in found.rules],
            "loose": [_loose(one) for one in found.loose],
            "broken": total_broken(found),
            "zone": found.zone,
        }

    return await call.away(work)


def _rule(rule: Standard) -> dict[str, Any]:
    users = [_user(user) for user in rule.users]
    return {"kind": rule.kind, "rule": rule.rule, "label": rule.label, "example": rule.example or None, "users": users}


def _field(one: User | Loose) -> dict[str, Any]:
    return {"form": one.form, "path": one.path, "form_label": one.form_label, "label": one.label}


def _user(user: User) -> dict[str, Any]:
    examples = [{"id": uid, "value": value} for uid, value in user.examples]
    return _field(user) | {"counted": user.counted, "broken": user.broken, "examples": examples}


def _loose(one: Loose) -> dict[str, Any]:
    told = {"what": one.what, "why": one.why, "alike": one.alike, "sampled": one.sampled}
    return _field(one) | told | {"link": one.link or None}
