import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Values } from "./engine.ts";

/** What was typed and not yet submitted. */
export type Draft = {
  given: Values;
  /** Idempotency key, so that the same submission is taken once even after a reload. */
  key: string;
  /** When, RFC 3339. */
  at: string;
  /** Of the record that is amended. */
  revision: number | null;
  /** Its id on the server, how often the server had kept it when last seen (0: never), and whether it has this very content. */
  id: string;
  saved: number;
  sent: boolean;
};

interface Drafts extends DBSchema {
  draft: { key: string; value: Draft };
}

let opened: Promise<IDBPDatabase<Drafts>> | null = null;

function drafts(): Promise<IDBPDatabase<Drafts>> {
  opened ??= openDB<Drafts>("suyuan", 1, { upgrade: (db) => void db.createObjectStore("draft") });
  return opened;
}

/** Name of a draft: one for each person and form, and for each record that is amended. */
export function draftName(person: string, form: string, record?: string): string {
  return [person, form, record ?? "new"].join("/");
}

/** The kept draft, `null` when there is none, or no storage in this browser. */
export async function readDraft(name: string): Promise<Draft | null> {
  try {
    return (await (await drafts()).get("draft", name)) ?? null;
  } catch {
    return null;
  }
}

/** Keep a draft; answers whether it was kept. */
export async function keepDraft(name: string, draft: Draft): Promise<boolean> {
  try {
    await (await drafts()).put("draft", draft, name);
    return true;
  } catch {
    return false;
  }
}

/** Drop a draft: it was submitted, or is not wanted. */
export async function dropDraft(name: string): Promise<void> {
  try {
    await (await drafts()).delete("draft", name);
  } catch {
    // No storage in this browser, hence no draft either.
  }
}

/** The part of a draft whose fields the form still has. */
export function fitting(given: Values, keys: Set<string>): Values {
  return Object.fromEntries(Object.entries(given).filter(([key]) => keys.has(key)));
}
