import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { act, cleanup, render } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { FieldDef } from "../api/index.ts";
import { setLang } from "../kit/index.ts";
import { FieldView } from "../forms/fields/FieldView.tsx";

afterEach(async () => {
  cleanup();
  await act(() => setLang("zh"));
});

const field = (type: string, more: Partial<FieldDef> = {}): FieldDef => ({ key: "x", type, label: { zh: "某", en: "some" }, ...more });

async function shown(of: FieldDef, value: unknown): Promise<HTMLElement> {
  const route = createRootRoute({ component: () => <FieldView field={of} value={value} /> });
  const router = createRouter({ routeTree: route, history: createMemoryHistory() });
  await router.load();
  const { container } = await act(async () => render(<RouterProvider router={router} />));
  return container;
}

test("nothing given is not drawn like zero", async () => {
  for (const nothing of [null, undefined, "", []]) {
    const box = await shown(field("quantity"), nothing);
    expect(box.querySelector(".blank")?.getAttribute("aria-label")).toBe("未填");
    cleanup();
  }
  const zero = await shown(field("quantity"), { value: "0.000", uom: "kg" });
  expect(zero.textContent).toBe("0 kg");
  expect(zero.querySelector(".blank")).toBeNull();
});

test("numbers keep every digit the server sent, grouped", async () => {
  expect((await shown(field("number", { percent: true }), "98.50")).textContent).toBe("98.50 %");
  cleanup();
  expect((await shown(field("expression"), "12345678901234567.125")).textContent).toBe("12,345,678,901,234,567.125");
  cleanup();
  expect((await shown(field("money"), { value: "1250.00", currency: "CNY" })).textContent).toBe("1,250.00 CNY");
});

test("a lot leads to its page, a link to its record, a look-up to what it shows", async () => {
  expect((await shown(field("lot"), { id: "1", code: "A/1" })).querySelector("a")?.getAttribute("href")).toBe("/lot?code=A%2F1");
  cleanup();
  expect((await shown(field("link", { to: "supplier" }), { id: "s1", title: "盐厂" })).querySelector("a")?.getAttribute("href")).toBe("/f/supplier/s1");
  cleanup();
  expect((await shown(field("lookup", { result: "link", to: "material" }), { id: "m1", title: "盐" })).querySelector("a")?.textContent).toBe("盐");
});

test("a choice is its label in the reader's language; an unknown one its key", async () => {
  const crew = field("choice", { options: [{ key: "a", label: { zh: "甲班", en: "Crew A" }, color: "red" }] });
  expect((await shown(crew, "a")).textContent).toBe("甲班");
  cleanup();
  await act(() => setLang("en"));
  expect((await shown(crew, "a")).querySelector(".tag-red")?.textContent).toBe("Crew A");
  cleanup();
  expect((await shown(crew, "gone")).textContent).toBe("gone");
});
