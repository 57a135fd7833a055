import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RecordData } from "../../api/index.ts";
import { draftName, dropDraft, readDraft } from "../model/draft.ts";
import { FormFill } from "./FormFill.tsx";
import { fieldOf, formFor, input, json, label, MADE, server, setUp, show, submit, tearDown, type } from "./testing.tsx";

const FORM = formFor({
    fields: {
      no: { type: "serial", rule: "F-{###}", label: label("单号") },
      name: { type: "text", required: true, label: label("名称") },
      scrap: { type: "number", decimals: 1, label: label("报废") },
      why: { type: "text", visible_when: "scrap > 0", required_when: "scrap > 0", label: label("原因") },
      inputs: { type: "list", label: label("投入"), fields: { item: { type: "text", required: true, label: label("项") }, n: { type: "number", label: label("数") } } },
      total: { type: "expression", value: "SUM(inputs.n)", decimals: 0, label: label("合计") },
    },
});

beforeEach(setUp);
afterEach(async () => {
  tearDown();
  await dropDraft(draftName("u1", "feeding"));
  await dropDraft(draftName("u1", "feeding", "r1"));
});

const open = (record?: RecordData, onDone: (record: RecordData) => void = () => undefined): Promise<void> => show(<FormFill form={FORM} record={record} onDone={onDone} />);

test("a needed field that is blank is named at its place and gets the focus; nothing is sent", async () => {
  await open();
  await submit();
  expect(fieldOf("name").textContent).toContain("请填写名称");
  expect(server.sent).toEqual([]);
  await waitFor(() => expect(document.activeElement).toBe(input("name")));
});

test("linkage and sums follow every key", async () => {
  await open();
  expect(input("why")).toBeNull();
  type("scrap", "2");
  expect(input("why")).not.toBeNull();
  type("inputs-0-n", "40");
  await act(async () => void fireEvent.click(screen.getByText("添加一行")));
  type("inputs-1-n", "2");
  expect(document.getElementById("ff-total")?.textContent).toBe("42");
  type("scrap", "0");
  expect(input("why")).toBeNull();
});

test("a mistake the server names stands at its cell, also where empty rows were left out", async () => {
  await open();
  type("name", "a");
  await act(async () => void fireEvent.click(screen.getByText("添加一行")));
  type("inputs-1-item", "x");
  server.answers = [() => json({ title: "wrong", errors: [{ path: "inputs[0].n.uom", code: "c", message: "数量不对" }] }, 422)];
  await submit();
  await waitFor(() => expect(screen.getByText("数量不对")).toBeTruthy());
  expect(server.sent[0]?.body.fields.inputs).toEqual([{ item: "x" }]);
  expect(screen.getByText("数量不对").closest("li")?.textContent).toContain("第 2 行");
  expect(input("inputs-1-n").getAttribute("aria-invalid")).toBe("true");
  type("inputs-1-n", "7");
  expect(screen.queryByText("数量不对")).toBeNull();
});

test("when the network fails nothing is lost, and the same submission is sent again under the same key", async () => {
  await open();
  type("name", "kept");
  server.answers = [() => new TypeError("no network")];
  await submit();
  await waitFor(() => expect(screen.getByText(/连接不上服务器/)).toBeTruthy());
  expect(input("name").value).toBe("kept");
  await submit();
  await waitFor(() => expect(screen.getByText("已提交")).toBeTruthy());
  expect(server.sent.map((call) => call.key)).toEqual([server.sent[0]?.key, server.sent[0]?.key]);
  expect(server.sent[0]?.key).toMatch(/^[0-9a-f]{32}$/);
  expect(screen.getByText("F-001")).toBeTruthy();
  await waitFor(async () => expect(await readDraft(draftName("u1", "feeding"))).toBeNull());
});

test("what was typed is there again after leaving, with a notice", async () => {
  await open();
  type("name", "half done");
  cleanup();
  await waitFor(async () => expect((await readDraft(draftName("u1", "feeding")))?.given.name).toBe("half done"));
  await open();
  await waitFor(() => expect(input("name").value).toBe("half done"));
  expect(screen.getByText(/已恢复/)).toBeTruthy();
});

test("what was typed on another device is gone on with, its lost fields named; afresh drops it there too", async () => {
  const place = { form: "feeding", version: 1, record: null, revision: null, begun: "", key: "k".repeat(32) };
  server.drafts = [{ ...place, id: "d1", saved: 3, device: "phone", updated_at: "2026-11-30T06:02:00Z", values: { name: "from the phone", gone: "x" }, lost: [{ path: "gone", label: label("旧栏") }] }];
  await open();
  await waitFor(() => expect(input("name").value).toBe("from the phone"));
  expect(screen.getByText(/另一台设备（phone）/)).toBeTruthy();
  expect(screen.getByText(/旧栏: x/)).toBeTruthy();
  await submit();
  await waitFor(() => expect(screen.getByText("已提交")).toBeTruthy());
  expect(server.sent[0]?.key).toBe("k".repeat(32));
  await waitFor(() => expect(server.drafts).toEqual([]));
});

test("what was typed goes to the server, and a draft sent before and gone from there is not brought back", async () => {
  const alone = (): Promise<void> => show(<FormFill form={FORM} begun=" alone" onDone={() => undefined} />); // no other test's draft
  await alone();
  await act(async () => type("name", "typed here"));
  cleanup();
  await waitFor(() => expect(server.drafts[0]).toMatchObject({ form: "feeding", saved: 1, values: { name: "typed here" } }));
  await waitFor(async () => expect((await readDraft(draftName("u1", "feeding alone")))?.sent).toBe(true));
  server.drafts = [];
  await alone();
  await waitFor(async () => expect(await readDraft(draftName("u1", "feeding alone"))).toBeNull());
  expect(input("name").value).toBe("");
});

test("amending sends only what changed, with the reason and the revision looked at", async () => {
  const done = vi.fn();
  await open({ ...MADE, revision: 3, fields: { no: "F-001", name: "old", scrap: "0.0", inputs: [{ id: "i1", item: "x", n: "1" }], total: "1" } }, done);
  await submit();
  expect(server.sent).toEqual([]);
  type("name", "new");
  await submit();
  expect(screen.getByText("请填写更正原因")).toBeTruthy();
  fireEvent.change(document.getElementById("ff-reason") as Element, { target: { value: "typo" } });
  await submit();
  await waitFor(() => expect(done).toHaveBeenCalledOnce());
  expect(server.sent).toHaveLength(1);
  expect(server.sent[0]).toMatchObject({ method: "PATCH", path: "/api/v1/records/feeding/r1", body: { fields: { name: "new" }, reason: "typo", revision: 3 } });
});

test("a record that somebody else changed is not overwritten", async () => {
  await open({ ...MADE, fields: { name: "old" } });
  type("name", "new");
  fireEvent.change(document.getElementById("ff-reason") as Element, { target: { value: "typo" } });
  server.answers = [() => json({ title: "冲突", detail: "记录已被他人修改" }, 409)];
  await submit();
  await waitFor(() => expect(screen.getByText("记录已被他人修改")).toBeTruthy());
  expect(screen.getByText("重新载入")).toBeTruthy();
  expect(input("name").value).toBe("new");
});
