import { expect, it } from "vitest";
import type { Draft } from "../model/draft.ts";
import { choose } from "./choose.ts";
import { draftAddress } from "./DraftList.tsx";
import type { DraftBrief } from "./server.ts";

const local = (more: Partial<Draft> = {}): Draft => ({ given: {}, key: "k", at: "2026-11-30T10:00:00Z", revision: null, id: "a", saved: 2, sent: true, ...more });
const server = (more: Partial<DraftBrief> = {}): DraftBrief => ({ id: "a", form: "f", record: null, begun: "", version: 1, revision: null, hint: "", device: "", saved: 2, updated_at: "2026-11-30T10:00:00Z", ...more });

it("goes on with what there is", () => {
  expect(choose(null, null).take).toBe("none");
  expect(choose(null, server()).take).toBe("server");
  expect(choose(local(), server())).toEqual({ take: "local", differ: false });
});

it("knows a draft that was submitted elsewhere from one that never got away", () => {
  expect(choose(local(), null).take).toBe("gone");
  expect(choose(local({ sent: false, saved: 0 }), null).take).toBe("local");
});

it("takes the newer of two that were written apart, and says that they differ", () => {
  expect(choose(local(), server({ saved: 3 }))).toEqual({ take: "server", differ: false });
  expect(choose(local({ sent: false }), server({ saved: 3, updated_at: "2026-11-30T09:00:00Z" }))).toEqual({ take: "local", differ: true });
  expect(choose(local({ sent: false }), server({ id: "b", saved: 1, updated_at: "2026-11-30T11:00:00Z" }))).toEqual({ take: "server", differ: true });
});

it("leads back to where the draft began", () => {
  expect(draftAddress(server({ begun: '{"work_order":"w 1"}' }))).toBe("/f/f/new?work_order=w+1");
  expect(draftAddress(server({ record: "r" }))).toBe("/f/f/r/amend");
});
