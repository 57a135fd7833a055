import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { draftName, dropDraft } from "../model/draft.ts";
import { FormFill } from "./FormFill.tsx";
import { fieldOf, formFor, input, json, label, server, setUp, show, submit, tearDown, type } from "./testing.tsx";

const FORM = formFor({
  fields: {
    name: { type: "text", label: label("名称") },
    temp: { type: "number", label: label("温度") },
    why: { type: "text", required: true, label: label("说明") },
    cold: { type: "text", required: true, label: label("冷链") },
    more: { type: "text", required: true, label: label("备注") },
  },
  sections: [
    { label: label("单据"), fields: ["name"] },
    { label: label("检验"), tab: true, fields: ["temp"], hint: label("先量温度") },
    { label: label("补充"), tab: true, fields: ["why"] },
    { label: label("冷链"), fields: ["cold"], visible_when: "temp < 0" },
    { label: label("更多"), fields: ["more"], collapsed: true },
  ],
});

beforeEach(setUp);
afterEach(async () => {
  tearDown();
  await dropDraft(draftName("u1", "feeding"));
});
const open = (): Promise<void> => show(<FormFill form={FORM} onDone={() => undefined} />);
const isSeen = (path: string): boolean => fieldOf(path)?.closest("[hidden]") === null;
const click = async (element: Element): Promise<void> => act(async () => void fireEvent.click(element));

test("one tab stands in front; its hint is told, the others are out of sight", async () => {
  await open();
  expect([isSeen("name"), isSeen("temp"), isSeen("why")]).toEqual([true, true, false]);
  expect(screen.getByText("先量温度")).toBeTruthy();
  await click(screen.getByRole("tab", { name: "补充" }));
  expect([isSeen("temp"), isSeen("why")]).toEqual([false, true]);
});

test("a section is shown while its condition holds, a folded one opens at a click", async () => {
  await open();
  await click(screen.getByRole("tab", { name: "补充" }));
  expect(fieldOf("cold")).toBeNull();
  type("temp", "-3");
  expect(fieldOf("cold")).not.toBeNull();
  expect(isSeen("more")).toBe(false);
  await click(screen.getByRole("button", { name: /更多/ }));
  expect(isSeen("more")).toBe(true);
});

test("a mistake in another tab and in a folded section is marked, and gone to", async () => {
  await open();
  await submit();
  expect(screen.getByRole("tab", { name: /补充/ }).textContent).toBe("补充2");
  await waitFor(() => expect(document.activeElement).toBe(input("why")));
  expect([isSeen("why"), isSeen("more")]).toEqual([true, true]);
  expect(server.sent).toEqual([]);
});

async function warned(): Promise<void> {
  await open();
  type("why", "w");
  type("more", "m");
  server.answers = [() => json({ title: "wrong", errors: [{ path: "temp", code: "forms.guard_warns", message: "温度偏高" }] }, 422)];
  await submit();
  await waitFor(() => expect(screen.getByText("仍然提交")).toBeTruthy());
}

test("what the form only warns of can be submitted knowing it", async () => {
  await warned();
  expect(server.sent[0]?.body.confirmed).toBeUndefined();
  await click(screen.getByText("仍然提交"));
  await waitFor(() => expect(screen.getByText("已提交")).toBeTruthy());
  expect(server.sent[1]?.body).toMatchObject({ confirmed: true, fields: { why: "w" } });
  expect(server.sent[1]?.key).toBe(server.sent[0]?.key);
});

test("or gone back to: it stands in amber at its field until that changes", async () => {
  await warned();
  await click(screen.getByText("返回修改"));
  await waitFor(() => expect(document.activeElement).toBe(input("temp")));
  expect(fieldOf("temp").querySelector(".ff-warning")?.textContent).toContain("温度偏高");
  expect(fieldOf("temp").querySelector(".ff-error")).toBeNull();
  type("temp", "2");
  expect(fieldOf("temp").querySelector(".ff-warning")).toBeNull();
});
