import { describe, expect, it } from "vitest";
import { type Lacking, mendPath, percent, tone } from "./data.ts";

const lacking: Lacking = {
  form: "receipt",
  form_label: { zh: "", en: "" },
  id: "r1",
  title: "L-1",
  at: "",
  may: true,
  lot_field: null,
  missing: [{ key: "a.b", label: { zh: "", en: "" }, law: "", path: "rows.issuer" }],
};

describe("completeness", () => {
  it("is full only when nothing at all is missing", () => {
    expect(percent({ wanted: 1000, filled: 999 })).toBe(99);
    expect(tone({ wanted: 1000, filled: 999 })).toBe("fair");
    expect(tone({ wanted: 3, filled: 3 })).toBe("good");
    expect(tone({ wanted: 10, filled: 7 })).toBe("bad");
  });

  it("is not told where nothing was asked for", () => {
    expect(percent({ wanted: 0, filled: 0 })).toBeNull();
    expect(tone(undefined)).toBe("none");
  });
});

describe("the way to mend a record", () => {
  it("is its amendment at the field, or its page for those who may not", () => {
    expect(mendPath(lacking)).toBe("/f/receipt/r1/amend?at=rows%5B0%5D.issuer");
    expect(mendPath({ ...lacking, may: false })).toBe("/f/receipt/r1");
  });

  it("is a new record where nobody made one, filled in with the lot", () => {
    expect(mendPath({ ...lacking, id: null, lot_field: "lot" })).toBe("/f/receipt/new?lot=L-1");
    expect(mendPath({ ...lacking, id: null, lot_field: "rows.lot" })).toBe("/f/receipt/new");
    expect(mendPath({ ...lacking, id: null, may: false })).toBe("/lot?code=L-1");
  });
});
