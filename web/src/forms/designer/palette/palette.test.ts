import { expect, it } from "vitest";
import kinds from "../../model/field-types.json";
import { hasSign } from "../icons.tsx";
import { finds, initialsOf, type PaletteItem } from "./usePalette.ts";

const item: PaletteItem = { key: "long_text", group: "basic", sign: "lines", words: "多行文本", hint: "几段话", label: { zh: "多行文本", en: "Long text" }, dropped: { part: "section" } };

it("finds a kind in either language, by its key, its help, or the first letters of its sounds", () => {
  const initials = initialsOf("duo_hang_wen_ben");
  expect(initials).toBe("dhwb");
  for (const typed of ["文本", "long", "LONG_T", "几段", "dhw", " dh "]) expect(finds(item, typed, initials), typed).toBe(true);
  for (const typed of ["d", "wb", "数字"]) expect(finds(item, typed, initials), typed).toBe(false);
});

it("knows a sign for every kind of field", () => {
  expect(kinds.map((kind) => kind.icon).filter((icon) => !hasSign(icon))).toEqual([]);
});
