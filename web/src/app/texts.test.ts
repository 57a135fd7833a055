import { expect, test } from "vitest";
import { roomTexts } from "./words.ts";

const names = (text: string): string => [...text.matchAll(/\{\{\s*(\w+)/g)].map((found) => found[1]).sort().join();

test("every room's words are found", () => {
  expect(Object.keys(roomTexts())).toEqual(expect.arrayContaining(["kit", "api", "access", "records", "app"]));
});

test("every text is there in both languages and names the same values", () => {
  const wrong: string[] = [];
  for (const [room, texts] of Object.entries(roomTexts())) {
    for (const [key, text] of Object.entries(texts)) {
      if (!text.zh.trim() || !text.en.trim()) wrong.push(`${room}.${key}: one language is missing`);
      if (names(text.zh) !== names(text.en)) wrong.push(`${room}.${key}: other values in zh and en`);
    }
  }
  expect(wrong).toEqual([]);
});
