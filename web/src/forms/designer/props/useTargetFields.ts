import { useForm } from "../../../api/index.ts";
import { labelText, type Lang } from "../../../kit/index.ts";
import type { Named } from "./MapEditor.tsx";

/** The fields of another form, by label. */
export function useTargetFields(form: string, lang: Lang): Named[] {
  const found = useForm(form);
  return (found.data?.definition.fields ?? []).filter((one) => !one.retired && one.type !== "list").map((one) => ({ value: one.key, label: labelText(one.label, lang) || one.key }));
}
