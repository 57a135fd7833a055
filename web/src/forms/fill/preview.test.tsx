import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Device, FormPreview } from "./FormPreview.tsx";
import { json, label, server, setUp, show, tearDown } from "./testing.tsx";

const DOCUMENT = {
  form: "receipt",
  label: label("收货"),
  fields: {
    no: { type: "serial", rule: "R-{###}", label: label("单号") },
    name: { type: "text", required: true, label: label("名称") },
    lot: { type: "lot", label: label("批次") },
    n: { type: "number", label: label("数量") },
    twice: { type: "expression", value: "n * 2", decimals: 0, label: label("两倍") },
  },
};

beforeEach(setUp);
afterEach(tearDown);
const open = (device: Device): Promise<void> => show(<FormPreview definition={DOCUMENT} device={device} />);
const input = (key: string): HTMLInputElement => document.getElementById(`ff-p-${key}`) as HTMLInputElement;
const type = (key: string, value: string): void => void fireEvent.change(input(key), { target: { value } });
const click = async (words: string): Promise<void> => act(async () => void fireEvent.click(screen.getByRole("button", { name: (name) => name.replace(/[a-z ]+/g, "") === words })));

test("a form that is not published computes, checks and says what submitting would keep; nothing is sent", async () => {
  await open("desk");
  type("n", "4");
  expect(document.getElementById("ff-p-twice")?.textContent).toBe("8");
  await click("提交");
  expect(screen.getByText("请填写名称")).toBeTruthy();
  type("name", "面粉");
  server.checked = { fields: { name: "面粉", n: "4", twice: "8" }, errors: [] };
  await click("提交");
  await waitFor(() => expect(screen.getByText("这样可以提交")).toBeTruthy());
  expect(screen.getByText("保存时生成")).toBeTruthy();
  expect(server.sent).toEqual([]);
  await click("重新试填");
  expect(input("name").value).toBe("");
});

test("what the server finds wrong stands at its field, what it warns of can be passed", async () => {
  await open("phone");
  expect(document.querySelector(".ff-phone .ff-field")).not.toBeNull();
  type("name", "x");
  server.checked = { fields: {}, errors: [{ path: "n", code: "forms.guard", message: "数量不对" }] };
  await click("提交");
  await waitFor(() => expect(screen.getByText("数量不对")).toBeTruthy());
  server.checked = { fields: { name: "x" }, errors: [{ path: "n", code: "forms.guard_warns", message: "偏少" }] };
  await click("提交");
  await waitFor(() => expect(screen.getByText("仍然提交")).toBeTruthy());
  await click("仍然提交");
  await waitFor(() => expect(screen.getByText("这样可以提交")).toBeTruthy());
});

test("a terminal asks one question a page, takes scans, and goes back to what is missing", async () => {
  await open("terminal");
  expect(document.querySelectorAll("[data-path]")).toHaveLength(1);
  await click("下一项");
  const box = document.querySelector(".ff-term-scan input") as HTMLInputElement;
  expect(document.activeElement).toBe(box);
  server.answers = [() => json({ code: "RM-1", status: "held" }), () => json({ items: [] })];
  fireEvent.change(box, { target: { value: "RM-1" } });
  await act(async () => void fireEvent.keyDown(box, { key: "Enter" }));
  await waitFor(() => expect(document.querySelector(".ff-term-said.bad")?.textContent).toContain("RM-1"));
  server.answers = [() => json({ code: "RM-2", status: "released" }), () => json({ items: [{ id: "RM-2", title: "RM-2" }] })];
  fireEvent.change(box, { target: { value: "RM-2" } });
  await act(async () => void fireEvent.keyDown(box, { key: "Enter" }));
  await waitFor(() => expect(input("n")).not.toBeNull());
  await click("下一项");
  expect(screen.getByText("RM-2")).toBeTruthy();
  await click("提交");
  await waitFor(() => expect(screen.getByText("请填写名称")).toBeTruthy());
  expect(input("name")).not.toBeNull();
});
