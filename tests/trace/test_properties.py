"""Random plants: the walk equals a naive one, balances equal a replay, the past stays as it was known."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from suyuan.kernel.clock import SetClock
from suyuan.kernel.errors import Invalid
from suyuan.store.engine import Store
from suyuan.trace.balance import replay
from suyuan.trace.share import components
from tests.trace.plant import Plant, codes, link, new, pallet, place

PREFIX = count(1)
QUICK = (Phase.explicit, Phase.generate)
some = st.integers(0, 9)
step = st.one_of(
    st.tuples(st.just("receive"), st.integers(1, 50)),
    st.tuples(st.just("transform"), st.lists(some, min_size=1, max_size=3), st.integers(1, 2)),
    st.tuples(st.just("rework"), some, some),
    st.tuples(st.just("pack"), some, st.lists(some, min_size=1, max_size=3)),
    st.tuples(st.just("unpack"), some),
    st.tuples(st.just("feed"), some),
    st.tuples(st.just("ship"), some),
    st.tuples(st.just("void"), some),
)


class Naive:
    """The same plant in plain sets: who ate whom, and who was ever inside whom."""

    def __init__(self) -> None:
        self.eaten: list[tuple[str, set[str], set[str]]] = []
        self.inside: dict[str, dict[str, None]] = {}
        self.packings: list[tuple[str, str, set[str]]] = []

    def everything_in(self, container: str) -> set[str]:
        found = set(self.inside.get(container, {}))
        return found | {inner for each in found for inner in self.everything_in(each)}

    def around(self, unit: str) -> set[str]:
        direct = {c for c, held in self.inside.items() if unit in held}
        return direct | {outer for c in direct for outer in self.around(c)}

    def pack(self, record: str, container: str, contents: Iterable[str]) -> None:
        for content in contents:
            self.inside.setdefault(container, {})[content] = None
            within = {content} | self.everything_in(content)
            for holder in {container} | self.around(container):
                self.packings.append((record, holder, within))

    def forward(self, start: str) -> set[str]:
        found = {start}
        while True:
            more = {o for _, ins, outs in self.eaten if ins & found for o in outs} - found
            if not more:
                break
            found |= more
        return found | {holder for _, holder, within in self.packings if within & found}

    def back(self, start: str) -> set[str]:
        found = {start} | {u for _, holder, within in self.packings if holder == start for u in within}
        while True:
            more = {i for _, ins, outs in self.eaten if outs & found for i in ins} - found
            if not more:
                return found
            found |= more


class Story:
    """Runs random steps on the plant and on the naive one; what the plant refuses happens on neither."""

    def __init__(self, plant: Plant, clock: SetClock) -> None:
        self.plant = plant
        self.clock = clock
        self.naive = Naive()
        self.prefix = f"H{next(PREFIX)}-"
        self.lots: list[str] = []
        self.containers: list[str] = []
        self.made: list[str] = []
        self.names = count(1)

    def run(self, steps: list[Any]) -> None:
        for word, *rest in steps:
            self.clock.move(timedelta(minutes=1))
            try:
                getattr(self, f"_{word}")(*rest)
            except (Invalid, IndexError, ZeroDivisionError):
                continue

    def _name(self, kind: str) -> str:
        return f"{self.prefix}{kind}{next(self.names)}"

    def _pick(self, number: int) -> str:
        return self.lots[number % len(self.lots)]

    def _receive(self, amount: int) -> None:
        code = self._name("R")
        self.plant.receive((new(code), str(amount)))
        self.lots.append(code)

    def _transform(self, numbers: list[int], outputs: int) -> None:
        inputs = list(dict.fromkeys(self._pick(n) for n in numbers))
        made = [self._name("B") for _ in range(outputs)]
        record = self.plant.transform([(code, "2.5") for code in inputs], [(new(code), "3") for code in made])
        self.naive.eaten.append((record, set(inputs), set(made)))
        self.made.append(record)
        self.lots += made

    def _rework(self, eaten: int, into: int) -> None:
        source, target = self._pick(eaten), self._pick(into)
        record = self.plant.transform([(source, "1")], [(target, "1")])
        self.naive.eaten.append((record, {source}, {target}))
        self.made.append(record)

    def _pack(self, number: int, contents: list[int]) -> None:
        fresh = number > 4 or not self.containers
        code = self._name("P") if fresh else self.containers[number % len(self.containers)]
        units = [*self.lots, *self.containers]
        chosen = list(dict.fromkeys(units[n * 7 % len(units)] for n in contents))
        packed = [(c, None if c in self.containers else "0.5") for c in chosen]
        record = self.plant.pack(pallet(code) if fresh else code, *packed)
        if fresh:
            self.containers.append(code)
        self.naive.pack(record, code, chosen)

    def _unpack(self, number: int) -> None:
        code = self.containers[number % len(self.containers)]
        self.plant.unpack(code)
        self.naive.inside.pop(code, None)

    def _feed(self, number: int) -> None:
        code = self.containers[number % len(self.containers)]
        made = self._name("B")
        record = self.plant.transform([code], [(new(made), "1")])
        within = self.naive.everything_in(code)
        self.naive.eaten.append((record, within & set(self.lots), {made}))
        for each in {code} | within:
            self.naive.inside.pop(each, None)
        self.lots.append(made)

    def _ship(self, number: int) -> None:
        units = [*self.containers, *self.lots]
        unit = units[number % len(units)]
        self.plant.ship((unit, None if unit in self.containers else "1"))

    def _void(self, number: int) -> None:
        record = self.made[number % len(self.made)]
        self.plant.void(record)
        self.made.remove(record)
        self.naive.eaten = [each for each in self.naive.eaten if each[0] != record]

    def units(self) -> list[str]:
        return [*self.lots, *self.containers]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
@given(steps=st.lists(step, min_size=8, max_size=28), moment=st.integers(0, 27))
def test_the_walk_is_the_naive_one_and_the_past_stays_as_known(
    store: Store, clock: SetClock, steps: list[Any], moment: int
) -> None:
    plant = Plant(store)
    plant.numbers = PREFIX
    story = Story(plant, clock)
    story.run([("receive", 20), ("receive", 9), ("pack", 5, [0]), *steps[:moment]])
    known = {code: (codes(plant.back(code)), codes(plant.forward(code))) for code in story.units()}
    then: datetime = clock.now()
    story.run(steps[moment:])
    for code in story.units():
        assert codes(plant.back(code)) == story.naive.back(code), f"back from {code}"
        assert codes(plant.forward(code)) == story.naive.forward(code), f"forward from {code}"
    for code, (back, forward) in known.items():
        assert codes(plant.back(code, as_of=then)) == back
        assert codes(plant.forward(code, as_of=then)) == forward
    with store.read() as conn:
        assert replay(conn) == []


PLACES = [place(f"W{n}", n) for n in (1, 2, 3)]
where = st.sampled_from([None, *PLACES])
kept = st.one_of(
    st.tuples(st.just("receive"), st.integers(1, 50), where),
    st.tuples(st.just("feed"), some, where, where),
    st.tuples(st.just("move"), some, st.sampled_from(["", "1", "2.5"]), st.sampled_from(PLACES)),
    st.tuples(st.just("pack"), some, some, where),
    st.tuples(st.just("unpack"), some),
    st.tuples(st.just("ship"), some, where),
    st.tuples(st.just("back"), some, where),
    st.tuples(st.just("count"), some, st.integers(0, 40), where),
    st.tuples(st.just("amend"), some, st.integers(1, 60)),
    st.tuples(st.just("void"), some),
)


class Yard:
    """Random records that put lots somewhere; what the plant refuses did not happen."""

    def __init__(self, plant: Plant) -> None:
        self.plant, self.names = plant, count(1)
        self.prefix = f"Y{next(PREFIX)}-"
        self.lots: list[str] = []
        self.pallets: list[str] = []
        self.records: list[str] = []
        self.receipts: list[tuple[str, str]] = []

    def run(self, steps: list[Any]) -> None:
        for word, *rest in steps:
            try:
                self.records.append(getattr(self, f"_{word}")(*rest))
            except (Invalid, IndexError, ZeroDivisionError):
                continue

    def _code(self) -> str:
        return f"{self.prefix}{next(self.names)}"

    def _lot(self, number: int) -> str:
        return self.lots[number % len(self.lots)]

    def _receive(self, amount: int, there: Any) -> str:
        code = self._code()
        record = self.plant.receive((new(code), str(amount)), place=there)
        self.lots.append(code)
        self.receipts.append((record, code))
        return record

    def _feed(self, number: int, at: Any, there: Any) -> str:
        made = self._code()
        taken = {"lot": self._lot(number), "quantity": "2", "from_": at}
        inputs = {"inputs": [link("inputs.lot", "inputs.quantity", at="inputs.from_")]}
        record = self.plant.transform([taken], [(new(made), "2")], place=there, changes=inputs)
        self.lots.append(made)
        return record

    def _move(self, number: int, quantity: str, there: Any) -> str:
        units = [*self.lots, *self.pallets]
        unit = units[number * 3 % len(units)]
        part = quantity if quantity and unit in self.lots else None
        return self.plant.move((unit, part), destination=there)

    def _pack(self, number: int, content: int, there: Any) -> str:
        fresh = number > 5 or not self.pallets
        code = self._code() if fresh else self.pallets[number % len(self.pallets)]
        units = [(lot_, "1.5") for lot_ in self.lots] + [(pallet_, None) for pallet_ in self.pallets]
        record = self.plant.pack(pallet(code) if fresh else code, units[content * 5 % len(units)], place=there)
        if fresh:
            self.pallets.append(code)
        return record

    def _unpack(self, number: int) -> str:
        return self.plant.unpack(self.pallets[number % len(self.pallets)])

    def _ship(self, number: int, at: Any) -> str:
        if number > 6:
            return self.plant.ship(self.pallets[number % len(self.pallets)])
        objects = {"objects": [link("objects.lot", "objects.quantity", at="objects.from_")]}
        return self.plant.ship({"lot": self._lot(number), "quantity": "3", "from_": at}, changes=objects)

    def _back(self, number: int, there: Any) -> str:
        unit = self.pallets[number % len(self.pallets)] if number > 6 else self._lot(number)
        back = (unit, None if number > 6 else "2")
        return self.plant.receive(back, place=there, changes={"step": "returning", "status": '"released"'})

    def _count(self, number: int, amount: int, at: Any) -> str:
        counted = {"lot": self._lot(number), "quantity": str(amount), "from_": at}
        objects = [link("objects.lot", "objects.quantity", at="objects.from_")]
        return self.plant.observe(counted, changes={"step": "stock_taking", "objects": objects})

    def _amend(self, number: int, amount: int) -> str:
        record, code = self.receipts[number % len(self.receipts)]
        self.plant.amend(record, outputs=[(code, str(amount))], place=PLACES[amount % 3])
        return record

    def _void(self, number: int) -> str:
        record = self.records[number % len(self.records)]
        self.plant.void(record)
        self.records = [each for each in self.records if each != record]
        self.receipts = [each for each in self.receipts if each[0] != record]
        raise Invalid([])


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
@given(steps=st.lists(kept, min_size=8, max_size=30))
def test_stock_by_place_is_what_the_events_lay_whatever_happens(store: Store, steps: list[Any]) -> None:
    plant = Plant(store)
    plant.numbers = PREFIX
    yard = Yard(plant)
    yard.run([("receive", 20, PLACES[0]), ("receive", 9, None), ("move", 0, "5", PLACES[1]), *steps])
    with store.read() as conn:
        assert replay(conn) == []
    for code in [*yard.lots, *yard.pallets]:
        lies = plant.stock(code)
        assert all(not part.startswith("-") and "+-" not in part for part in lies.values()), (code, lies)


Recipe = list[list[tuple[int, int]]]


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
@given(
    recipes=st.lists(
        st.lists(st.tuples(some, st.integers(1, 9)), min_size=1, max_size=4, unique_by=lambda part: part[0]),
        min_size=1,
        max_size=8,
    )
)
def test_amounts_and_shares_are_those_of_exact_fractions(store: Store, recipes: Recipe) -> None:
    plant = Plant(store)
    plant.numbers = PREFIX
    prefix = f"Q{next(PREFIX)}-"
    lots = [f"{prefix}{n}" for n in range(10)]
    plant.receive(*((new(code), "1000") for code in lots))
    eaten: dict[str, dict[str, Fraction]] = {}
    for recipe in recipes:
        parts = {lots[-1 - number]: Fraction(weight) for number, weight in recipe}
        made = f"{prefix}{len(lots)}"
        try:
            plant.transform([(code, str(q)) for code, q in parts.items()], [(new(made), str(sum(parts.values())))])
        except Invalid:
            continue
        lots.append(made)
        eaten[made] = parts
    last = lots[-1]

    def amounts(code: str, taken: Fraction, into: dict[str, Fraction]) -> dict[str, Fraction]:
        for part, quantity in eaten.get(code, {}).items():
            used = taken * quantity / sum(eaten[code].values())
            into[part] = into.get(part, Fraction(0)) + used
            amounts(part, used, into)
        return into

    whole = sum(eaten.get(last, {}).values(), Fraction(0))
    wanted = amounts(last, whole, {})
    found = {u.code: u for u in plant.back(last).units if u.level}
    assert found.keys() == wanted.keys()
    for code, amount in wanted.items():
        assert abs(Fraction(found[code].amount or 0) - amount) <= Fraction(1, 10**6)
        assert abs(Fraction(found[code].share or 0) - amount / whole) <= Fraction(1, 10**6)
        ahead = {u.code: u for u in plant.forward(code).units}[last]
        assert abs(Fraction(ahead.amount or 0) - amount) <= Fraction(1, 10**6)
        assert abs(Fraction(ahead.share or 0) - amount / whole) <= Fraction(1, 10**6)


def test_hands_in_a_hurry_never_take_more_than_there_is(store: Store) -> None:
    plant = Plant(store)
    plant.receive((new("R-1"), "10"), (new("R-2"), "10"))

    def take(number: int) -> int:
        try:
            plant.ship(("R-1", "0.7"), ("R-2", "0.4")) if number % 2 else plant.ship(("R-2", "0.4"), ("R-1", "0.7"))
        except Invalid:
            return 0
        return 1

    with ThreadPoolExecutor(6) as hands:
        done = sum(hands.map(take, range(24)))
    assert done == 14, "fourteen times 0.7 is 9.8"
    assert plant.balance("R-1").on_hand == Decimal("0.2")
    with store.read() as conn:
        assert replay(conn) == []


@given(edges=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_components_are_sets_that_reach_each_other_sources_first(edges: list[tuple[int, int]]) -> None:
    nexts = [[b for a, b in edges if a == node] for node in range(8)]

    def reach(node: int) -> set[int]:
        found, row = {node}, [node]
        while row:
            row = [n for each in row for n in nexts[each] if n not in found and not found.add(n)]  # type: ignore[func-returns-value]
        return found

    groups = components(nexts)
    place = {node: n for n, group in enumerate(groups) for node in group}
    assert sorted(place) == list(range(8))
    for a in range(8):
        for b in range(8):
            assert (place[a] == place[b]) == (b in reach(a) and a in reach(b))
    assert all(place[a] <= place[b] for a, b in edges)
