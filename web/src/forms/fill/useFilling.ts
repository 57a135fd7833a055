import { useQuery } from "@tanstack/react-query";
import { api, type FormInfo, type LinkValue, type Lot, type RecordData } from "../../api/index.ts";
import type { Search } from "../../kit/index.ts";
import { chosenLot } from "../fields/lot.tsx";
import type { Values } from "../model/engine.ts";
import { readyField, type ReadyField } from "../model/preset.ts";

/** The fields that an address fills in: `/f/feeding/new?work_order=<id>&line=<id>`. */
export function filledBy(form: FormInfo, search: Search): [ReadyField, string][] {
  const fields = form.definition.fields.filter((field) => !field.retired && field.type !== "list" && search[field.key]);
  return fields.map((field) => [readyField(field), search[field.key] ?? ""]);
}

/** What a linked record's choice fills in of this form, as choosing it by hand would. */
function fillOf(field: ReadyField, record: RecordData): Values {
  const fill = Object.entries((field.fill ?? {}) as Record<string, string>);
  return Object.fromEntries(fill.filter(([, theirs]) => theirs in record.fields).map(([ours, theirs]) => [ours, record.fields[theirs]]));
}

async function linked(field: ReadyField, id: string, signal: AbortSignal): Promise<LinkValue & { fill?: Values }> {
  const record = await api.get<RecordData>(`/records/${encodeURIComponent(field.to ?? "")}/${encodeURIComponent(id)}`, {}, signal);
  return { id, title: record.title, fill: fillOf(field, record) };
}

/** A value of the address as the form keeps it; nothing where it leads to what is not there. */
export async function valueOf(field: ReadyField, text: string, signal: AbortSignal): Promise<unknown> {
  try {
    switch (field.type) {
      case "link":
      case "location":
        return await linked(field, text, signal);
      case "lot": {
        if (field.new) return { code: text };
        const lot = await api.get<Lot>("/lots/one", { code: text }, signal);
        return chosenLot({ id: lot.code, title: lot.code, fields: { ...lot, on_hand: lot.balance?.on_hand ?? lot.on_hand } });
      }
      case "quantity": {
        const [value = "", uom = ""] = text.split(" ");
        return { value, uom };
      }
      case "bool":
        return text === "true";
      case "person":
      case "department":
      case "image":
      case "file":
      case "signature":
        return undefined;
    }
    return text;
  } catch (problem) {
    if (signal.aborted) throw problem;
    return undefined;
  }
}

/** What the address fills in of a new record, `undefined` until it is known; `null` when it says nothing. */
export function useFilling(form: FormInfo | undefined, search: Search): Values | null | undefined {
  const wanted = form ? filledBy(form, search) : [];
  const asked = wanted.map(([field, text]) => `${field.key}=${text}`);
  const found = useQuery({
    queryKey: ["filling", form?.key, ...asked],
    queryFn: async ({ signal }) => {
      const values = await Promise.all(wanted.map(async ([field, text]) => [field.key, await valueOf(field, text, signal)] as const));
      return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as Values;
    },
    enabled: wanted.length > 0,
    gcTime: 0,
  });
  if (!form) return undefined;
  return wanted.length ? found.data : null;
}
