import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { draftName, dropDraft } from "../model/draft.ts";
import { FormFill } from "./FormFill.tsx";
import { rowActOf } from "./gridKeys.ts";
import { moved, restored } from "./listActs.ts";
import { formFor, input, json, label, server, setUp, show, submit, tearDown, type } from "./testing.tsx";
import { between } from "./usePicked.ts";

const FORM = formFor({
  fields: {
    rows: {
      type: "list",
      label: label("明细"),
      scan_count: "pieces",
      fields: {
        lot: { type: "lot", label: label("批次") },
        pieces: { type: "number", label: label("件数"), sum: true },
        note: { type: "text", label: label("备注") },
      },
    },
  },
});

beforeEach(setUp);
afterEach(async () => {
  tearDown();
  await dropDraft(draftName("u1", "feeding"));
});
const open = (): Promise<void> => show(<FormFill form={FORM} onDone={() => undefined} />);
const rows = (): string[] => [...document.querySelectorAll<HTMLInputElement>('[data-column="note"] input')].map((one) => one.value);
const press = async (path: string, key: string, held: { ctrlKey?: boolean; altKey?: boolean; shiftKey?: boolean } = {}): Promise<void> =>
  act(async () => void fireEvent.keyDown(input(path), { key, ...held }));
const noted = async (...notes: string[]): Promise<void> => {
  for (const [at, note] of notes.entries()) {
    if (at) await act(async () => void fireEvent.click(screen.getByText("添加一行")));
    type(`rows-${at}-note`, note);
  }
};

async function scan(code: string, lot: Record<string, unknown> | null, offered: string[]): Promise<void> {
  server.answers = [() => (lot ? json({ code, ...lot }) : json({ title: "none" }, 404)), () => json({ items: offered.map((id) => ({ id, title: id })) })];
  const box = document.querySelector("[data-scan]") as HTMLInputElement;
  fireEvent.change(box, { target: { value: code } });
  await act(async () => void fireEvent.keyDown(box, { key: "Enter" }));
}

test("a scan fills the first empty row, the same code again counts one up", async () => {
  await open();
  await scan("RM-1", { status: "released" }, ["RM-1"]);
  await waitFor(() => expect(input("rows-0-lot").value).toBe("RM-1"));
  expect(input("rows-0-pieces").value).toBe("1");
  await scan("RM-1", { status: "released" }, ["RM-1"]);
  await waitFor(() => expect(input("rows-0-pieces").value).toBe("2"));
  await scan("RM-2", { status: "released" }, ["RM-2"]);
  await waitFor(() => expect(input("rows-1-lot").value).toBe("RM-2"));
});

test("a lot that may not be used here is refused in words, and adds no row", async () => {
  await open();
  await scan("RM-9", { status: "held" }, []);
  await waitFor(() => expect(screen.getByRole("status").textContent).toContain("RM-9"));
  expect(document.querySelector(".ff-said.bad")).not.toBeNull();
  expect(input("rows-0-lot").value).toBe("");
  await scan("nothing", null, []);
  await waitFor(() => expect(document.querySelector(".ff-said.bad")?.textContent).toContain("nothing"));
});

test("a held lot is taken where the form offers it, as for its release", async () => {
  await open();
  await scan("RM-9", { status: "held" }, ["RM-9"]);
  await waitFor(() => expect(input("rows-0-lot").value).toBe("RM-9"));
});

test("rows are inserted between, moved, filled down and deleted with keys; deleting can be undone", async () => {
  await open();
  await noted("a", "b", "c");
  await press("rows-0-note", "Insert");
  expect(rows()).toEqual(["a", "", "b", "c"]);
  await press("rows-1-note", "d", { ctrlKey: true });
  expect(rows()).toEqual(["a", "a", "b", "c"]);
  await press("rows-3-note", "ArrowUp", { altKey: true });
  expect(rows()).toEqual(["a", "a", "c", "b"]);
  await press("rows-0-note", " ", { shiftKey: true });
  await press("rows-2-note", " ", { shiftKey: true });
  expect(screen.getByText("已选 2 行")).toBeTruthy();
  await press("rows-2-note", "Delete", { altKey: true });
  expect(rows()).toEqual(["a", "b"]);
  await act(async () => void fireEvent.click(screen.getByText("撤销")));
  expect(rows()).toEqual(["a", "a", "c", "b"]);
});

test("a selection is filled down from its first row, and copied", async () => {
  await open();
  await noted("x", "y", "z");
  for (const at of [0, 2]) await press(`rows-${at}-note`, " ", { shiftKey: true });
  await press("rows-2-note", "d", { ctrlKey: true });
  expect(rows()).toEqual(["x", "y", "x"]);
  await act(async () => void fireEvent.click(screen.getByText("复制")));
  expect(rows()).toEqual(["x", "y", "x", "x", "x"]);
});

test("cells from a spreadsheet fill rows and add what is missing; sums are of the column asked for", async () => {
  await open();
  await act(async () => void fireEvent.paste(input("rows-0-pieces"), { clipboardData: { getData: () => "1,200\tfirst\n3\tsecond\n" } }));
  await waitFor(() => expect(rows()).toEqual(["first", "second"]));
  expect(document.querySelector(".ff-row-sum")?.textContent).toContain("1,203");
  await submit();
  await waitFor(() => expect(server.sent.at(-1)?.body.fields.rows).toEqual([{ pieces: "1200", note: "first" }, { pieces: "3", note: "second" }]));
});

const named = (keys: string) => [...keys].map((_k) => ({ _k }));
const keysOf = (found: { _k: string }[]): string => found.map((row) => row._k).join("");

test("rows moved together keep their order, wherever they go", () => {
  expect(keysOf(moved(named("abcde"), ["b", "d"], 0))).toBe("bdace");
  expect(keysOf(moved(named("abcde"), ["d", "b"], 5))).toBe("acebd");
  expect(keysOf(moved(named("abcde"), ["b"], 2))).toBe("abcde");
  expect(keysOf(moved(named("abcde"), ["a", "c"], 3))).toBe("bacde");
});

test("what was taken out goes back where it stood", () => {
  const gone = [1, 3].map((at) => ({ row: named("abcd")[at]!, at }));
  expect(keysOf(restored(named("ac"), gone))).toBe("abcd");
});

test("a range is the same from either end", () => {
  expect(between([..."abcd"], "c", "a")).toEqual(["a", "b", "c"]);
  expect(between([..."abcd"], "gone", "b")).toEqual(["b"]);
});

test("plain keys stay the input's", () => {
  const key = (key: string, held = {}) => rowActOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });
  expect([key("d"), key("ArrowUp"), key(" "), key("Delete")]).toEqual([null, null, null, null]);
  expect([key("d", { metaKey: true }), key("D", { ctrlKey: true }), key("Insert")]).toEqual(["fill", "fill", "insert"]);
});
