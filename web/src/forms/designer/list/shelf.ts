import { type Lang, labelText } from "../../../kit/index.ts";
import type { AppDoc, DrawnForm, FolderDoc } from "./data.ts";

/** The forms of one folder; `folder` is null for those that lie in none. */
export type Shelf = { folder: FolderDoc | null; forms: DrawnForm[] };
/** One app with its folders; `app` is null for forms that stand in no app. */
export type Cupboard = { app: AppDoc | null; shelves: Shelf[]; count: number };

export const STATES = ["all", "draft", "published", "retired"] as const;
export type StateFilter = (typeof STATES)[number];

/** Whether what was typed and the state chosen let a form through. */
export function passes(form: DrawnForm, typed: string, state: StateFilter): boolean {
  if (state !== "all" && form.state !== state) return false;
  const wanted = typed.trim().toLowerCase();
  return !wanted || [form.label.zh, form.label.en, form.key].some((text) => text?.toLowerCase().includes(wanted));
}

/** The forms by app and folder, in the apps' order and by name; apps without forms stand too while nothing is searched. */
export function shelved(forms: DrawnForm[], apps: AppDoc[], lang: Lang, all: boolean): Cupboard[] {
  const named = [...forms].sort((a, b) => labelText(a.label, lang).localeCompare(labelText(b.label, lang), lang === "en" ? "en" : "zh-CN"));
  const known = new Set(apps.map((app) => app.app));
  const inApp = (app: AppDoc | null): DrawnForm[] => named.filter((form) => (app ? form.app === app.app : !known.has(form.app)));
  const cupboards = [...apps, null].map((app): Cupboard => {
    const own = inApp(app);
    const folders = app?.folders ?? [];
    const inNone = own.filter((form) => !folders.some((folder) => folder.key === form.folder));
    const shelves = folders.map((folder): Shelf => ({ folder, forms: own.filter((form) => form.folder === folder.key) }));
    return { app, shelves: [{ folder: null, forms: inNone }, ...shelves].filter((shelf) => shelf.forms.length || (all && shelf.folder)), count: own.length };
  });
  return cupboards.filter((one) => one.count || (all && one.app));
}

/** The app of the form that a person drew last: where they go on. */
export function lastApp(forms: DrawnForm[], by: string): string {
  const own = forms.filter((form) => form.by === by && form.app).sort((a, b) => b.at.localeCompare(a.at));
  return own[0]?.app ?? "";
}
