import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { labelText } from "../kit/i18n.ts";
import { api, apiAddress, onSignedOut, Problem } from "./client.ts";
import { formOf } from "./definition.ts";
import { followLive, staleKeys } from "./live.ts";

afterEach(() => vi.unstubAllGlobals());

const answer = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });

test("blanks are left out of an address", () => {
  expect(apiAddress("/lots", { search: "a/b", status: "", cursor: null, limit: 5 })).toBe("/api/v1/lots?search=a%2Fb&limit=5");
});

test("a refusal becomes a problem with every mistake by field", async () => {
  const errors = [{ path: "inputs[2].fed", code: "forms.too_small", message: "太小" }];
  vi.stubGlobal("fetch", async () => answer(422, { type: "urn:suyuan:problem:invalid", title: "内容有误", status: 422, detail: "", id: "x1", errors }));
  const problem = await api.post("/records/feeding", {}).catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({ status: 422, title: "内容有误", id: "x1", errors });
});

test("a server out of reach, and an answer that is no JSON, are told in words", async () => {
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("failed")));
  await expect(api.get("/me")).rejects.toMatchObject({ status: 0, title: "连接不上服务器" });
  vi.stubGlobal("fetch", async () => new Response("<html>", { status: 502 }));
  await expect(api.get("/me")).rejects.toMatchObject({ status: 502 });
});

test("an ended session leads to sign-in, a wrong password does not", async () => {
  const left = vi.fn();
  onSignedOut(left);
  vi.stubGlobal("fetch", async () => answer(401, { title: "no", status: 401 }));
  await api.post("/session", {}).catch(() => undefined);
  expect(left).not.toHaveBeenCalled();
  await api.get("/me").catch(() => undefined);
  expect(left).toHaveBeenCalledOnce();
});

test("a form's document is read in the pack's way: fields by key, one trace or many", () => {
  const form = formOf({
    form: "feeding",
    label: { zh: "投料", en: "Feeding" },
    fields: { batch_no: { type: "serial" }, inputs: { type: "list", fields: { lot: { type: "lot" } } } },
    trace: { verb: "transform" },
  });
  expect(form.fields.map((field) => field.key)).toEqual(["batch_no", "inputs"]);
  expect(labelText(form.fields[0]?.label, "en")).toBe("Batch no");
  expect(labelText(form.fields[0]?.label, "zh")).toBe("Batch no");
  expect(form.fields[1]?.fields?.[0]).toMatchObject({ key: "lot", type: "lot" });
  expect(form.trace).toEqual([{ verb: "transform" }]);
  expect(form.sections).toEqual([]);
});

test("a fact makes stale what it is about", () => {
  expect(staleKeys({ type: "record", form: "feeding", id: "r" })).toEqual([["records", "feeding"], ["mine"], ["record", "feeding", "r"]]);
  expect(staleKeys({ type: "lot", id: "L-1" })).toEqual([["lots"], ["lot"], ["trace"]]);
});

class FakeSource {
  static last: FakeSource;
  onopen?: () => void;
  onerror?: () => void;
  heard: Record<string, (event: { data: string }) => void> = {};
  constructor() {
    FakeSource.last = this;
  }
  addEventListener(type: string, hear: (event: { data: string }) => void): void {
    this.heard[type] = hear;
  }
  close(): void {
    this.heard = {};
  }
}

test("many facts at once cost one refresh of each answer", () => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", FakeSource);
  const client = new QueryClient();
  const refreshed = vi.spyOn(client, "invalidateQueries");
  const stop = followLive(client);
  for (let n = 0; n < 50; n += 1) FakeSource.last.heard.message?.({ data: JSON.stringify({ type: "record", form: "feeding" }) });
  FakeSource.last.heard.message?.({ data: "not json" });
  vi.advanceTimersByTime(300);
  expect(refreshed.mock.calls.map(([filter]) => filter?.queryKey)).toEqual([["records", "feeding"], ["mine"]]);
  stop();
  vi.useRealTimers();
});
