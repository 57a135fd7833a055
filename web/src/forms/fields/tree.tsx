import { useCallback, useMemo } from "react";
import { labelText, useLabel, useLang, useT } from "../../kit/index.ts";
import { treeEnds, treeText } from "../model/tree.ts";
import { Combo } from "./Combo.tsx";
import type { Option, WidgetProps } from "./tools.ts";

/** One of a tree: a list that is searched by any part of the way, each option set in as deep as it stands. */
export function TreeWidget(props: WidgetProps) {
  const t = useT("forms");
  const lang = useLang();
  const label = useLabel();
  const chosen = String(props.value ?? "");
  const options = useMemo(
    (): (Option & { depth: number; own: string; above: string })[] =>
      treeEnds(props.field).map(({ path, through }) => {
        const words = through.map((branch) => labelText(branch.label, lang) || branch.key);
        return { id: path, title: words.join(" / "), depth: through.length - 1, own: words.at(-1) ?? "", above: words.slice(0, -1).join(" / ") };
      }),
    [props.field, lang],
  );
  const load = useCallback(
    (search: string) => Promise.resolve(options.filter((one) => `${one.id} ${one.title}`.toLowerCase().includes(search.toLowerCase()))),
    [options],
  );
  return (
    <Combo
      {...props}
      title={label(props.field.label)}
      placeholder={t("choose")}
      shown={chosen ? treeText(props.field, chosen, lang) : ""}
      load={load}
      onPick={(option) => props.onChange(option.id)}
      onClear={() => props.onChange(null)}
      render={(option) => {
        const { depth, own, above } = option as (typeof options)[number];
        return (
          <span style={{ paddingInlineStart: depth * 14 }}>
            {own} {above ? <span className="faint">{above}</span> : null}
          </span>
        );
      }}
    />
  );
}
