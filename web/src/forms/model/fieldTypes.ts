import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, type Problem } from "../../api/index.ts";
import type { Label } from "../../kit/index.ts";
import type { FieldDoc } from "../designer/model/doc.ts";

/** One option of a field type, as the property panel draws it. */
export type OptionKind = {
  key: string;
  kind: string;
  label: Label;
  hint: Label | null;
  default: unknown;
  choices?: { key: string; label: Label }[] | null;
  [more: string]: unknown;
};

/** One thing of the palette: a type, a preset or a starter; `start` is the document it drops, without a label. */
export type FieldKind = {
  key: string;
  type: string;
  preset: string;
  group: string;
  label: Label;
  hint: Label | null;
  icon: string;
  widget: string;
  expr: string;
  start: FieldDoc;
  options: OptionKind[];
  operators: string[];
  in_list: boolean;
  can_unique: boolean;
  can_scan: boolean;
  example: unknown;
  [more: string]: unknown;
};

export type FieldTypes = { groups: { key: string; label: Label }[]; items: FieldKind[] };

/** Every kind of field that can be dropped on a form. */
export function useFieldTypes(): UseQueryResult<FieldTypes, Problem> {
  return useQuery<FieldTypes, Problem>({ queryKey: ["field-types"], queryFn: ({ signal }) => api.get<FieldTypes>("/field-types", {}, signal), staleTime: Infinity });
}

/** The palette's item that a field is of: its preset or its type, not a starter made of it. */
export function kindOf(types: FieldTypes, field: FieldDoc): FieldKind | undefined {
  return types.items.find((one) => one.key === field.type) ?? types.items.find((one) => one.type === field.type);
}
