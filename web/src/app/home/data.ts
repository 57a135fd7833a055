import { useQueries } from "@tanstack/react-query";
import { api, type FormEntry, type Me, type Paged, type RecordData } from "../../api/index.ts";
import { STAGES } from "../../kit/index.ts";

const FORMS_ASKED = 6;
const EACH = 5;
const SHOWN = 10;

/** Forms the person fills at work: those of a stage on the floor (parties are master data), in the order of the chain. */
export function workForms(me: Me): FormEntry[] {
  const order = (form: FormEntry): number => STAGES.findIndex((stage) => stage === form.stage);
  return me.apps
    .flatMap((app) => app.forms)
    .filter((form) => form.stage && form.stage !== "supplier" && form.stage !== "customer" && form.may.includes("submit"))
    .map((form, index) => ({ form, index }))
    .sort((a, b) => order(a.form) - order(b.form) || a.index - b.index)
    .map(({ form }) => form);
}

export type Mine = { form: FormEntry; record: RecordData };

/** The person's newest records in the forms they fill, and whether they are still being asked for. */
export function useMine(me: Me): { items: Mine[]; waiting: boolean } {
  const forms = workForms(me)
    .filter((form) => form.may.includes("read"))
    .slice(0, FORMS_ASKED);
  const found = useQueries({
    queries: forms.map((form) => {
      const query = { where: "created_by = CURRENT_USER()", sort: "-created_at", limit: EACH };
      return {
        queryKey: ["mine", form.key, query],
        queryFn: ({ signal }: { signal: AbortSignal }) => api.get<Paged<RecordData>>(`/records/${encodeURIComponent(form.key)}`, query, signal),
      };
    }),
  });
  const items = forms
    .flatMap((form, index) => (found[index]?.data?.items ?? []).map((record) => ({ form, record })))
    .sort((a, b) => b.record.created_at.localeCompare(a.record.created_at))
    .slice(0, SHOWN);
  return { items, waiting: found.some((one) => one.isPending) };
}
