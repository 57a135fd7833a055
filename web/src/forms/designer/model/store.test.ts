import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Problem } from "../../../api/index.ts";
import type { Doc } from "./doc.ts";
import { drawnOf, forgetDrawn, keepDrawn } from "./kept.ts";
import { addField, removeFields, setField } from "./ops.ts";
import type { Server, Version } from "./server.ts";
import { DesignerStore } from "./store.ts";

const L = (zh: string): { zh: string; en: string } => ({ zh, en: zh });
const start: Doc = { form: "receipt", label: L("收货"), fields: { no: { type: "serial" }, note: { type: "text" } } };

/** A server that keeps one form, as ours does: a save with an old revision is refused. */
function pretend(): Server & { now: Version; down: boolean; saves: number } {
  const kept = {
    now: { key: "receipt", version: 1, state: "draft", revision: 1, definition: start, by: "王芳", at: "2026-11-30T08:00:00Z" } as Version,
    down: false,
    saves: 0,
    load: async () => {
      if (kept.down) throw new Problem(0, "", "");
      return structuredClone(kept.now);
    },
    save: async (_: string, doc: Doc, revision: number) => {
      if (kept.down) throw new Problem(0, "", "");
      if (revision !== kept.now.revision) throw new Problem(409, "", "");
      kept.saves += 1;
      kept.now = { ...kept.now, state: "draft", revision: revision + 1, definition: structuredClone(doc) };
      return kept.now;
    },
    examine: async () => ({ version: 1, changes: [], mistakes: [{ path: "fields.no.rule", code: "x", message: "要有规则" }], touches: {}, sentences: [], hints: [] }),
    slugs: async () => ["zhao_pian"],
  };
  return kept;
}

let server: ReturnType<typeof pretend>;
let stores: DesignerStore[] = [];
beforeEach(() => {
  server = pretend();
});
afterEach(async () => {
  server.down = false;
  await Promise.all(stores.map((store) => store.close()));
  stores = [];
  for (const { name } of await drawnOf("receipt")) await forgetDrawn("receipt", name);
});

async function open(): Promise<DesignerStore> {
  const store = await DesignerStore.open(server, "receipt");
  stores.push(store);
  return store;
}

const addPhoto = (doc: Doc): Doc => addField(doc, "photo", { type: "image" }, {});

describe("drawing a form", () => {
  it("sends what was drawn, once for many changes", async () => {
    const store = await open();
    store.apply("add photo", addPhoto);
    store.apply("widen note", (doc) => setField(doc, "note", { width: 12 }));
    expect(store.get().saving).toBe("saving");
    await store.flush();
    expect(server.saves).toBe(1);
    expect(Object.keys(server.now.definition.fields)).toEqual(["no", "note", "photo"]);
    expect(store.get()).toMatchObject({ saving: "saved", revision: 2 });
  });

  it("undoes and redoes, back to the same document", async () => {
    const store = await open();
    store.apply("add photo", addPhoto);
    const after = store.get().doc;
    store.undo();
    expect(store.get().doc).toEqual(start);
    store.redo();
    expect(store.get().doc).toEqual(after);
    expect(store.get().history.past.map((step) => step.name)).toEqual(["add photo"]);
  });

  it("merges what another saved meanwhile, says who, and my undo leaves it alone", async () => {
    const store = await open();
    await server.save("receipt", setField(start, "note", { required: true }), 1);
    server.now.by = "李强";
    store.apply("add photo", addPhoto);
    await store.flush();
    expect(server.now.definition.fields).toMatchObject({ note: { required: true }, photo: { type: "image" } });
    expect(store.get().news).toMatchObject({ by: "李强", paths: ["note"], clashes: [] });
    expect(store.get().saving).toBe("merged");
    store.undo();
    await store.flush();
    expect(server.now.definition.fields).toEqual({ no: { type: "serial" }, note: { type: "text", required: true } });
  });

  it("takes another's change in when told of it live", async () => {
    const store = await open();
    await server.save("receipt", removeFields(start, ["note"], null), 1);
    store.heard({ form: "receipt", revision: 2 });
    await expect.poll(() => Object.keys(store.get().doc.fields)).toEqual(["no"]);
    expect(server.saves).toBe(1);
  });

  it("loses nothing when the server is out of reach and the page is closed", async () => {
    const store = await open();
    server.down = true;
    store.apply("add photo", addPhoto);
    await store.flush();
    expect(store.get().saving).toBe("offline");
    server.down = false;
    const again = await open();
    expect(again.get().doc.fields.photo).toBeDefined();
    await again.flush();
    expect(server.now.definition.fields.photo).toBeDefined();
    await store.close();
    await again.close();
  });

  it("brings back what another tab left behind, over what was saved since", async () => {
    await keepDrawn("receipt", { base: start, doc: addPhoto(start), revision: 1, at: "" });
    await server.save("receipt", setField(start, "note", { width: 12 }), 1);
    const store = await open();
    await store.flush();
    expect(server.now.definition.fields).toMatchObject({ photo: { type: "image" }, note: { width: 12 } });
  });

  it("gives a dropped field the key of its label once it is left, and undoes both in one step", async () => {
    const store = await open();
    store.apply("add photo", addPhoto);
    store.dropped("photo");
    store.select(["photo"]);
    store.apply("label", (doc) => setField({ ...doc, title: "{photo}" }, "photo", { label: L("照片") }));
    expect(store.get().doc.fields.photo).toBeDefined();
    store.select(["note"]);
    await expect.poll(() => Object.keys(store.get().doc.fields)).toEqual(["no", "note", "zhao_pian"]);
    expect(store.get().doc.title).toBe("{zhao_pian}");
    store.undo();
    store.undo();
    expect(store.get().doc).toEqual(start);
  });

  it("knows that it was published, though the revision is the same", async () => {
    const store = await open();
    expect(store.get()).toMatchObject({ published: null, info: { state: "draft" } });
    const shorter = { ...start, fields: { ...start.fields, note: { label: L("备注"), type: "text" } } };
    server.now = { ...server.now, state: "published", definition: shorter };
    await store.refresh();
    expect(store.get()).toMatchObject({ published: shorter, info: { state: "published" }, saving: "saved", news: null });
  });

  it("leaves a list its key while somebody is at a column of it", async () => {
    const store = await open();
    store.apply("add list", (doc) => addField(doc, "list", { type: "list", label: L("明细"), fields: { item: { type: "text" } } }, {}));
    store.dropped("list");
    store.select(["list"]);
    store.apply("label", (doc) => setField(doc, "list", { label: L("遗留问题") }));
    store.select(["list.item"]);
    await new Promise((next) => setTimeout(next));
    expect(store.get().selected).toEqual(["list.item"]);
    store.select([]);
    await expect.poll(() => Object.keys(store.get().doc.fields)).toEqual(["no", "note", "zhao_pian"]);
    await store.close();
  });

  it("tells mistakes by field", async () => {
    const store = await open();
    await expect.poll(() => store.get().errors).toEqual({ no: ["要有规则"] });
  });
});
