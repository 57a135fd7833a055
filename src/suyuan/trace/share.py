"""How much of the start lies in each reached unit, or of each in the start: proportional, safe in circles.

What an event takes in is spread over what it makes in proportion; losses are not given a part of their own. So the
amounts of one start in all ends add up to what was taken of it. Sums are whole numbers of millionths with guard digits;
units that feed one another (rework) are solved together until nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from suyuan.trace.gather import Flow
from suyuan.trace.totals import dimension

GUARD = 10**6
WHOLE = 10**12
ROUNDS = 2000
WORK = 2_000_000
"""Rounds, and passes over events, after which a circle that does not settle is given up as unknown."""

Part = tuple[int, int]
"""An amount (millionths times ``GUARD``) and a share (``WHOLE``ths)."""


@dataclass(frozen=True)
class Shares:
    """The solution: ``amounts`` in millionths, ``shares`` in ``WHOLE``ths, by unit; what is absent is not known."""

    amounts: dict[int, int]
    shares: dict[int, int]


def in_order(flows: Iterable[Flow], forward: bool) -> bool:
    """Whether every event comes after those that feed it: nothing is given to a unit that gave before."""
    gave: set[int] = set()
    for flow in flows:
        near, far = (flow.ins, flow.outs) if forward else (flow.outs, flow.ins)
        gave.update(near)
        if not gave.isdisjoint(far):
            return False
    return True


class Solver:
    """Solves one direction of one trace.

    :param flows: by time, the latest first where the way leads back.
    :param made: all that was made of each unit, in millionths of its uom.
    :param uoms: of each unit.
    :param containers: units whose content flows as a whole; they have no quantity of their own.
    :param unsure: units of which no amount can be known: containers that were emptied meanwhile.
    """

    forward = True

    def __init__(
        self,
        start: int,
        flows: Sequence[Flow],
        made: dict[int, int],
        uoms: dict[int, str],
        containers: set[int],
        unsure: set[int],
    ) -> None:
        self.start = start
        self.flows = flows
        self.made = made
        self.uoms = uoms
        self.containers = containers
        self.unknown = unsure - {start}
        self.amounts: dict[int, int] = {start: made.get(start, 0) * GUARD}
        self.shares: dict[int, int] = {start: WHOLE}
        self.given: dict[tuple[int, int], Part] = {}
        self.again = False

    def solve(self, ordered: bool) -> Shares:
        """Amounts and shares of every unit that has them.

        :param ordered: see ``in_order``; then one pass does it.
        """
        if self.made.get(self.start, 0) <= 0:
            return Shares({}, {})
        if ordered:
            for flow in self.flows:
                self._pass(flow)
        else:
            self.again = True
            for group in self._circles(self.flows):
                self._settle(group)
        self.amounts[self.start], self.shares[self.start] = self.made[self.start] * GUARD, WHOLE
        known = self.amounts.keys() - self.unknown
        return Shares(
            {unit: (self.amounts[unit] + GUARD // 2) // GUARD for unit in known},
            {unit: self.shares[unit] for unit in known},
        )

    def _near(self, flow: Flow) -> dict[int, int | None]:
        return flow.ins if self.forward else flow.outs

    def _far(self, flow: Flow) -> dict[int, int | None]:
        return flow.outs if self.forward else flow.ins

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
        amounts, shares = self.amounts, self.shares
        for unit, quantity in (flow.outs if self.forward else flow.ins).items():
            if unit == self.start and self.forward:
                continue
            part = None if carried is None else self._part(flow, unit, quantity, carried)
            if part is None:
                changed |= self._lose(unit)
                continue
            amount, share = part
            if self.again:
                old = self.given.get((flow.key, unit), (0, 0))
                self.given[flow.key, unit] = part
                changed |= abs(amount - old[0]) > GUARD // 1000
                amount, share = amount - old[0], share - old[1]
            amounts[unit] = amounts.get(unit, 0) + amount
            shares[unit] = shares.get(unit, 0) + share
        return changed

    def _lose(self, unit: int) -> bool:
        if unit in self.unknown or unit == self.start:
            return False
        self.unknown.add(unit)
        return True

    def _carried(self, flow: Flow) -> Part | None:
        """What the near units bring; ``None`` when that cannot be known."""
        raise NotImplementedError

    def _part(self, flow: Flow, unit: int, quantity: int | None, carried: Part) -> Part | None:
        """What of it the far ``unit`` gets; ``None`` when that cannot be known."""
        raise NotImplementedError

    def based(self, unit: int, quantity: int | None, uom: str | None) -> int | None:
        """A quantity of ``unit`` in base ``uom``; a container's is all that is in it."""
        if unit in self.containers:
            return self.made.get(unit)
        own = self.uoms[unit]
        if own == uom:
            return quantity
        if quantity is None or uom is None:
            return None
        name, factor = dimension(own)
        return int(quantity * factor) if name == dimension(uom)[0] else None


class Forward(Solver):
    """How much of the start went into each unit."""

    def _carried(self, flow: Flow) -> Part | None:
        amount = share = 0
        total, uom = flow.ins_total, flow.ins_uom
        unknown, amounts, containers, mades, shares = (
            self.unknown,
            self.amounts,
            self.containers,
            self.made,
            self.shares,
        )
        for unit, quantity in flow.ins.items():
            if unit in unknown:
                return None
            had = amounts.get(unit, 0)
            if unit in containers:
                amount += had
            else:
                made = mades.get(unit, 0)
                if quantity is None or made <= 0:
                    return None
                amount += had * quantity // made
            if total and (based := self.based(unit, quantity, uom)) is not None:
                share += shares.get(unit, 0) * based // total
        return amount, share

    def _part(self, flow: Flow, unit: int, quantity: int | None, carried: Part) -> Part | None:
        amount, share = carried
        made = self.made.get(unit, 0)
        if unit in self.containers:
            return amount, share * (flow.ins_total or 0) // made if made else 0
        based = self.based(unit, quantity, flow.outs_uom)
        if quantity is None or based is None or made <= 0 or not flow.outs_total:
            return None
        return amount * based // flow.outs_total, share * quantity // made


class Back(Solver):
    """How much of each unit went into the start."""

    forward = False

    def _carried(self, flow: Flow) -> Part | None:
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

    def _part(self, flow: Flow, unit: int, quantity: int | None, carried: Part) -> Part | None:
        own = self.made.get(unit) if unit in self.containers else quantity
        if own is None:
            return None
        amount, share = carried
        based = self.based(unit, quantity, flow.ins_uom)
        part = share * based // flow.ins_total if based is not None and flow.ins_total else 0
        return amount * own * GUARD // WHOLE, part


def components(nexts: Sequence[Sequence[int]]) -> list[list[int]]:
    """Strongly connected components of a graph, those that lead to others first (Tarjan 1972, without recursion).

    :param nexts: of each node, the nodes it leads to.
    """
    index, low = [0] * len(nexts), [0] * len(nexts)
    on_stack = [False] * len(nexts)
    stack: list[int] = []
    found: list[list[int]] = []
    count = 0
    for root in range(len(nexts)):
        work = [] if index[root] else [(root, 0)]
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
                    work += [(node, at + 1), (following, 0)]
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
