import { describe, expect, it } from "vitest";
import { type FieldDef, type FormInfo, formInfoOf, type RecordData } from "../../api/index.ts";
import { columnsOf as listColumns, packedWidths, unpackedWidths } from "../list/columns.ts";
import { columnsOf, columnWhere, type Groups, mayDrop, mayMove } from "./board.ts";
import { barsOf, filledWith, hiddenOn, moved, spansOf, touching, weeksOf } from "./days.ts";
import { canShow, faceFields, faceOf } from "./face.ts";
import { formView, freeViewKey } from "./give.ts";

const label = (text: string) => ({ zh: text, en: text });
const FIELDS = {
  what: { type: "text" },
  status: { type: "choice", options: [{ key: "new", label: label("New") }, { key: "open", label: label("Open"), color: "amber" }] },
  shop: { type: "link", to: "supplier" },
  due: { type: "date" },
  ends: { type: "date" },
  at: { type: "datetime" },
};
const form = (more: Partial<FormInfo> = {}): FormInfo =>
  formInfoOf({ key: "order", version: 1, state: "published", revision: 1, may: ["read", "amend"], readable: "*", writable: "*", definition: { form: "order", label: label("Order"), fields: FIELDS }, ...more } as unknown as FormInfo);
const field = (key: string): FieldDef => form().definition.fields.find((one) => one.key === key) as FieldDef;
const record = (id: string, fields: Record<string, unknown>): RecordData => ({ id, fields, title: id, state: "submitted" }) as unknown as RecordData;

describe("a face", () => {
  it("takes the first field that serves, and stays a table where none does", () => {
    expect(faceOf(form(), "kanban")).toEqual({ kind: "kanban", by: "status", date: "", until: "", picture: "" });
    expect(faceOf(form(), "kanban", { by: "shop" }).by).toBe("shop");
    expect(faceOf(form(), "calendar", { date: "at", until: "ends" })).toMatchObject({ date: "at", until: "ends" });
    expect(faceOf(form(), "gallery").kind).toBe("table");
    expect(canShow(form(), "gallery")).toBe(false);
    expect(faceFields(faceOf(form(), "calendar", { date: "due" }))).toEqual(["due"]);
  });

  it("never goes by a field that may not be read", () => {
    const reader = form({ readable: ["what", "due"] });
    expect(faceOf(reader, "kanban", { by: "status" }).kind).toBe("table");
  });
});

describe("a board", () => {
  const groups: Groups = { items: [{ value: "open", count: 3 }, { value: "gone", count: 1 }, { value: null, count: 2 }], more: false, left_out: 0 };

  it("has a choice's options in their order, then what else is found, blank last", () => {
    const columns = columnsOf(field("status"), groups, (of) => of.en);
    expect(columns.map((column) => [column.value, column.title, column.count])).toEqual([
      ["new", "New", 0],
      ["open", "Open", 3],
      ["gone", "gone", 1],
      ["", "", 2],
    ]);
  });

  it("has links by title, and drops nothing under a name that is barred", () => {
    const links: Groups = { items: [{ value: { id: "2", title: null as unknown as string }, count: 1 }, { value: { id: "1", title: "Mill" }, count: 4 }], more: false, left_out: 0 };
    const columns = columnsOf(field("shop"), links, (of) => of.en);
    expect(columns.map((column) => column.value)).toEqual(["1", "2"]);
    expect(columns.map((column) => mayDrop(field("shop"), column))).toEqual([true, false]);
    expect(mayDrop({ ...field("status"), required: true }, { value: "", title: "", count: 0 })).toBe(false);
  });

  it("asks for a column within the list's own condition", () => {
    expect(columnWhere("", "status", { value: 'a"b', title: "", count: 0 })).toBe('status = "a""b"');
    expect(columnWhere("x = 1 OR y = 2", "status", { value: "", title: "", count: 0 })).toBe("(x = 1 OR y = 2) AND ISBLANK(status)");
  });

  it("moves cards only for who may amend the field", () => {
    expect(mayMove(form(), field("status"))).toBe(true);
    expect(mayMove(form({ may: ["read"] }), field("status"))).toBe(false);
    expect(mayMove(form({ writable: ["what"] }), field("status"))).toBe(false);
    expect(mayMove(form(), { ...field("status"), readonly: true })).toBe(false);
  });
});

