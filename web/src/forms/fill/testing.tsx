/** What the tests of filling in a form share: a server that answers as told, and a screen to type on. */
import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { act, cleanup, fireEvent, render } from "@testing-library/react";
import { App as AntdApp } from "antd";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { type FormInfo, formInfoOf, keys, makeClient, type RecordData } from "../../api/index.ts";

export const label = (zh: string) => ({ zh, en: zh });

/** A published form `feeding` of a document. */
export function formFor(document: Record<string, unknown>): FormInfo {
  const info = { key: "feeding", version: 1, state: "published", revision: 1, may: ["submit", "amend"], readable: "*", writable: "*" };
  return formInfoOf({ ...info, definition: { form: "feeding", label: label("投料"), ...document } } as unknown as FormInfo);
}

const ME = { person: { id: "u1", name: "周", user: "zhou", lang: "zh" }, roles: [], abilities: [], apps: [], plant: { name: "厂" } };
export const MADE: RecordData = {
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

export type Sent = { method: string; path: string; body: { fields: Record<string, unknown>; reason?: string; revision?: number; confirmed?: boolean }; key: string | null };
type Answer = (call: Sent) => Response | Error;
/** What was sent, checks aside; and what is answered next, one after the other. */
export const server: { sent: Sent[]; answers: Answer[]; checked: unknown; drafts: Draft[] } = { sent: [], answers: [], checked: { fields: {}, errors: [] }, drafts: [] };

type Draft = { id: string; saved: number; begun: string; record: string | null; [part: string]: unknown };

/** The server's drafts: kept, found, read, dropped. */
function drafts(method: string, path: string, body: Record<string, unknown>): Response {
  const id = path.split("/drafts/")[1] ?? "";
  const found = server.drafts.find((one) => one.id === id);
  if (method === "PUT") {
    const kept = { ...body, id, saved: (found?.saved ?? 0) + 1, updated_at: new Date().toISOString(), device: "desk", begun: String(body.begun ?? ""), record: (body.record as string) ?? null };
    server.drafts = [...server.drafts.filter((one) => one.id !== id), kept];
    return json({ ...kept, replaced: null });
  }
  if (method === "DELETE") server.drafts = server.drafts.filter((one) => one.id !== id);
  return method === "DELETE" ? new Response(null, { status: 204 }) : json(id ? { lost: [], ...found } : { items: server.drafts, next: null });
}

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
}

/** A browser as far as jsdom lacks it, and the server. */
export function setUp(): void {
  Object.assign(server, { sent: [], answers: [], checked: { fields: {}, errors: [] }, drafts: [] });
  window.ResizeObserver ??= class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  } as unknown as typeof ResizeObserver;
  Element.prototype.scrollIntoView = () => undefined;
  window.scrollTo = () => undefined;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    if (/\/(check|try)$/.test(path)) return json(server.checked);
    if (path.includes("/drafts")) return drafts(init.method ?? "GET", path.replace(/\?.*/, ""), JSON.parse(String(init.body ?? "{}")));
    const call: Sent = { method: init.method ?? "GET", path, body: JSON.parse(String(init.body ?? "{}")), key: new Headers(init.headers).get("Idempotency-Key") };
    server.sent.push(call);
    const answer = server.answers.shift()?.(call) ?? json(MADE, 201);
    if (answer instanceof Error) throw answer;
    return answer;
  });
}

export function tearDown(): void {
  cleanup();
  vi.unstubAllGlobals();
}

/** Shows a screen of the product. */
export async function show(screen: ReactNode): Promise<void> {
  const client = makeClient();
  client.setQueryData(keys.me, ME);
  const router = createRouter({ routeTree: createRootRoute({ component: () => screen }), history: createMemoryHistory() });
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

export const input = (path: string): HTMLInputElement => document.getElementById(`ff-${path}`) as HTMLInputElement;
export const type = (path: string, value: string): void => void fireEvent.change(input(path), { target: { value } });
export const submit = async (): Promise<void> => act(async () => void fireEvent.keyDown(window, { key: "Enter", ctrlKey: true }));
export const fieldOf = (path: string): Element => document.querySelector(`[data-path="${path}"]`) as Element;
