import { useEffect, useMemo } from "react";
import { useT } from "../../../kit/index.ts";
import { spotAt } from "../expr/place.ts";
import { useBook } from "../../condition/useBook.ts";
import { setField } from "../model/ops.ts";
import { droppedAs, pathsToOpen, proposal } from "./smart.ts";
import type { Edited } from "./useField.ts";

/** Fields that were given a proposal once; taken back, it is not made again. */
const proposed = new Set<string>();

/** Gives a field that was just dropped what the form around it suggests. */
export function useSmart(f: Edited | undefined): void {
  const t = useT("forms");
  const d = f?.d;
  const kind = f && !f.fixed && d ? droppedAs(d.types, f.field) : undefined;
  const wanted = kind !== undefined && ["serial", "quantity", "new_lot", "verdict", "inspection_list"].includes(kind.key);
  const spot = useMemo(() => (d ? spotAt(d.doc, "") : null), [d]);
  const near = useBook(spot ?? { form: EMPTY, list: "" });
  const open = useMemo(() => (wanted && d && kind.key === "inspection_list" ? pathsToOpen(d.doc, near, d.lang) : []), [wanted, d, kind, near]);
  const book = useBook(spot ?? { form: EMPTY, list: "" }, "", open);
  useEffect(() => {
    if (!wanted || !f || !d || proposed.has(`${d.key} ${f.path}`)) return;
    const changes = proposal(d.doc, f.path, kind, book, d.lang);
    if (!changes) return;
    proposed.add(`${d.key} ${f.path}`);
    d.apply(t("dp_proposed", { what: f.label }), (doc) => setField(doc, f.path, changes));
  }, [wanted, f, d, kind, book, t]);
}

const EMPTY = { key: "", app: "", label: { zh: "", en: "" }, fields: [], sections: [], views: [], trace: [], guards: [], then: [] };