describe("a calendar", () => {
  it("shows whole weeks from Monday", () => {
    const weeks = weeksOf("month", "2026-11-22");
    expect([weeks.length, weeks[0]?.[0], weeks.at(-1)?.[6]]).toEqual([6, "2026-10-26", "2026-12-06"]);
    expect(weeksOf("week", "2026-11-22")).toEqual([["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22"]]);
    expect([moved("month", "2026-01-31", 1), moved("week", "2026-11-22", -1)]).toEqual(["2026-02-28", "2026-11-15"]);
  });

  it("asks for what touches its days", () => {
    expect(touching(field("due"), undefined, "2026-11-01", "2026-11-30")).toBe("due <= DATE(2026, 11, 30) AND due >= DATE(2026, 11, 1)");
    expect(touching(field("at"), undefined, "2026-11-01", "2026-11-30")).toBe("at < DATEADD(DATE(2026, 11, 30), 1) AND at >= DATE(2026, 11, 1)");
    expect(touching(field("due"), field("ends"), "2026-11-01", "2026-11-30")).toBe("due <= DATE(2026, 11, 30) AND (due >= DATE(2026, 11, 1) OR ends >= DATE(2026, 11, 1))");
  });

  it("lays bars on lines so that none cover one another, across the ends of weeks", () => {
    const week = weeksOf("week", "2026-11-18")[0] ?? [];
    const items = [
      record("long", { due: "2026-11-10", ends: "2026-11-18" }),
      record("short", { due: "2026-11-18", ends: null }),
      record("wrong", { due: "2026-11-19", ends: "2026-11-01" }),
      record("beyond", { due: "2026-11-21", ends: "2026-12-01" }),
      record("none", { due: null }),
    ];
    const bars = barsOf(spansOf(items, field("due"), field("ends")), week);
    expect(bars.map((bar) => [bar.span.record.id, bar.start, bar.end, bar.lane, bar.before, bar.after])).toEqual([
      ["long", 0, 2, 0, true, false],
      ["short", 2, 2, 1, false, false],
      ["wrong", 3, 3, 0, false, false],
      ["beyond", 5, 6, 0, false, true],
    ]);
    expect([hiddenOn(bars, 2, 1), hiddenOn(bars, 3, 1)]).toEqual([1, 0]);
  });

  it("fills the date of a new record", () => {
    expect(filledWith(field("due"), "2026-11-18")).toBe("2026-11-18");
    expect(filledWith(field("at"), "2026-11-18")).toMatch(/^2026-11-18T08:00:00[+-]\d\d:\d\d$/);
  });
});

describe("a view put into the form", () => {
  it("is as short as its document can be, under a key that is free", () => {
    const look = { where: null, sort: "-due", fields: ["what"], widths: { what: 200 }, face: "kanban" as const, by: "status", date: null, until: null, picture: null };
    expect(formView("view_2", "Board", look)).toEqual({ key: "view_2", label: label("Board"), face: "kanban", sort: "-due", fields: ["what"], by: "status" });
    expect(freeViewKey(["view_1", "board"])).toBe("view_2");
  });
});

describe("widths", () => {
  it("go into the address and back, within bounds", () => {
    const widths = unpackedWidths(packedWidths({ what: 240, due: 5000, x: 10 }));
    expect(widths).toEqual({ what: 240, due: 1200, x: 40 });
    const columns = listColumns(form(), ["what", "due"], { what: 240 });
    expect(columns.map((column) => [column.width, column.set])).toEqual([
      [240, true],
      [112, false],
    ]);
  });
});
