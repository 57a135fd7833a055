"""Expressions as people write them, and what they come to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal, localcontext
from typing import Any

import pytest

from suyuan.expr import (
    BOOL,
    DATE,
    DATETIME,
    NUMBER,
    ROW,
    TEXT,
    Env,
    ExpressionError,
    LinkTo,
    ListOf,
    NameScope,
    check,
    evaluate,
    from_tree,
    parse,
    reads,
    windows,
)
from suyuan.kernel.i18n import say

PLANT = timezone(timedelta(hours=8))
ENV = Env.at(datetime(2026, 11, 22, 16, 0, tzinfo=PLANT), user="p-1")
FLOUR, SALT, DOUGH = {"id": 1, "uid": "m-1"}, {"id": 2, "uid": "m-2"}, {"id": 3, "uid": "m-3"}
VALUES: dict[str, Any] = {
    "no": "F-001",
    "fed": Decimal("12.500"),
    "scrap": Decimal("0.5"),
    "good": None,
    "rush": None,
    "due": date(2026, 11, 25),
    "fed_at": datetime(2026, 11, 21, 16, 30, tzinfo=UTC),
    "batch": {"id": 9, "uid": "b-9", "material": DOUGH},
    "operator": {"id": 4, "uid": "p-1"},
    "marks": ["halal", "frozen"],
    "inputs": [
        {"lot": {"id": 7, "material": FLOUR}, "fed": Decimal(8), "price": Decimal("2.5"), "ok": True},
        {"lot": {"id": 8, "material": SALT}, "fed": Decimal(2), "price": None, "ok": True},
    ],
    "outputs": [],
}
SCOPE = NameScope(
    {
        "no": TEXT,
        "fed": NUMBER,
        "scrap": NUMBER,
        "good": NUMBER,
        "rush": BOOL,
        "due": DATE,
        "fed_at": DATETIME,
        "verdict": TEXT,
        "supplier": LinkTo("supplier"),
        "this.supplier": LinkTo("supplier"),
        "batch": LinkTo("lot"),
        "batch.material": LinkTo("material"),
        "operator": LinkTo("person"),
        "marks": ListOf(TEXT),
        "inputs": ListOf(ROW),
        "inputs.lot": ListOf(LinkTo("lot")),
        "inputs.lot.material": ListOf(LinkTo("material")),
        "inputs.fed": ListOf(NUMBER),
        "inputs.price": ListOf(NUMBER),
        "inputs.ok": ListOf(BOOL),
        "outputs": ListOf(ROW),
        "outputs.made": ListOf(NUMBER),
    }
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1 + 2 * 3 - 4 / 8", Decimal("6.5")),
        ("0.1 + 0.2 = 0.3", True),
        ("1 / 3 * 3", Decimal("0." + "9" * 34)),
        ("fed / 0", None),
        ("fed + good", None),
        ('no & "-" & good & fed', "F-001-12.5"),
        ("good > 1 OR good <= 1", False),
        ("NOT(good > 1)", True),
        ("good = BLANK AND fed <> BLANK", True),
        ("good <> 3", True),
        ("rush", None),
        ("rush OR fed > 1", True),
        ("NOT rush", True),
        ('IF(fed > 10, "big", "small")', "big"),
        ("due - TODAY()", Decimal(3)),
        ("due + 30 > TODAY()", True),
        ("fed_at >= TODAY()", True),
        ("fed_at < TODAY()", False),
        ("DATE(fed_at) = TODAY()", True),
        ("operator = CURRENT_USER()", True),
        ("SUM(inputs.fed) - scrap", Decimal("9.5")),
        ("SUM(inputs.fed * inputs.price)", Decimal(20)),
        ('SUM(IF(inputs.lot.material = "m-1", inputs.fed, 0))', Decimal(8)),
        ("ANY(inputs.lot.material = batch.material)", False),
        ("ANY(inputs.fed > 5 AND inputs.ok)", True),
        ("ALL(inputs.ok)", True),
        ("ANY(outputs.made > 0)", False),
        ("ALL(outputs.made > 0)", True),
        ("ANY(inputs.fed > 5 AND ALL(outputs.made < inputs.fed))", True),
        ('ANY(marks = "halal") AND CONTAINS(marks, "frozen")', True),
        ('"halal" IN (marks)', True),
        ("COUNT(inputs) + COUNT(inputs.price)", Decimal(3)),
        ("MAX(inputs.fed, 100)", Decimal(100)),
        ('ANY(inputs.fed > 5 AND "halal" IN (marks))', True),
        ("ISBLANK(outputs)", True),
        ("fed NOT IN (1, 2, 12.5)", False),
        ('"a" < "b"', True),
        ('"中" < "\U00020000"', True),
    ],
)
def test_an_expression_means_what_it_says(text: str, wanted: Any) -> None:
    e = parse(text)
    assert evaluate(e, VALUES, ENV) == wanted
    assert type(evaluate(e, VALUES, ENV)) is type(wanted)
    check(e, SCOPE)


def test_labels_and_full_width_signs_resolve_to_keys() -> None:
    names = {"投料数量": "fed", "本次 报废": "scrap", "投料": "inputs", "数量": "fed"}
    e = parse("ＩＦ（投料数量＞＝｛本次 报废｝，“合格”，“不，合格”）", names)
    assert e.text == 'IF(fed >= scrap, "合格", "不，合格")'
    assert e.show({"fed": "投料数量", "scrap": "本次 报废"}) == 'IF(投料数量 >= {本次 报废}, "合格", "不，合格")'
    assert parse("SUM(投料.数量)", names).text == "SUM(inputs.fed)"


def test_text_and_tree_are_two_forms_of_one_thing() -> None:
    for text in ("a - (b - c) - -d", "NOT(a AND (b OR c)) AND d", '{and} & {in}.x = "say ""hi"""', "(a = b) = c"):
        e = parse(text)
        assert parse(e.text) == e == from_tree(e.tree)
        assert parse(e.text).tree == e.tree


