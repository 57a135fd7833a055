import type { Path } from "../model/doc.ts";
import type { Spot } from "../model/ops.ts";

export type Box = { left: number; top: number; right: number; bottom: number };
export type Point = { x: number; y: number };

/** A card of the canvas as it is drawn; a detail list has its table with its columns. */
export type CardBox = { key: string; box: Box; table?: { box: Box; columns: { key: string; box: Box }[] } };
/** A part of the form, the grid its cards stand in, the cards. */
export type GroupBox = { section: number | null; box: Box; grid: Box; cards: CardBox[] };

/** What is being dragged: whether it takes a whole row, may stand in a list, or begins a section. */
export type Carried = { wide: boolean; inList: boolean; section: boolean };

/** Where something would go, and the line that shows it. */
export type Landing = { spot: Spot; line: Box };

const THICK = 3;
const GAP = 8;

const boxOf = (element: Element): Box => {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return { left, top, right, bottom };
};

/** The canvas as it is drawn now. */
export function measure(canvas: Element): GroupBox[] {
  return [...canvas.querySelectorAll<HTMLElement>("[data-group]")].map((group) => ({
    section: group.dataset.group === "rest" ? null : Number(group.dataset.group),
    box: boxOf(group),
    grid: boxOf(group.querySelector(".dz-grid") ?? group),
    cards: [...group.querySelectorAll<HTMLElement>(".dz-grid > [data-path]")].map((card) => {
      const table = card.querySelector(".dz-table");
      const columns = [...card.querySelectorAll<HTMLElement>(".dz-table > [data-path]")];
      const own = { key: card.dataset.path as string, box: boxOf(card) };
      if (!table) return own;
      return { ...own, table: { box: boxOf(table), columns: columns.map((one) => ({ key: (one.dataset.path as Path).split(".")[1] as string, box: boxOf(one) })) } };
    }),
  }));
}

const outside = (box: Box, { x, y }: Point): { x: number; y: number } => ({
  x: Math.max(box.left - x, 0, x - box.right),
  y: Math.max(box.top - y, 0, y - box.bottom),
});

const holds = (box: Box, point: Point): boolean => {
  const far = outside(box, point);
  return far.x === 0 && far.y === 0;
};

function nearest<T extends { box: Box }>(items: T[], point: Point, tall = 1): T | undefined {
  const far = (one: T): number => {
    const { x, y } = outside(one.box, point);
    return x + y * tall;
  };
  return items.reduce<T | undefined>((best, one) => (best === undefined || far(one) < far(best) ? one : best), undefined);
}

const upright = (x: number, top: number, bottom: number): Box => ({ left: x - THICK / 2, right: x + THICK / 2, top, bottom });
const level = (y: number, left: number, right: number): Box => ({ left, right, top: y - THICK / 2, bottom: y + THICK / 2 });

/** Where something dragged to a point would go; null when nothing is drawn. */
export function landingAt(groups: GroupBox[], point: Point, carried: Carried): Landing | null {
  const group = nearest(groups, point, 4);
  if (!group) return null;
  const listed = group.cards.find((card) => card.table && holds(card.table.box, point));
  if (listed?.table && carried.inList) return inTable(listed.key, listed.table, point);
  const card = nearest(group.cards, point, 3);
  if (!card) {
    const y = (group.box.top + group.box.bottom) / 2;
    return { spot: { section: group.section, before: null }, line: level(y, group.box.left + GAP * 2, group.box.right - GAP * 2) };
  }
  return besideCard(group, card, point, carried);
}

function inTable(list: string, table: NonNullable<CardBox["table"]>, point: Point): Landing {
  const column = nearest(table.columns, point);
  if (!column) return { spot: { list, before: null }, line: upright(table.box.right - GAP, table.box.top, table.box.bottom) };
  const after = point.x > (column.box.left + column.box.right) / 2;
  const at = table.columns.indexOf(column) + (after ? 1 : 0);
  const line = upright(after ? column.box.right : column.box.left, table.box.top, table.box.bottom);
  return { spot: { list, before: table.columns[at]?.key ?? null }, line };
}

/** Beside a card: left or right of it in its row, or above or below the row where either takes all of it. */
function besideCard(group: GroupBox, card: CardBox, point: Point, carried: Carried): Landing {
  const row = group.cards.filter((one) => one.box.top < card.box.bottom - 2 && one.box.bottom > card.box.top + 2);
  const { left, right } = group.grid;
  const [top, bottom] = [Math.min(...row.map((one) => one.box.top)), Math.max(...row.map((one) => one.box.bottom))];
  const whole = card.box.right - card.box.left > (right - left) * 0.9;
  const rowWide = whole || carried.wide || carried.section || point.y < top || point.y > bottom;
  const spotAt = (index: number): Spot => ({ section: group.section, before: group.cards[index]?.key ?? null });
  if (rowWide) {
    const below = point.y > (top + bottom) / 2;
    const edge = below ? (row.at(-1) as CardBox) : (row[0] as CardBox);
    return { spot: spotAt(group.cards.indexOf(edge) + (below ? 1 : 0)), line: level(below ? bottom + GAP / 2 : top - GAP / 2, left, right) };
  }
  const after = point.x > (card.box.left + card.box.right) / 2;
  return { spot: spotAt(group.cards.indexOf(card) + (after ? 1 : 0)), line: upright(after ? card.box.right + 2 : card.box.left - 2, card.box.top, card.box.bottom) };
}

/** Every place in the order it is read, for going through them by keyboard. */
export function landings(groups: GroupBox[], carried: Carried): Landing[] {
  return groups.flatMap((group) => {
    if (!group.cards.length) return [landingAt([group], { x: group.box.left, y: group.box.top }, carried) as Landing];
    const before = group.cards.flatMap((card): Landing[] => {
      const own: Landing = { spot: { section: group.section, before: card.key }, line: level(card.box.top - GAP / 2, card.box.left, card.box.right) };
      const { table } = card;
      if (!table || !carried.inList) return [own];
      const columns = [...table.columns.map((one) => ({ key: one.key as string | null, x: one.box.left })), { key: null, x: table.box.right - 2 }];
      return [own, ...columns.map(({ key, x }) => ({ spot: { list: card.key, before: key }, line: upright(x, table.box.top, table.box.bottom) }))];
    });
    const last = (group.cards.at(-1) as CardBox).box;
    return [...before, { spot: { section: group.section, before: null }, line: level(last.bottom + GAP / 2, last.left, last.right) }];
  });
}

/** Where a section dragged to a height would go: before which section, and the line that shows it. */
export function sectionLanding(groups: GroupBox[], y: number): { before: number; line: Box } | null {
  const sections = groups.filter((group) => group.section !== null);
  const last = sections.at(-1);
  if (!last) return null;
  const next = sections.find((group) => y < (group.box.top + group.box.bottom) / 2);
  const box = (next ?? last).box;
  const line = level(next ? box.top - GAP / 2 : box.bottom + GAP / 2, box.left, box.right);
  return { before: next ? (next.section as number) : (last.section as number) + 1, line };
}
