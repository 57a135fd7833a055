import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { type FormInfo, formQuery, type Problem } from "../api/index.ts";
import { settledField } from "../forms/model/preset.ts";

/** A form with its fields' presets resolved to plain types. */
function settled(form: FormInfo): FormInfo {
  return { ...form, definition: { ...form.definition, fields: form.definition.fields.map(settledField) } };
}

/** A form as lists and record pages show it; a `version` of it as it was then. */
export function useShownForm(key: string, version?: number): UseQueryResult<FormInfo, Problem> {
  return useQuery({ ...formQuery(key, version), select: settled });
}
