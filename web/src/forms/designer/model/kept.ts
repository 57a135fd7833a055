import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Doc } from "./doc.ts";

/** What was drawn in one tab and the server does not have yet. */
export type Kept = { base: Doc; doc: Doc; revision: number; at: string };

interface Drawn extends DBSchema {
  drawn: { key: string; value: Kept };
}

let opened: Promise<IDBPDatabase<Drawn>> | null = null;

function drawn(): Promise<IDBPDatabase<Drawn>> {
  opened ??= openDB<Drawn>("suyuan-designer", 1, { upgrade: (db) => void db.createObjectStore("drawn") });
  return opened;
}

const TAB = "suyuan.tab";

/** A name for this tab that outlives a reload. */
function tab(): string {
  const known = sessionStorage.getItem(TAB);
  if (known) return known;
  const made = crypto.getRandomValues(new Uint32Array(2)).join("");
  sessionStorage.setItem(TAB, made);
  return made;
}

const nameOf = (form: string): string => `${form}/${tab()}`;

/** Keeps what this tab drew of a form; answers whether it could. */
export async function keepDrawn(form: string, kept: Kept): Promise<boolean> {
  try {
    await (await drawn()).put("drawn", kept, nameOf(form));
    return true;
  } catch {
    return false;
  }
}

/** What any tab drew of a form and could not send, by name; merging one that is sent after all changes nothing. */
export async function drawnOf(form: string): Promise<{ name: string; kept: Kept }[]> {
  try {
    const db = await drawn();
    const names = (await db.getAllKeys("drawn")).filter((name) => name.startsWith(`${form}/`));
    const found = await Promise.all(names.map(async (name) => ({ name, kept: await db.get("drawn", name) })));
    return found.filter((one): one is { name: string; kept: Kept } => one.kept !== undefined);
  } catch {
    return [];
  }
}

/** The server has it now: forget what this tab kept, or what is named. */
export async function forgetDrawn(form: string, name = nameOf(form)): Promise<void> {
  try {
    await (await drawn()).delete("drawn", name);
  } catch {
    // No storage in this browser, hence nothing kept either.
  }
}
