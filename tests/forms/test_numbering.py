"""Numbers by rule: never twice, from a counter that belongs to the filled-in pattern."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from suyuan.codes.check_digits import has_mod10
from suyuan.forms.numbering import allocate, number, parse_rule, prefix, preview
from suyuan.kernel.errors import Invalid
from suyuan.store.engine import Store
from tests.forms.plant import PlantLook, plant, receipt, told, uid

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        ("RM-{yyMMdd}-{###}", "RM-261122-001"),
        ("{yyyy}/{MM}/{dd}-{#}", "2026/11/22-1"),
        ("WO{yy}{MM}-{####}", "WO2611-0001"),
        ("{material.code}-{yyyyMMdd}-{##}批", "CODE-20261122-01批"),
        ("{######}", "000001"),
        ("{sscc:36901234}", "369012340000000017"),
    ],
)
def test_a_rule_shows_what_its_numbers_will_look_like(rule: str, shown: str) -> None:
    assert preview(parse_rule(rule), DAY) == shown


@pytest.mark.parametrize(
    "rule",
    [
        "RM",
        "{#}-{#}",
        "{hour}{#}",
        "{#",
        "a}{#}",
        "{field}{##}",
        "{##}{a.b}",
        "{A}-{#}",
        "P{sscc:36901234}",
        "{sscc:3}",
    ],
)
def test_a_rule_that_could_repeat_or_means_nothing_is_refused(rule: str) -> None:
    with pytest.raises(Invalid):
        parse_rule(rule)


def test_a_counter_that_outgrows_its_width_goes_on(store: Store) -> None:
    rule = parse_rule("A-{##}")
    filled = prefix(rule, DAY, lambda path: None)
    last = store.write(lambda tx: allocate(tx, "s", filled, 99))
    assert number(rule, filled, last) == "A-99"
    assert number(rule, filled, store.write(lambda tx: allocate(tx, "s", filled))) == "A-100"


def test_an_sscc_rule_gives_valid_codes_until_they_are_used_up() -> None:
    rule = parse_rule("{sscc:3690123400001}")
    filled = prefix(rule, DAY, lambda path: None)
    codes = [number(rule, filled, count) for count in (1, 2, 9999)]
    assert all(len(code) == 18 and has_mod10(code) for code in codes)
    with pytest.raises(Invalid):
        number(rule, filled, 10_000)


def test_every_pattern_and_scope_counts_for_itself(store: Store) -> None:
    def next_of(scope: str, filled: str) -> int:
        return store.write(lambda tx: allocate(tx, scope, filled))

    assert [next_of("a", "X-{}"), next_of("a", "X-{}"), next_of("a", "Y-{}"), next_of("b", "X-{}")] == [1, 2, 1, 1]


def test_a_refused_transaction_gives_its_number_back_before_anyone_saw_it(store: Store) -> None:
    class Refused(Exception):
        pass

    def work(tx: object) -> None:
        allocate(tx, "a", "X-{}")  # type: ignore[arg-type]
        raise Refused

    with pytest.raises(Refused):
        store.write(work)
    assert store.write(lambda tx: allocate(tx, "a", "X-{}")) == 1


def test_many_writers_never_get_the_same_number(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: store.write(lambda tx: allocate(tx, "a", "X-{}")), range(60)))
    assert sorted(found) == list(range(1, 61))


def test_a_record_gets_its_numbers_once_lots_across_all_forms(store: Store) -> None:
    look, forms = PlantLook(), plant(store)
    form = forms.form("receipt")
    values, _ = form.check(receipt(), look)
    done = store.write(lambda tx: form.numbered(tx, values, look.env))
    assert done["no"] == "RR-261122-001"
    assert done["lot"].code == "RM-261122-001"
    assert values["no"] is None
    assert store.write(lambda tx: form.numbered(tx, done, look.env)) == done
    again = store.write(lambda tx: form.numbered(tx, values, look.env))
    assert (again["no"], again["lot"].code) == ("RR-261122-002", "RM-261122-002")
    feeding = forms.form("feeding")
    fed, _ = feeding.check(
        {"product": uid(12), "inputs": [{"lot": "R-1", "fed": {"value": 5, "uom": "kg"}}], "good": {"value": 5}}, look
    )
    fed = store.write(lambda tx: feeding.numbered(tx, fed, look.env))
    assert fed["batch"].code == "DUMP-261122-001"
    assert [path for path, _ in feeding.new_lots(fed)] == ["batch"]


def test_a_rule_whose_field_is_blank_names_the_numbered_field(store: Store) -> None:
    look, form = PlantLook(), plant(store).form("feeding")
    values, _ = form.check({"inputs": []}, look)
    values["batch"] = values["batch"].coded(None)
    with pytest.raises(Invalid) as caught:
        store.write(lambda tx: form.numbered(tx, values, look.env))
    assert told(caught.value.mistakes) == {"batch": "rule_blank"}
