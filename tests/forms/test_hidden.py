"""A field that is not shown keeps nothing."""

from __future__ import annotations

from suyuan.store.engine import Store
from tests.forms.plant import PlantLook, published

FORM = """
form: check
label: {zh: 检查, en: Check}
fields:
  bad: {type: bool}
  extra: {type: number, visible_when: bad, default: 5}
  twice: {type: number, value: extra * 2, visible_when: bad}
  total: {type: number, value: "IFBLANK(extra, 0) + SUM(rows.n)"}
  rows:
    type: list
    fields:
      kind: {type: text}
      n: {type: number, visible_when: kind = "a", required_when: kind = "b"}
"""


def test_what_was_sent_for_a_hidden_field_is_cleared_and_counts_nowhere(store: Store) -> None:
    form = published(store, FORM).form("check")
    rows = [{"kind": "a", "n": 1}, {"kind": "b", "n": 2}]
    values, mistakes = form.check({"bad": False, "extra": 7, "rows": rows}, PlantLook())
    assert mistakes == []
    assert (values["extra"], values["twice"], values["total"]) == (None, None, 1)
    assert [row["n"] for row in values["rows"]] == [1, None]
    shown, _ = form.check({"bad": True, "rows": rows}, PlantLook())
    assert (shown["extra"], shown["twice"], shown["total"]) == (5, 10, 6)


def test_a_field_that_becomes_hidden_loses_what_it_held(store: Store) -> None:
    form = published(store, FORM).form("check")
    old, _ = form.check({"bad": True, "extra": 7}, PlantLook())
    values, _ = form.check({"bad": False}, PlantLook(), old)
    assert (values["extra"], values["total"]) == (None, 0)
