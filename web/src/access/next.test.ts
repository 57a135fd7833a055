import { expect, test } from "vitest";
import { safeNext } from "./next.ts";

test("sign-in leads back to the page one came from", () => {
  expect(safeNext("/f/feeding?sort=-no")).toBe("/f/feeding?sort=-no");
});

test("sign-in never leads to another site or round in a circle", () => {
  for (const next of [undefined, "", "https://elsewhere", "//elsewhere", "/\\elsewhere", "/login?next=/login", "/claim"]) {
    expect(safeNext(next)).toBe("/");
  }
});
