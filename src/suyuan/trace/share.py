"""How much of the start lies in each reached unit, or of each in the start: proportional, safe in circles.

What an event takes in is spread over what it makes in proportion; losses are not given a part of their own. So the
amounts of one start in all ends add up to what was taken of it. Sums are whole numbers of millionths with guard digits;
units that feed one another (rework) are solved together until nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from suyuan.trace.event import Side
from suyuan.trace.totals import dimension
from suyuan.trace.walk import Direction, LinkRow

GUARD = 10**6
WHOLE = 10**12
ROUNDS = 2000
WORK = 2_000_000


@dataclass
class Flow:
    """One event through which something flows between reached units.

    :param ins: quantity by unit in millionths of the unit's own uom; :param outs: likewise.
    :param ins_total: over all that goes in, also of units not reached, in millionths of ``ins_uom``.
    """

    key: int
    ins: dict[int, int | None] = field(default_factory=dict)
    outs: dict[int, int | None] = field(default_factory=dict)
    ins_total: int | None = None
    ins_uom: str | None = None
    outs_total: int | None = None
    outs_uom: str | None = None


@dataclass(frozen=True)
class Shares:
    """The solution: ``amounts`` in millionths, ``shares`` in ``WHOLE``ths, by unit; what is absent is not known."""

    amounts: dict[int, int]
    shares: dict[int, int]


class Solver:
    """Solves one direction of one trace.

    :param made: all that was made of each unit, in millionths of its uom.
    :param uoms: of each unit.
    :param containers: units whose content flows as a whole; they have no quantity of their own.
    """

    def __init__(
        self,
        start: int,
        direction: Direction,
        flows: Sequence[Flow],
        made: dict[int, int],
        uoms: dict[int, str],
        containers: set[int],
    ) -> None:
        self.start = start
        self.forward = direction.sign > 0
        self.flows = flows
        self.made = made
        self.uoms = uoms
        self.containers = containers
        self.amounts: dict[int, int] = {start: made.get(start, 0) * GUARD}
        self.shares: dict[int, int] = {start: WHOLE}
        self.unknown: set[int] = set()
        self.given: dict[tuple[int, int], tuple[int, int]] = {}

    def unsure(self, units: Iterable[int]) -> Solver:
        """Of ``units`` no amount can be known (containers that were emptied meanwhile)."""
        self.unknown.update(set(units) - {self.start})
        return self

    def solve(self) -> Shares:
        """Amounts and shares of every unit that has them."""
        if self.made.get(self.start, 0) <= 0:
            return Shares({}, {})
        flows = sorted(self.flows, key=lambda flow: flow.key, reverse=not self.forward)
        if self._once_is_enough(flows):
            for flow in flows:
                self._pass(flow)
        else:
            for group in self._circles(flows):
                self._settle(group)
        self.amounts[self.start], self.shares[self.start] = self.made[self.start] * GUARD, WHOLE
        known = [unit for unit in self.amounts if unit not in self.unknown]
        return Shares(
            {unit: (self.amounts[unit] + GUARD // 2) // GUARD for unit in known},
            {unit: self.shares[unit] for unit in known if unit in self.shares},
        )

    def _near(self, flow: Flow) -> dict[int, int | None]:
        return flow.ins if self.forward else flow.outs

    def _far(self, flow: Flow) -> dict[int, int | None]:
        return flow.outs if self.forward else flow.ins

    def _once_is_enough(self, flows: Sequence[Flow]) -> bool:
        """Whether going through ``flows`` as they are does it: nothing is given to a unit that gave before."""
        gave: set[int] = set()
        for flow in flows:
            gave.update(self._near(flow))
            if not gave.isdisjoint(self._far(flow)):
                return False
        return True

    def _circles(self, flows: Sequence[Flow]) -> Iterable[list[Flow]]:
        """Events so that what feeds comes before what is fed; those of a circle together."""
        from_unit: dict[int, list[int]] = {}
        for position, flow in enumerate(flows):
            for unit in self._near(flow):
                from_unit.setdefault(unit, []).append(position)
        nexts = [[n for unit in self._far(flow) for n in from_unit.get(unit, ())] for flow in flows]
        return ([flows[n] for n in sorted(group)] for group in components(nexts))

    def _settle(self, group: list[Flow]) -> None:
        """Go round until nothing changes any more; each round, less is left going round."""
        for _ in range(max(20, min(ROUNDS, WORK // len(group)))):
            if sum(self._pass(flow) for flow in group) == 0:
                return
        for flow in group:
            for unit in self._far(flow):
                self._lose(unit)

    def _pass(self, flow: Flow) -> bool:
        """Let ``flow`` carry on what its near units hold; whether anything changed by more than rounding."""
        carried = self._carried(flow)
        changed = False
        for unit, quantity in self._far(flow).items():
            if unit == self.start and self.forward:
                continue
            if carried is None:
                changed |= self._lose(unit)
                continue
            amount, share = self._part(flow, unit, quantity, *carried)
            if amount is None:
                changed |= self._lose(unit)
                continue
            old_amount, old_share = self.given.get((flow.key, unit), (0, 0))
            self.given[flow.key, unit] = (amount, share)
            self.amounts[unit] = self.amounts.get(unit, 0) + amount - old_amount
            self.shares[unit] = self.shares.get(unit, 0) + share - old_share
            changed |= abs(amount - old_amount) > GUARD // 1000
        return changed

    def _lose(self, unit: int) -> bool:
        if unit in self.unknown or unit == self.start:
            return False
        self.unknown.add(unit)
        return True

    def _carried(self, flow: Flow) -> tuple[int, int] | None:
        raise NotImplementedError

    def _part(self, flow: Flow, unit: int, quantity: int | None, amount: int, share: int) -> tuple[int | None, int]:
        raise NotImplementedError

    def based(self, unit: int, quantity: int | None, uom: str | None) -> int | None:
        """A quantity of ``unit`` in base ``uom``; a container's is all that is in it."""
        if unit in self.containers:
            return self.made.get(unit)
        if quantity is None or uom is None:
            return None
        name, factor = dimension(self.uoms[unit])
        if name != dimension(uom)[0]:
            return None
        return quantity if factor == 1 else int(quantity * Decimal(factor))

    def held(self, unit: int, quantity: int | None) -> tuple[int, int] | None:
        """``quantity`` of all that was made of ``unit``, as a fraction."""
        if unit in self.containers:
            return 1, 1
        made = self.made.get(unit, 0)
        return None if quantity is None or made <= 0 else (quantity, made)


