import { api, type ViewLook } from "../../api/index.ts";

type Doc = { views?: { key: string }[]; [part: string]: unknown };
type Drawn = { definition: Doc; revision: number; state: string };

/** A key that none of `taken` has: `view_1`, `view_2`. */
export function freeViewKey(taken: string[]): string {
  let n = 1;
  while (taken.includes(`view_${n}`)) n += 1;
  return `view_${n}`;
}

/** A view as a form's document holds it: what says nothing is left out, and so are a person's own widths. */
export function formView(key: string, name: string, look: ViewLook): Record<string, unknown> {
  const { widths: _, face, ...rest } = look;
  const said = Object.entries(rest).filter(([, value]) => value !== null && value !== "" && !(Array.isArray(value) && !value.length));
  return { key, label: { zh: name, en: name }, ...(face === "table" ? {} : { face }), ...Object.fromEntries(said) };
}

/** Puts a view into the draft of the form, with which it is published; answers its key. */
export async function giveToForm(form: string, name: string, look: ViewLook): Promise<string> {
  const path = `/forms/${encodeURIComponent(form)}`;
  const { definition, revision, state } = await api.get<Drawn>(path, { draft: true });
  const views = definition.views ?? [];
  const key = freeViewKey(views.map((view) => view.key));
  const body = { definition: { ...definition, views: [...views, formView(key, name, look)] }, revision: state === "draft" ? revision : 0 };
  await api.put(path, body);
  return key;
}
