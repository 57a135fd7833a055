import { App } from "antd";
import { useCallback, useEffect, useRef, useState } from "react";
import { useT } from "../../kit/index.ts";
import { parse, reads } from "../../expr/index.ts";
import { chosenLot } from "../fields/lot.tsx";
import { useTools } from "../fields/tools.ts";
import type { EditRow, Values } from "../model/engine.ts";
import { rowsOf } from "../model/payload.ts";
import type { ReadyField } from "../model/preset.ts";
import { isBlank } from "../model/scalar.ts";
import { newRow } from "./state.ts";
import type { TypedState } from "./useTyped.ts";

const WAIT_MS = 300;

/** What a list proposes: where from, and our row's fields. */
type Proposal = { from: string; fields: Record<string, string>; where?: string | null };

export type Proposed = {
  /** Asks for the rows again; rows that were typed are replaced only when the person agrees. */
  again: () => void;
  busy: boolean;
  /** What stock is short. */
  notices: string[];
};

/** Fields of the record that the proposal reads, lists aside. */
export function headKeys(proposal: Proposal, keys: Set<string>): string[] {
  const found = new Set([proposal.from.split(".")[0] ?? ""]);
  for (const text of [...Object.values(proposal.fields), proposal.where ?? ""]) {
    try {
      for (const path of text ? reads(parse(text)) : []) {
        const [first = "", second = ""] = path.split(".");
        if (first !== "row") found.add(first === "this" ? second : first);
      }
    } catch {
      // The server says what is wrong with it.
    }
  }
  return [...found].filter((key) => keys.has(key));
}

const plainRows = (rows: EditRow[]): string =>
  JSON.stringify(rows.map(({ _k, ...values }) => Object.entries(values).filter(([, value]) => !isBlank(value))).filter((row) => row.length));

/** Fills a list with the rows it proposes, as soon as the record says where from, as long as nobody typed in it. */
export function useProposal(field: ReadyField, state: TypedState): Proposed | null {
  const proposal = field.rows as Proposal | undefined;
  const t = useT("forms");
  const { modal, message } = App.useApp();
  const tools = useTools();
  const [busy, setBusy] = useState(false);
  const [notices, setNotices] = useState<string[]>([]);
  const now = useRef(state);
  now.current = state;
  const asked = useRef("");
  const given = useRef("[]");

  const rows = useCallback((): EditRow[] => rowsOf(field.key, now.current.typed.given, now.current.old), [field.key]);
  const untouched = useCallback((): boolean => ["[]", given.current].includes(plainRows(rows())), [rows]);
  const fill = useCallback(
    async (quiet: boolean): Promise<void> => {
      setBusy(true);
      try {
        const found = await tools.rows(field.key);
        if (quiet && !untouched()) return;
        const lots = (field.fields ?? []).filter((one) => one.type === "lot").map((one) => one.key);
        const made = await Promise.all(found.rows.map(async (row) => newRow(await withLots(row, lots, tools.lot))));
        now.current.hand.changeRows(field.key, () => made);
        given.current = plainRows(made);
        setNotices(found.notices);
      } catch (problem) {
        if (!quiet) void message.error(String(problem instanceof Error ? problem.message : problem));
      } finally {
        setBusy(false);
      }
    },
    [field, tools, untouched, message],
  );

  const heads = proposal ? headKeys(proposal, new Set(Object.keys(state.program.byKey))) : [];
  const source = heads.map((key) => state.shot.top.values[key]);
  const stamp = proposal && !isBlank(source[0]) ? JSON.stringify(source.map(known)) : "";
  const amended = state.old !== null;
  useEffect(() => {
    if (amended || stamp === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = stamp;
      if (stamp && untouched()) void fill(true);
    }, WAIT_MS);
    return () => clearTimeout(timer);
  }, [stamp, amended, fill, untouched]);

  if (!proposal) return null;
  const again = (): void => {
    if (untouched()) return void fill(false);
    modal.confirm({ title: t("propose_sure"), okText: t("propose_again"), cancelText: t("cancel"), onOk: () => fill(false) });
  };
  return { again, busy: busy || stamp === "", notices };
}

/** A value by what identifies it: a link's title may change while it stays the same. */
function known(value: unknown): unknown {
  return typeof value === "object" && value !== null && "id" in value ? (value as { id: unknown }).id : value;
}

type FindLot = (code: string) => Promise<Parameters<typeof chosenLot>[0] | null>;

async function withLots(row: Values, lots: string[], find: FindLot): Promise<Values> {
  const found = { ...row };
  for (const key of lots) {
    const code = (row[key] as { code?: string } | undefined)?.code;
    const lot = code ? await find(code).catch(() => null) : null;
    if (lot) found[key] = chosenLot(lot);
  }
  return found;
}