class Forward(Solver):
    """How much of the start went into each unit."""

    def _carried(self, flow: Flow) -> tuple[int, int] | None:
        amount = share = 0
        for unit, quantity in flow.ins.items():
            part = self.held(unit, quantity)
            if part is None or unit in self.unknown:
                return None
            amount += self.amounts.get(unit, 0) * part[0] // part[1]
            based = self.based(unit, quantity, flow.ins_uom)
            if based is not None and flow.ins_total:
                share += self.shares.get(unit, 0) * based // flow.ins_total
        return amount, share

    def _part(self, flow: Flow, unit: int, quantity: int | None, amount: int, share: int) -> tuple[int | None, int]:
        if unit in self.containers:
            made = self.made.get(unit) or flow.ins_total
            return amount, share * (flow.ins_total or 0) // made if made else 0
        based, part = self.based(unit, quantity, flow.outs_uom), self.held(unit, quantity)
        if part is None or based is None or not flow.outs_total:
            return None, 0
        return amount * based // flow.outs_total, share * part[0] // part[1]


class Back(Solver):
    """How much of each unit went into the start."""

    def _carried(self, flow: Flow) -> tuple[int, int] | None:
        amount = share = 0
        for unit, quantity in flow.outs.items():
            if unit in self.unknown:
                return None
            made = self.made.get(unit, 0)
            if unit in self.containers:
                quantity, based, total = flow.ins_total, 1, 1
            else:
                based, total = self.based(unit, quantity, flow.outs_uom) or 0, flow.outs_total or 0
            if not (quantity and made and based and total):
                return None
            amount += WHOLE * self.amounts.get(unit, 0) * based // (made * GUARD * total)
            share += self.shares.get(unit, 0) * quantity // made
        return amount, share

    def _part(self, flow: Flow, unit: int, quantity: int | None, amount: int, share: int) -> tuple[int | None, int]:
        based = self.based(unit, quantity, flow.ins_uom)
        own = self.made.get(unit) if unit in self.containers else quantity
        if own is None:
            return None, 0
        part = share * based // flow.ins_total if based is not None and flow.ins_total else 0
        return amount * own * GUARD // WHOLE, part


def solver(direction: Direction) -> Callable[..., Solver]:
    """The solver of a direction."""
    return Forward if direction.sign > 0 else Back


def components(nexts: Sequence[Sequence[int]]) -> list[list[int]]:
    """Strongly connected components of a graph, those that lead to others first (Tarjan 1972, without recursion).

    :param nexts: of each node, the nodes it leads to.
    """
    index = [0] * len(nexts)
    low = [0] * len(nexts)
    on_stack = [False] * len(nexts)
    stack: list[int] = []
    found: list[list[int]] = []
    count = 0
    for root in range(len(nexts)):
        if index[root]:
            continue
        work = [(root, 0)]
        while work:
            node, position = work.pop()
            if position == 0:
                count += 1
                index[node] = low[node] = count
                stack.append(node)
                on_stack[node] = True
            for at in range(position, len(nexts[node])):
                following = nexts[node][at]
                if not index[following]:
                    work.append((node, at + 1))
                    work.append((following, 0))
                    break
                if on_stack[following]:
                    low[node] = min(low[node], index[following])
            else:
                if low[node] == index[node]:
                    found.append(_popped(stack, node))
                    for member in found[-1]:
                        on_stack[member] = False
                if work:
                    before = work[-1][0]
                    low[before] = min(low[before], low[node])
    return found[::-1]


def _popped(stack: list[int], until: int) -> list[int]:
    group = [stack.pop()]
    while group[-1] != until:
        group.append(stack.pop())
    return group


Totals = tuple[int | None, str | None, int | None, str | None]


def flows_of(links: Iterable[LinkRow], totals: dict[int, Totals]) -> list[Flow]:
    """The flows among reached units, from their links on both sides.

    :param totals: ``ins_total``, ``ins_uom``, ``outs_total``, ``outs_uom`` by event.
    """
    flows: dict[int, Flow] = {}
    for unit, side, event, _, quantity in links:
        if side > Side.OUT_PARENT:
            continue
        flow = flows.get(event)
        if flow is None:
            flow = flows[event] = Flow(event, {}, {}, *totals[event])
        part = flow.ins if side <= Side.IN_CHILD else flow.outs
        if unit in part:
            before = part[unit]
            quantity = None if before is None or quantity is None else before + quantity
        part[unit] = quantity
    return [flow for flow in flows.values() if flow.ins and flow.outs]
