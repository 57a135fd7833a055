import { Problem } from "../../../api/index.ts";
import { currentLang, type Label, labelText } from "../../../kit/index.ts";
import { type Doc, drawnPaths, eachField, type FieldDoc, fieldAt, freeKey, joinPath, type Path, splitPath } from "./doc.ts";
import { type History, NO_HISTORY, redone, remember, undone } from "./history.ts";
import { drawnOf, forgetDrawn, keepDrawn } from "./kept.ts";
import { merge3, same } from "./merge.ts";
import { renameKey } from "./rename.ts";
import { type Change, type Examined, fieldOfPath, type Hint, type Server, slugOf, type Touches, type Version } from "./server.ts";

export type Saving = "saved" | "saving" | "offline" | "merged";

/** Another person's change that came in: who, and the fields and parts it touched. */
export type News = { by: string; paths: string[]; clashes: string[]; at: number };

export type DesignerState = {
  key: string;
  doc: Doc;
  /** What was last published (also when it is retired now), null before the first time. */
  published: Doc | null;
  info: { version: number; state: Version["state"]; by: string; at: string };
  revision: number;
  selected: Path[];
  saving: Saving;
  savedAt: string | null;
  /** Why saving was refused, when it was. */
  refused: Problem | null;
  news: News | null;
  history: History;
  errors: Record<Path, string[]>;
  sentences: Label[];
  hints: Hint[];
  touches: Touches;
  changes: Change[];
};

const PAUSE_MS = 800;
const KEEP_MS = 120;
const EXAMINE_MS = 500;
const RETRY_MS = [2_000, 5_000, 15_000, 30_000];

/** Parts of two documents that differ, fields by their paths. */
export function differing(a: Doc, b: Doc): string[] {
  const paths = new Set([...eachField(a), ...eachField(b)].map((one) => one.path));
  const bare = (doc: Doc, path: Path): unknown => {
    const field = fieldAt(doc, path);
    return field?.fields ? { ...field, fields: undefined } : field;
  };
  const fields = [...paths].filter((path) => !same(bare(a, path), bare(b, path)));
  const parts = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((part) => part !== "fields" && !same(a[part], b[part]));
  return [...fields, ...parts];
}

/**
 * A form that is being drawn: its document, what can be undone, and its way to the server and back. Every change is kept on
 * this device at once, sent after a pause, and merged with what others draw.
 */
export class DesignerStore {
  private state: DesignerState;
  private readonly listeners = new Set<() => void>();
  private base: Doc;
  private timers: Record<"save" | "keep" | "examine" | "retry", ReturnType<typeof setTimeout> | undefined> = { save: undefined, keep: undefined, examine: undefined, retry: undefined };
  private sending: Promise<void> | null = null;
  private failures = 0;
  private asked: AbortController | null = null;
  private closed = false;
  /** Fields whose key was made up when they were dropped: it follows their label until they are left. */
  private readonly fresh = new Map<Path, string>();

  constructor(
    private readonly server: Server,
    found: Version,
    published: Doc | null,
  ) {
    this.base = found.definition;
    this.state = {
      key: found.key,
      doc: found.definition,
      published,
      info: { version: found.version, state: found.state, by: found.by, at: found.at },
      revision: found.revision,
      selected: [],
      saving: "saved",
      savedAt: found.state === "draft" ? found.at : null,
      refused: null,
      news: null,
      history: NO_HISTORY,
      errors: {},
      sentences: [],
      hints: [],
      touches: {},
      changes: [],
    };
  }

  /** Opens a form, with what this browser could not send last time. Throws `Problem`. */
  static async open(server: Server, key: string): Promise<DesignerStore> {
    const found = await server.load(key);
    const store = new DesignerStore(server, found, await publishedOf(server, found));
    const left = await drawnOf(key);
    for (const { kept } of left) store.replace(merge3(kept.base, kept.doc, store.state.doc).doc);
    if (left.length) {
      store.change();
      void store.flush().then(() => (store.dirty ? undefined : Promise.all(left.map(({ name }) => forgetDrawn(key, name)))));
    }
    store.examineSoon(0);
    return store;
  }

  get = (): DesignerState => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private put(changes: Partial<DesignerState>): void {
    this.state = { ...this.state, ...changes };
    for (const listener of this.listeners) listener();
  }

