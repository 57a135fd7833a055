import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { App as AntdApp } from "antd";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type FormInfo, formInfoOf, keys, makeClient, type RecordData } from "../../api/index.ts";
import { draftName, dropDraft, readDraft } from "../model/draft.ts";
import { FormFill } from "./FormFill.tsx";

const label = (zh: string) => ({ zh, en: zh });
const FORM = formInfoOf({
  key: "feeding",
  version: 1,
  state: "published",
  revision: 1,
  may: ["submit", "amend"],
  readable: "*",
  writable: "*",
  definition: {
    form: "feeding",
    label: label("投料"),
    fields: {
      no: { type: "serial", rule: "F-{###}", label: label("单号") },
      name: { type: "text", required: true, label: label("名称") },
      scrap: { type: "number", decimals: 1, label: label("报废") },
      why: { type: "text", visible_when: "scrap > 0", required_when: "scrap > 0", label: label("原因") },
      inputs: { type: "list", label: label("投入"), fields: { item: { type: "text", required: true, label: label("项") }, n: { type: "number", label: label("数") } } },
      total: { type: "expression", value: "SUM(inputs.n)", decimals: 0, label: label("合计") },
    },
  },
} as unknown as FormInfo);
const ME = { person: { id: "u1", name: "周", user: "zhou", lang: "zh" }, roles: [], abilities: [], apps: [], plant: { name: "厂" } };
const MADE: RecordData = {
  id: "r1",
  form: "feeding",
  version: 1,
  revision: 1,
  state: "submitted",
  title: "F-001",
  created_at: "2026-11-22T00:00:00Z",
  created_by: null,
  updated_at: "2026-11-22T00:00:00Z",
  fields: { no: "F-001" },
};

type Sent = { method: string; path: string; body: { fields: Record<string, unknown>; reason?: string; revision?: number }; key: string | null };
let sent: Sent[] = [];
let answers: ((call: Sent) => Response | Error)[] = [];

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
}

beforeEach(() => {
  sent = [];
  answers = [];
  window.ResizeObserver ??= class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  } as unknown as typeof ResizeObserver;
  Element.prototype.scrollIntoView = () => undefined;
  window.scrollTo = () => undefined;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    if (path.endsWith("/check")) return json({ fields: {}, errors: [] });
    const call: Sent = { method: init.method ?? "GET", path, body: JSON.parse(String(init.body ?? "{}")), key: new Headers(init.headers).get("Idempotency-Key") };
    sent.push(call);
    const answer = answers.shift()?.(call) ?? json(MADE, 201);
    if (answer instanceof Error) throw answer;
    return answer;
  });
});
afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  await dropDraft(draftName("u1", "feeding"));
  await dropDraft(draftName("u1", "feeding", "r1"));
});

async function open(record?: RecordData, onDone: (record: RecordData) => void = () => undefined): Promise<void> {
  const client = makeClient();
  client.setQueryData(keys.me, ME);
  const route = createRootRoute({ component: () => <FormFill form={FORM} record={record} onDone={onDone} /> });
  const router = createRouter({ routeTree: route, history: createMemoryHistory() });
  await router.load();
  await act(async () => {
    render(
      <AntdApp>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntdApp>,
    );
  });
}

const input = (path: string): HTMLInputElement => document.getElementById(`ff-${path}`) as HTMLInputElement;
const type = (path: string, value: string): void => void fireEvent.change(input(path), { target: { value } });
const submit = async (): Promise<void> => act(async () => void fireEvent.keyDown(window, { key: "Enter", ctrlKey: true }));
const fieldOf = (path: string): Element => document.querySelector(`[data-path="${path}"]`) as Element;

test("a needed field that is blank is named at its place and gets the focus; nothing is sent", async () => {
  await open();
  await submit();
  expect(fieldOf("name").textContent).toContain("请填写名称");
  expect(sent).toEqual([]);
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
  answers = [() => json({ title: "wrong", errors: [{ path: "inputs[0].n.uom", code: "c", message: "数量不对" }] }, 422)];
  await submit();
  await waitFor(() => expect(screen.getByText("数量不对")).toBeTruthy());
  expect(sent[0]?.body.fields.inputs).toEqual([{ item: "x" }]);
  expect(screen.getByText("数量不对").closest("li")?.textContent).toContain("第 2 行");
  expect(input("inputs-1-n").getAttribute("aria-invalid")).toBe("true");
  type("inputs-1-n", "7");
  expect(screen.queryByText("数量不对")).toBeNull();
});

test("when the network fails nothing is lost, and the same submission is sent again under the same key", async () => {
  await open();
  type("name", "kept");
  answers = [() => new TypeError("no network")];
  await submit();
  await waitFor(() => expect(screen.getByText(/连接不上服务器/)).toBeTruthy());
  expect(input("name").value).toBe("kept");
  await submit();
  await waitFor(() => expect(screen.getByText("已提交")).toBeTruthy());
  expect(sent.map((call) => call.key)).toEqual([sent[0]?.key, sent[0]?.key]);
  expect(sent[0]?.key).toMatch(/^[0-9a-f]{32}$/);
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

test("amending sends only what changed, with the reason and the revision looked at", async () => {
  const done = vi.fn();
  await open({ ...MADE, revision: 3, fields: { no: "F-001", name: "old", scrap: "0.0", inputs: [{ id: "i1", item: "x", n: "1" }], total: "1" } }, done);
  await submit();
  expect(sent).toEqual([]);
  type("name", "new");
  await submit();
  expect(screen.getByText("请填写更正原因")).toBeTruthy();
  fireEvent.change(document.getElementById("ff-reason") as Element, { target: { value: "typo" } });
  await submit();
  await waitFor(() => expect(done).toHaveBeenCalledOnce());
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ method: "PATCH", path: "/api/v1/records/feeding/r1", body: { fields: { name: "new" }, reason: "typo", revision: 3 } });
});

test("a record that somebody else changed is not overwritten", async () => {
  await open({ ...MADE, fields: { name: "old" } });
  type("name", "new");
  fireEvent.change(document.getElementById("ff-reason") as Element, { target: { value: "typo" } });
  answers = [() => json({ title: "冲突", detail: "记录已被他人修改" }, 409)];
  await submit();
  await waitFor(() => expect(screen.getByText("记录已被他人修改")).toBeTruthy());
  expect(screen.getByText("重新载入")).toBeTruthy();
  expect(input("name").value).toBe("new");
});
