import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { formOf } from "../../../api/index.ts";
import { startWords } from "../../../kit/index.ts";
import { texts } from "../../texts.ts";
import type { Book, Spot } from "../../condition/names.ts";
import { SmartText } from "./SmartText.tsx";

await startWords({ forms: texts }, "zh");
afterEach(cleanup);

const form = formOf({
  form: "receipt",
  fields: {
    quantity: { type: "number", label: { zh: "数量", en: "Quantity" } },
    state: { type: "choice", label: { zh: "状态", en: "State" }, options: [{ key: "ok", label: { zh: "合格", en: "Good" } }, { key: "bad", label: { zh: "不合格", en: "Bad" } }] },
  },
});
const spot: Spot = { form, list: "" };
const book: Book = { form: () => undefined, serving: () => undefined };

function shown(value: string, wrong: number | null = null) {
  const onChange = vi.fn();
  const { container } = render(<SmartText spot={spot} book={book} value={value} label="公式" wrong={wrong} onChange={onChange} />);
  return { box: screen.getByRole<HTMLTextAreaElement>("combobox"), onChange, container };
}

function type(box: HTMLTextAreaElement, text: string): void {
  box.focus();
  fireEvent.change(box, { target: { value: text, selectionStart: text.length } });
}

describe("an expression being written", () => {
  it("reads in labels and is kept in keys", () => {
    const { box, onChange } = shown("quantity * 2");
    expect(box.value).toBe("数量 * 2");
    type(box, "数量 * 3");
    expect(onChange).toHaveBeenLastCalledWith("quantity * 3");
  });

  it("takes what is suggested by Enter", () => {
    const { box, onChange } = shown("");
    type(box, "1 + 数");
    expect(screen.getByRole("option", { selected: true }).textContent).toContain("数量");
    fireEvent.keyDown(box, { key: "Enter" });
    expect(onChange).toHaveBeenLastCalledWith("1 + quantity");
    expect(screen.queryByRole("option")).toBeNull();
  });

  it("chooses among the values of a choice with the arrows, and Escape leaves them", () => {
    const { box, onChange } = shown("");
    type(box, "状态 = ");
    expect(screen.getAllByRole("option").map((one) => one.textContent)).toEqual([expect.stringContaining("合格"), expect.stringContaining("不合格")]);
    fireEvent.keyDown(box, { key: "ArrowDown" });
    fireEvent.keyDown(box, { key: "Tab" });
    expect(onChange).toHaveBeenLastCalledWith('state = "bad"');
    type(box, "状态 = ");
    fireEvent.keyDown(box, { key: "Escape" });
    expect(screen.queryByRole("option")).toBeNull();
  });

  it("underlines where something is wrong, counted in the kept text", () => {
    const { container } = shown("quantity + state", "quantity + ".length);
    expect(container.querySelector(".de-bad")?.textContent).toBe("状态");
  });
});
