import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { startWords } from "../../../kit/index.ts";
import { texts } from "../../texts.ts";
import type { Choice } from "./choices.ts";
import { ChoicesEditor } from "./ChoicesEditor.tsx";

await startWords({ forms: texts }, "zh");
afterEach(cleanup);

const START: Choice[] = [
  { key: "raw", label: { zh: "原料", en: "Raw" } },
  { key: "pack", label: { zh: "包材", en: "Packaging" } },
];

function editor(used: string[], stock?: Choice[]): { now: () => Choice[] } {
  let now = START;
  function Around() {
    const [value, setValue] = useState(START);
    now = value;
    return <ChoicesEditor value={value} used={used} stock={stock} onChange={setValue} />;
  }
  render(<Around />);
  return { now: () => now };
}

describe("the options of a choice", () => {
  it("are renamed without changing their keys", () => {
    const { now } = editor([]);
    fireEvent.change(screen.getByRole("textbox", { name: "第 1 个选项" }), { target: { value: "主料" } });
    expect(now()[0]).toEqual({ key: "raw", label: { zh: "主料", en: "Raw" } });
  });

  it("go, or are retired where records may hold them, and come back", () => {
    const { now } = editor(["raw"]);
    fireEvent.click(screen.getByRole("button", { name: "删除第 1 个选项" }));
    fireEvent.click(screen.getByRole("button", { name: "删除第 2 个选项" }));
    expect(now()).toEqual([{ ...START[0], retired: true }]);
    fireEvent.click(screen.getByRole("button", { name: "恢复第 1 个选项" }));
    expect(now()[0]?.retired).toBeUndefined();
  });

  it("that nobody has touched give way to lines pasted", () => {
    const { now } = editor([], START);
    fireEvent.paste(screen.getByRole("textbox", { name: "第 1 个选项" }), { clipboardData: { getData: () => "Flour\nYeast" } });
    expect(now().map((one) => one.key)).toEqual(["flour", "yeast"]);
  });

  it("come in many lines at once", () => {
    const { now } = editor([]);
    fireEvent.paste(screen.getByRole("textbox", { name: "第 2 个选项" }), { clipboardData: { getData: () => "半成品\n成品 | Finished" } });
    expect(now().map((one) => one.key)).toEqual(["raw", "pack", "option_1", "finished"]);
  });
});