  private get dirty(): boolean {
    return this.state.doc !== this.base && !same(this.state.doc, this.base);
  }

  private replace(doc: Doc): void {
    const live = new Set([...drawnPaths(doc), ...(doc.sections ?? []).map((_, index) => `sections[${index}]`)]);
    const { selected } = this.state;
    this.put({ doc, selected: selected.every((path) => live.has(path)) ? selected : selected.filter((path) => live.has(path)) });
  }

  /** Changes the document; `name` tells in words what was done, for undo. */
  apply = (name: string, change: (doc: Doc) => Doc): void => {
    const before = this.state.doc;
    const after = change(before);
    if (after === before || same(after, before)) return;
    this.put({ history: remember(this.state.history, name, before, after, Date.now()) });
    this.replace(after);
    this.change();
  };

  select = (paths: Path[]): void => {
    if (same(paths, this.state.selected)) return;
    this.put({ selected: paths });
    for (const path of this.fresh.keys()) if (!this.isAt(path)) void this.settle(path, false);
  };

  /** Whether the person is at a field, or at a column of it. */
  private isAt(path: Path): boolean {
    return this.state.selected.some((one) => one === path || one.startsWith(`${path}.`));
  }

  /** A field was dropped: its key is to follow its label while the person is at it. */
  dropped = (path: Path): void => {
    this.fresh.set(path, wordsOf(fieldAt(this.state.doc, path)));
  };

  /** Gives every field that was dropped the key of its label, as when it is left. */
  settleAll = async (): Promise<void> => {
    await Promise.all([...this.fresh.keys()].map((path) => this.settle(path, true)));
  };

  private async settle(path: Path, all: boolean): Promise<void> {
    const dropped = this.fresh.get(path);
    this.fresh.delete(path);
    const text = wordsOf(fieldAt(this.state.doc, path));
    if (!text || text === dropped) return;
    const wish = await slugOf(this.server, text);
    if (!all && this.isAt(path)) return void this.fresh.set(path, dropped ?? "");
    const { list, key } = splitPath(path);
    const doc = this.state.doc;
    if (!wish || !fieldAt(doc, path) || (this.state.published && fieldAt(this.state.published, path))) return;
    this.rename(path, freeKey(doc, wish, list, key));
  }

  /** Another key for a field, as part of the change before. */
  private rename(path: Path, key: string): void {
    const before = this.state.doc;
    const after = renameKey(before, path, key);
    if (after === before) return;
    const moved = joinPath(splitPath(path).list, key);
    const named = (one: Path): Path => (one === path ? moved : one.startsWith(`${path}.`) ? moved + one.slice(path.length) : one);
    const last = this.state.history.past.at(-1);
    const past = last?.after === before ? [...this.state.history.past.slice(0, -1), { ...last, after }] : this.state.history.past;
    for (const [one, label] of [...this.fresh]) {
      this.fresh.delete(one);
      this.fresh.set(named(one), label);
    }
    this.put({ doc: after, selected: this.state.selected.map(named), history: { ...this.state.history, past } });
    this.change();
  }

  undo = (): void => this.step(undone(this.state.history, this.state.doc));
  redo = (): void => this.step(redone(this.state.history, this.state.doc));

  private step({ history, doc }: { history: History; doc: Doc }): void {
    if (history === this.state.history) return;
    this.put({ history });
    this.replace(doc);
    this.change();
  }

  /** Something changed here: keep it, send it soon, have it examined. */
  private change(): void {
    if (this.state.saving !== "offline") this.put({ saving: "saving" });
    clearTimeout(this.timers.save);
    this.timers.save = setTimeout(() => void this.flush(), PAUSE_MS);
    this.timers.keep ??= setTimeout(() => void this.keep(), KEEP_MS);
    this.examineSoon(EXAMINE_MS);
  }

  /** Keeps what is not sent on this device. */
  keep = async (): Promise<void> => {
    clearTimeout(this.timers.keep);
    this.timers.keep = undefined;
    if (!this.dirty) return;
    const { key, doc, revision } = this.state;
    await keepDrawn(key, { base: this.base, doc, revision, at: new Date().toISOString() });
  };

  /** Sends what is not sent; done when the server has it, or cannot be reached. */
  flush = (): Promise<void> => {
    clearTimeout(this.timers.save);
    this.sending ??= this.send().finally(() => {
      this.sending = null;
    });
    return this.sending;
  };

