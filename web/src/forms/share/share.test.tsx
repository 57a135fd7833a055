import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fixable, shareable, usualFields } from "./data.ts";
import { PublicFill } from "./PublicFill.tsx";
import { fieldOf, formFor, input, json, label, setUp, show, tearDown, type } from "../fill/testing.tsx";

const DOCUMENT = {
  form: "public",
  label: label("预约"),
  fields: {
    no: { type: "serial", rule: "D-{##}", label: label("单号") },
    plate: { type: "text", required: true, label: label("车牌") },
    goods: { type: "link", to: "material", label: label("货物") },
  },
};
const GREETING = { name: "面粉厂", label: label("预约"), pin: false, plant: label("厂") };
type Asked = { path: string; visit: string | null; key: string | null; body: Record<string, unknown> };
const asked: Asked[] = [];
let answer: () => Response = () => json({});

beforeEach(() => {
  setUp();
  asked.length = 0;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    asked.push({ path, visit: headers.get("Suyuan-Visit"), key: headers.get("Idempotency-Key"), body: JSON.parse(String(init.body ?? "{}")) });
    return path.endsWith("/check") ? json({ fields: {}, errors: [] }) : answer();
  });
});
afterEach(tearDown);

const open = (left: number | null = null): Promise<void> =>
  show(<PublicFill token="tok" greeting={GREETING} visit={{ visit: "v.1.x", definition: DOCUMENT, expires_at: "2026-12-30T00:00:00Z", left }} onAgain={() => undefined} />);
const send = (): Promise<void> => act(async () => void fireEvent.click(screen.getByRole("button", { name: /提\s*交/ })));

test("a visitor fills in and sends, by the link's own door and no other", async () => {
  await open();
  await send();
  expect(fieldOf("plate").textContent).toContain("请填写车牌");
  type("plate", "闽D1");
  answer = () => json({ at: "2026-11-30T00:00:00Z", fields: { no: "D-01", plate: "闽D1" } }, 201);
  await send();
  await waitFor(() => expect(screen.getByText("D-01")).toBeTruthy());
  const sent = asked.filter((one) => one.path.endsWith("/submit"));
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ path: "/api/v1/public/tok/submit", visit: "v.1.x", body: { fields: { plate: "闽D1" }, confirmed: false } });
  expect(sent[0]?.key).toMatch(/^[0-9a-f]{32}$/);
  expect(asked.every((one) => one.path.startsWith("/api/v1/public/tok/") && one.visit === "v.1.x")).toBe(true);
  expect(screen.getByRole("button", { name: "再填一份" })).toBeTruthy();
});

test("mistakes stand at their fields, warnings are confirmed, and nothing is lost", async () => {
  await open();
  type("plate", "闽D1");
  answer = () => json({ title: "x", errors: [{ path: "plate", code: "records.not_unique", message: "已有这个车牌" }] }, 422);
  await send();
  await waitFor(() => expect(screen.getByText("已有这个车牌")).toBeTruthy());
  expect(input("plate").value).toBe("闽D1");
  answer = () => json({ title: "x", errors: [{ path: "", code: "forms.guard_warns", message: "今天很满" }] }, 422);
  await send();
  await waitFor(() => expect(screen.getAllByText("今天很满").length).toBeGreaterThan(0));
});

test("the last one a link takes in offers no other", async () => {
  await open(1);
  type("plate", "闽D1");
  answer = () => json({ at: "2026-11-30T00:00:00Z", fields: {} }, 201);
  await send();
  await waitFor(() => expect(screen.getByText("已提交，谢谢！")).toBeTruthy());
  expect(screen.queryByRole("button", { name: "再填一份" })).toBeNull();
});

test("a new link offers what strangers may see, and first what they can fill in", () => {
  const { definition } = formFor({
    fields: {
      no: { type: "serial", rule: "D-{##}" },
      plate: { type: "phone" },
      who: { type: "person" },
      lot: { type: "lot" },
      made: { type: "lot", new: { rule: "L-{#}" } },
      total: { type: "expression", value: "1" },
      note: { type: "text", readonly: true },
      gone: { type: "text", retired: true },
    },
  });
  expect(definition.fields.filter(shareable).map((field) => field.key)).toEqual(["no", "plate", "made", "total", "note"]);
  expect(usualFields(definition)).toEqual(["no", "plate"]);
  expect(fixable(definition).map((field) => field.key)).toEqual(["plate", "note"]);
});
