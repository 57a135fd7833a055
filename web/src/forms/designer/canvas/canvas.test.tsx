import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { App } from "antd";
import { useState } from "react";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Doc, fieldAt } from "../model/doc.ts";
import type { FieldKind, FieldTypes } from "../../model/fieldTypes.ts";
import type { Server } from "../model/server.ts";
import { DesignerStore } from "../model/store.ts";
import { DesignerContext } from "../model/useDesigner.ts";
import { Palette } from "../palette/Palette.tsx";
import { Canvas } from "./Canvas.tsx";
import { DragBoard } from "./DragBoard.tsx";
import { useHand } from "./useHand.ts";

const kind = (key: string, group: string, zh: string, en: string, start: Doc["fields"][string] = { type: key }): FieldKind => ({
  key,
  type: start.type,
  preset: "",
  group,
  label: { zh, en },
  hint: null,
  icon: "text",
  widget: key,
  expr: "text",
  start,
  options: [],
  operators: [],
  in_list: key !== "list",
  can_unique: false,
  can_scan: false,
  example: null,
});
const types: FieldTypes = {
  groups: [{ key: "basic", label: { zh: "基础", en: "Basic" } }, { key: "layout", label: { zh: "布局", en: "Layout" } }],
  items: [kind("text", "basic", "文本", "Text"), kind("number", "basic", "数字", "Number"), kind("list", "layout", "明细", "Detail list", { type: "list", fields: { item: { type: "text" } } })],
};

const L = (zh: string): { zh: string; en: string } => ({ zh, en: "" });
const receipt: Doc = {
  form: "receipt",
  label: L("收货"),
  sections: [{ label: L("来料"), fields: ["supplier", "quantity"] }],
  fields: {
    supplier: { type: "text", label: L("供应商") },
    quantity: { type: "number", label: L("数量"), required: true },
    rows: { type: "list", label: L("明细"), fields: { lot: { type: "text", label: L("批次") }, kg: { type: "number", label: L("重量") } } },
  },
};

let doc = receipt;
const server: Server = {
  load: async (key) => ({ key, version: 1, state: "draft", revision: 1, definition: doc, by: "", at: "" }),
  save: async (key, definition, revision) => ({ key, version: 1, state: "draft", revision: revision + 1, definition, by: "", at: "" }),
  examine: async () => ({ version: 1, changes: [], mistakes: [{ path: "fields.quantity.min", code: "x", message: "最小值不对" }], touches: {}, sentences: [], hints: [] }),
  slugs: async (texts) => texts.map(() => "che_pai"),
};

function Board() {
  const { hand, editing } = useHand();
  const [tab, setTab] = useState(0);
  return (
    <DragBoard onDropped={hand.edit} onTab={setTab}>
      <Palette onAdded={hand.edit} />
      <Canvas hand={hand} editing={editing} tab={tab} onTab={setTab} />
    </DragBoard>
  );
}

const opened: DesignerStore[] = [];

/** Opens a form of its own: what one test drew is kept in this browser under its key. */
async function open(of: Doc = receipt): Promise<DesignerStore> {
  doc = of;
  const store = await DesignerStore.open(server, `form_${opened.length}`);
  opened.push(store);
  render(
    <App>
      <QueryClientProvider client={new QueryClient()}>
        <DesignerContext.Provider value={{ store, types }}>
          <Board />
        </DesignerContext.Provider>
      </QueryClientProvider>
    </App>,
  );
  return store;
}

const card = (path: string): HTMLElement => document.querySelector(`[data-canvas] [data-path="${path}"]`) as HTMLElement;
const press = (key: string, how: object = {}): void => void fireEvent.keyDown(document.body, { key, ...how });
const order = (): string[] => [...document.querySelectorAll<HTMLElement>(".dz-grid > [data-path]")].map((one) => one.dataset.path as string);
const type = (text: string): void => {
  const input = document.activeElement as HTMLInputElement;
  fireEvent.change(input, { target: { value: text } });
  fireEvent.keyDown(input, { key: "Enter" });
};

beforeEach(() => localStorage.removeItem("suyuan.fields"));
afterEach(cleanup);
afterAll(() => Promise.all(opened.map((store) => store.close())));