  private async send(): Promise<void> {
    await this.keep();
    while (this.dirty && !this.closed) {
      const { key, doc, revision } = this.state;
      try {
        const saved = await this.server.save(key, doc, revision);
        this.base = doc;
        this.failures = 0;
        this.put({ revision: saved.revision, info: infoOf(saved), savedAt: saved.at, refused: null, saving: this.state.saving === "merged" ? "merged" : "saving" });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (error.status !== 409 || !(await this.refresh()) || this.state.revision === revision) return this.failed(error);
      }
    }
    if (this.closed) return;
    await forgetDrawn(this.state.key);
    this.put({ saving: this.state.news && this.state.saving === "merged" ? "merged" : "saved" });
  }

  private failed(problem: Problem): void {
    this.put({ saving: "offline", refused: problem.status && problem.status < 500 ? problem : null });
    clearTimeout(this.timers.retry);
    const pause = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)];
    this.failures += 1;
    if (!this.closed) this.timers.retry = setTimeout(() => void this.flush(), pause);
  }

  /** Looks whether somebody else saved or published; merges it. Answers whether the server could be asked. */
  refresh = async (): Promise<boolean> => {
    const { revision } = this.state;
    let found: Version;
    let published: Doc | null;
    try {
      found = await this.server.load(this.state.key);
      published = await publishedOf(this.server, found);
    } catch {
      return false;
    }
    // Saved here meanwhile: what was read is older than what is known.
    if (this.state.revision === revision) this.absorb(found, published);
    return true;
  };

  private absorb(found: Version, published: Doc | null): void {
    const { revision, info } = this.state;
    // Publishing keeps the revision and makes another state of it.
    if (found.revision === revision && found.version === info.version && found.state === info.state) return;
    // Publishing says the same document in its shortest form: that is nobody's change.
    const paths = found.revision === revision ? [] : differing(this.base, found.definition);
    const { doc, clashes } = merge3(this.base, this.state.doc, found.definition);
    this.base = found.definition;
    const news = paths.length ? { by: found.by, paths, clashes: clashes.map((one) => one.path), at: Date.now() } : this.state.news;
    this.put({ revision: found.revision, info: infoOf(found), published, news, saving: paths.length ? "merged" : this.state.saving });
    this.replace(doc);
    if (!this.sending && this.dirty) this.change();
    this.examineSoon(EXAMINE_MS);
  }

  /** `/live` tells of a definition: ours, saved by somebody else? */
  heard = (fact: { form?: string | null; revision?: number; state?: string }): void => {
    if (fact.form !== this.state.key || this.sending) return;
    if (fact.state !== "discarded" && fact.revision !== undefined && fact.revision <= this.state.revision) return;
    void this.refresh();
  };

  private examineSoon(pause: number): void {
    clearTimeout(this.timers.examine);
    this.timers.examine = setTimeout(() => void this.examine(), pause);
  }

  private async examine(): Promise<void> {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      this.found(await this.server.examine(this.state.key, this.state.doc, this.asked.signal));
    } catch {
      // Out of reach, or asked again meanwhile: what was found last stands until the next change.
    }
  }

  private found({ mistakes, sentences, hints, touches, changes }: Examined): void {
    const errors: Record<Path, string[]> = {};
    for (const mistake of mistakes) (errors[fieldOfPath(mistake.path)] ??= []).push(mistake.message);
    this.put({ errors: same(errors, this.state.errors) ? this.state.errors : errors, sentences, hints, touches, changes });
  }

  /** Leaves the form: what is not sent is kept and sent once more. */
  close(): Promise<void> {
    return this.flush().finally(() => {
      this.closed = true;
      for (const timer of Object.values(this.timers)) clearTimeout(timer);
      this.asked?.abort();
    });
  }
}

/** What a field is called, in either language. */
function wordsOf(field: FieldDoc | undefined): string {
  return labelText(field?.label, currentLang()).trim();
}

function infoOf(found: Version): DesignerState["info"] {
  return { version: found.version, state: found.state, by: found.by, at: found.at };
}

/** What stands published under a version: itself, or the one a draft is drawn over. */
async function publishedOf(server: Server, found: Version): Promise<Doc | null> {
  if (found.state !== "draft") return found.definition;
  return found.version > 1 ? (await server.load(found.key, found.version - 1)).definition : null;
}