def test_every_mistake_is_told_at_once_with_its_place() -> None:
    with pytest.raises(ExpressionError) as caught:
        check(parse('nothing + fed * "a" > ROUND() AND inputs.fed = 1'), SCOPE)
    told = [(m.code, m.params["at"]) for m in caught.value.mistakes]
    assert told == [
        ("expr.unknown_name", 0),
        ("expr.wrong_type", 16),
        ("expr.too_few", 22),
        ("expr.list_here", 34),
    ]
    for m in caught.value.mistakes:
        for lang in ("zh", "en"):
            assert "{" not in say(m.code, lang, **m.params)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1 < 2 < 3", "chained"),
        ("1 +", "unexpected_end"),
        ('"abc', "open_text"),
        ("{abc", "open_name"),
        ("1; drop", "bad_character"),
        ("a.__class__.b()", "unexpected"),
        ("1" * 35, "bad_number"),
        ("(" * 100 + "1" + ")" * 100, "too_deep"),
        ("+".join("1" * 40), "too_deep"),
        ("SUM(" + ",".join("1" * 600) + ")", "too_many_parts"),
        ("'" + "x" * 5000 + "'", "too_long"),
        ("'\ud800'", "bad_character"),
        ("FOO(1)", "unknown_function"),
        ("fed = no", "not_comparable"),
        ("due = fed_at", "not_comparable"),
        ('IF(rush, 1, "a")', "different"),
        ("ANY(inputs.fed > outputs.made)", "two_lists"),
        ("ANY(fed > 1)", "no_list"),
        ("SUM(no)", "wrong_type"),
        ("TEXT(fed, no)", "literal"),
        ('DATEADD(due, 1, "X")', "bad_option"),
        ("LAST(0, fed)", "bad_option"),
        ('COUNTIF(fed > LAST(1, fed), "1d")', "window_inside"),
        ("due + due", "wrong_type"),
    ],
)
def test_a_mistake_is_named(text: str, code: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        check(parse(text), SCOPE)
    assert caught.value.mistakes[0].code == f"expr.{code}"


def test_the_place_says_which_type_it_wants() -> None:
    assert check(parse("fed > 1"), SCOPE, BOOL) == BOOL
    assert check(parse("BLANK"), SCOPE, NUMBER).kind == "blank"
    assert check(parse("CURRENT_USER()"), SCOPE, LinkTo("person")) == TEXT
    with pytest.raises(ExpressionError):
        check(parse("fed"), SCOPE, BOOL)


def test_windows_are_values_bound_beforehand() -> None:
    e = parse('ALL(LAST(3, verdict, supplier = this.supplier) = "fail") AND COUNTIF(fed > 1, "30d") > 2')
    assert check(e, SCOPE) == BOOL
    assert reads(e) == {("this", "supplier")}
    last, count = windows(e)
    assert (last.fn, last.count, last.where and last.where.text) == ("LAST", 3, "supplier = this.supplier")
    assert count.period == timedelta(days=30)

    def fires(verdicts: list[str | None]) -> Any:
        return evaluate(e, VALUES, Env.at(ENV.now, windows={last.key: verdicts, count.key: Decimal(5)}))

    assert fires(["fail", "fail", "fail"]) is True
    assert fires(["fail", None, None]) is False
    with pytest.raises(ExpressionError, match="no_window"):
        evaluate(e, VALUES, ENV)


def test_a_value_of_another_type_gives_an_error_in_words() -> None:
    for text in ("fed > 1", "fed + 1", "ROUND(fed)", "SUM(fed, 1)"):
        with pytest.raises(ExpressionError, match="wrong_value"):
            evaluate(parse(text), {"fed": "twelve"}, ENV)


def test_what_is_too_large_is_blank_and_never_runs_away() -> None:
    huge = "*".join(["9" * 34] * 4)
    assert evaluate(parse(huge), {}, ENV) is None
    assert evaluate(parse("fed * fed"), {"fed": Decimal("1E+90")}, ENV) is None
    assert evaluate(parse("fed & ''"), {"fed": Decimal("1E+999999")}, ENV) == ""
    rows = [{"x": Decimal(1)}] * 1001
    with pytest.raises(ExpressionError, match="too_much"):
        evaluate(parse("ANY(rows.x > 5)"), {"rows": rows}, ENV)


def test_the_deepest_expression_allowed_still_runs() -> None:
    text = "IF(fed > 1, " * 15 + "1" + ")" * 15
    assert evaluate(parse(text), VALUES, ENV) == 1
    nested = "NOT(" * 31 + "rush" + ")" * 31
    assert evaluate(parse(nested), VALUES, ENV) is True
    mixed = "IF(AND(ABS(IFBLANK(" * 5 + "fed" + ", 1)) > 0), 1, 2)" * 5
    assert evaluate(parse(mixed), VALUES, ENV) == 1


def test_no_digit_depends_on_the_arithmetic_of_the_thread() -> None:
    with localcontext(prec=5, Emax=10):
        assert (
            evaluate(parse('TEXT(999999999999998000000000000001, "0") & ""'), {}, ENV)
            == "999999999999998000000000000001"
        )
        assert evaluate(parse("-(fed) + 1234567890123456789 = 1234567890123456776.5"), VALUES, ENV) is True
        assert evaluate(parse("MOD(12345678901234567891, 7) + ROUND(1234567.891, 2)"), VALUES, ENV) == Decimal(
            "1234569.89"
        )
