import { useMemo, useRef, useState } from "react";
import { api, Problem } from "../../api/index.ts";
import { MOST_OFFERED } from "../fields/OfferList.tsx";
import type { FillTools, Option, OptionColumn } from "../fields/tools.ts";
import type { Values } from "../model/engine.ts";
import { payloadOf } from "../model/payload.ts";
import type { Door } from "./door.ts";
import type { TypedState } from "./useTyped.ts";

const NO_COLUMNS: OptionColumn[] = [];

type LotBody = Values & { code: string; balance?: { on_hand?: string } };

/** Where a form is filled in: on what screen, and what its ids begin with. */
export type Setting = { phone: boolean; scope?: string; frame?: HTMLElement | null; add?: FillTools["add"] };

/** What widgets may ask of the form around them; the object stays the same while the form is open. */
export function useFillTools(form: string, door: Door, setting: Setting, state: TypedState): { tools: FillTools; uploading: number } {
  const { phone, scope = "", frame = null, add = null } = setting;
  const [uploading, setUploading] = useState(0);
  const columns = useRef<Record<string, OptionColumn[]>>({});
  const now = useRef(state);
  now.current = state;
  const tools = useMemo<FillTools>(() => {
    const asked = (name: string, row: string | undefined): { values: Values; row: Values | null } => {
      const { program, typed, shot } = now.current;
      const sent = payloadOf(program.fields, typed.given, null, shot);
      const [list = ""] = name.split(".");
      const at = row === undefined ? -1 : (sent.rows[list]?.indexOf(row) ?? -1);
      return { values: sent.fields, row: at < 0 ? (row === undefined ? null : {}) : ((sent.fields[list] as Values[])[at] ?? {}) };
    };
    const prime = (option: Option): Option => {
      if (option.fields) now.current.links.primeLot(option.id, option.fields);
      return option;
    };
    return {
      form,
      phone,
      scope,
      frame,
      add,
      columns: (name) => columns.current[name] ?? NO_COLUMNS,
      options: async (name, row, search, signal) => {
        const { items, columns: beside } = await door.options({ field: name, ...asked(name, row), search, limit: MOST_OFFERED }, { signal });
        columns.current[name] = beside ?? NO_COLUMNS;
        const lots = fieldAt(now.current, name)?.type === "lot";
        return lots ? items.map(prime) : items;
      },
      lot: async (code) => {
        try {
          const lot = await api.get<LotBody>("/lots/one", { code });
          return prime({ id: lot.code, title: lot.code, fields: { ...lot, on_hand: lot.balance?.on_hand ?? lot.on_hand } });
        } catch (problem) {
          if (problem instanceof Problem && problem.status > 0 && problem.status < 500) return null;
          throw problem;
        }
      },
      rows: (list) => door.rows({ field: list, values: asked(list, undefined).values }),
      busy: (change) => setUploading((count) => count + change),
      upload: door.upload,
      sign: door.sign,
      fileAddress: door.fileAddress,
    };
  }, [form, door, phone, scope, frame, add]);
  return { tools, uploading };
}

function fieldAt(state: TypedState, name: string) {
  const [first = "", cell] = name.split(".");
  const field = state.program.byKey[first];
  return cell ? field?.fields?.find((one) => one.key === cell) : field;
}