describe("drawing on the canvas", () => {
  it("adds what is clicked after the selection, and its label is typed at once", async () => {
    const store = await open();
    fireEvent.click(card("supplier"));
    fireEvent.click(screen.getByRole("button", { name: "文本" }));
    expect(order()).toEqual(["supplier", "text", "quantity", "rows"]);
    type("车牌");
    expect(fieldAt(store.get().doc, "text")?.label).toEqual({ zh: "车牌", en: "" });
    fireEvent.click(card("quantity"));
    await expect.poll(order).toEqual(["supplier", "che_pai", "quantity", "rows"]);
  });

  it("finds a kind in the other language, and Enter adds it into the list that is selected", async () => {
    await open();
    fireEvent.click(card("rows.kg"));
    const search = screen.getByPlaceholderText("搜索字段，回车添加");
    fireEvent.change(search, { target: { value: "number" } });
    fireEvent.keyDown(search, { key: "Enter" });
    expect(card("rows.number")).not.toBeNull();
    expect((search as HTMLInputElement).value).toBe("");
  });

  it("goes by keyboard: select, move past the edge of a section, delete, and back", async () => {
    const store = await open();
    press("ArrowRight");
    press("ArrowRight");
    expect(store.get().selected).toEqual(["quantity"]);
    press("ArrowDown", { altKey: true });
    expect(store.get().doc.sections?.[0]?.fields).toEqual(["supplier"]);
    expect(order()).toEqual(["supplier", "quantity", "rows"]);
    press("Delete");
    expect(order()).toEqual(["supplier", "rows"]);
    expect(store.get().selected).toEqual(["rows"]);
    act(() => store.undo());
    act(() => store.undo());
    expect(store.get().doc).toEqual(receipt);
  });

  it("selects several with Ctrl and a stretch with Shift, and deletes them together", async () => {
    const store = await open();
    fireEvent.click(card("supplier"));
    fireEvent.click(card("rows"), { ctrlKey: true });
    expect(store.get().selected).toEqual(["supplier", "rows"]);
    fireEvent.click(card("supplier"));
    fireEvent.click(card("quantity"), { shiftKey: true });
    press("Delete");
    expect(order()).toEqual(["rows"]);
    expect(store.get().history.past.at(-1)?.name).toBe("删除 供应商、数量");
  });

  it("copies fields into another form", async () => {
    await open();
    fireEvent.click(card("rows"));
    press("c", { ctrlKey: true });
    cleanup();
    const other = await open({ form: "other", label: L("另一张"), fields: {} });
    press("v", { ctrlKey: true });
    expect(other.get().doc.fields.rows).toEqual(receipt.fields.rows);
    press("v", { ctrlKey: true });
    expect(Object.keys(other.get().doc.fields)).toEqual(["rows", "rows_2"]);
  });

  it("renames a field and a section where they stand; Esc leaves them", async () => {
    const store = await open();
    fireEvent.doubleClick(card("supplier"));
    type("供货单位");
    expect(card("supplier").textContent).toContain("供货单位");
    fireEvent.doubleClick(card("sections[0]"));
    fireEvent.keyDown(document.activeElement as Element, { key: "Escape" });
    expect(store.get().doc.sections?.[0]?.label).toEqual(L("来料"));
  });

  it("changes the width by its handle's keys", async () => {
    const store = await open();
    fireEvent.click(card("supplier"));
    fireEvent.keyDown(screen.getByRole("slider"), { key: "ArrowRight" });
    expect(store.get().doc.fields.supplier?.width).toBe(8);
    press("ArrowLeft", { altKey: true, shiftKey: true });
    expect(store.get().doc.fields.supplier?.width).toBe(6);
  });

  it("tells a mistake at its field, and what a published field becomes when deleted", async () => {
    const store = await open();
    await expect.poll(() => card("quantity").textContent).toContain("最小值不对");
    act(() => store.apply("x", (now) => ({ ...now, fields: { ...now.fields, supplier: { ...now.fields.supplier!, retired: true } } })));
    expect(card("supplier")).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "恢复使用“供应商”" }));
    expect(card("supplier")).not.toBeNull();
  });

  it("begins a section, taking in what stood without one, and drops it again", async () => {
    const store = await open();
    fireEvent.click(card("rows"));
    fireEvent.click(screen.getByRole("button", { name: "分组" }));
    type("其他");
    expect(store.get().doc.sections?.map((section) => [labelOf(section.label), section.fields])).toEqual([
      ["来料", ["supplier", "quantity"]],
      ["", ["rows"]],
      ["其他", []],
    ]);
    fireEvent.click(screen.getAllByRole("button", { name: "删除分组（字段并入上一分组）" })[1] as HTMLElement);
    expect(store.get().doc.sections?.[0]?.fields).toEqual(["supplier", "quantity", "rows"]);
  });

  it("says what to do in an empty form", async () => {
    await open({ form: "empty", label: L("空"), fields: {} });
    expect(screen.getByText("表单还是空的")).toBeTruthy();
  });
});

const labelOf = (label: unknown): string => (label as { zh: string }).zh;
