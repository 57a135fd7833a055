import { DeleteOutlined } from "@ant-design/icons";
import { Button, Dropdown, Select, Switch } from "antd";
import { useMemo, useState } from "react";
import { useLang, useT } from "../../../kit/index.ts";
import { ConditionInput } from "../expr/ConditionInput.tsx";
import { ExpressionInput } from "../expr/ExpressionInput.tsx";
import { nameAt } from "../../condition/names.ts";
import { spotAt } from "../expr/place.ts";
import { useBook } from "../../condition/useBook.ts";
import { eachField, fieldAt, labelOf, splitPath, typeOf } from "../model/doc.ts";
import { useDesigner } from "../model/useDesigner.ts";
import { Fold, Line } from "./Fold.tsx";
import { LabelInput } from "./LabelInput.tsx";
import { LISTS, listOfRule, type Rule, sayRule } from "./linkage.ts";
import { Items, useListed } from "./listed.tsx";
import type { Named } from "./MapEditor.tsx";

/** Rules between fields: while a condition holds, fields are shown, hidden, needed, locked, set, or offer less. */
export function LinkageFold() {
  const t = useT("forms");
  const list = useListed<Rule>("linkage", t("dl_rules"));
  const start = (): Rule => ({ name: { zh: `规则 ${list.items.length + 1}`, en: `Rule ${list.items.length + 1}` }, when: "" });
  return (
    <Fold name="linkage" title={`${t("dl_rules")}${list.items.length ? ` (${list.items.length})` : ""}`} shut wrong={list.wrong.flat().length}>
      <Items
        list={list}
        add={t("dl_add")}
        none={t("dl_none")}
        dropLabel={t("dl_drop")}
        start={start}
        off={(rule) => rule.on === false}
        head={(rule, at) => (
          <>
            <div style={{ flex: 1, minWidth: 0 }}>
              <LabelInput name={t("dl_name")} value={rule.name} onChange={(name) => list.put(at, { name: name ?? { zh: "", en: "" } })} />
            </div>
            <Switch size="small" aria-label={t("dl_on")} checked={rule.on !== false} onChange={(on) => list.put(at, { on: on ? undefined : false })} />
          </>
        )}
      >
        {(rule, at) => <RuleBody rule={rule} onChange={(changes) => list.put(at, changes)} />}
      </Items>
    </Fold>
  );
}

/** Every field a rule may name, those of lists by list and field. */
function useAllFields(): Named[] {
  const d = useDesigner();
  return eachField(d.doc)
    .filter(({ field, list }) => !field.retired && !(list && d.doc.fields[list]?.retired))
    .map(({ path, key, list, field }) => ({ value: path, label: list ? `${labelOf(list, d.doc.fields[list], d.lang)} › ${labelOf(key, field, d.lang)}` : labelOf(key, field, d.lang) }));
}

const DOES = [...LISTS, "set", "filter"] as const;
const FILTERED = new Set(["link", "location", "lot", "choice", "multi"]);

function RuleBody({ rule, onChange }: { rule: Rule; onChange: (changes: Partial<Rule>) => void }) {
  const t = useT("forms");
  const lang = useLang();
  const d = useDesigner();
  const [added, setAdded] = useState<string[]>([]);
  const list = listOfRule(rule);
  const spot = useMemo(() => spotAt(d.doc, list), [d.doc, list]);
  const book = useBook(spot, rule.when);
  const all = useAllFields();
  const fits = all.filter((one) => !list || !one.value.includes(".") || splitPath(one.value).list === list);
  const free = (key: "set" | "filter"): Named[] =>
    fits.filter((one) => !(one.value in (rule[key] ?? {})) && (key === "set" ? !["list", "serial", "lookup", "expression"].includes(typeOf(fieldAt(d.doc, one.value)!)) : FILTERED.has(typeOf(fieldAt(d.doc, one.value)!))));
  const shown = (key: (typeof DOES)[number]): boolean => Object.keys(rule[key] ?? {}).length > 0 || added.includes(key);
  const left = DOES.filter((key) => !shown(key));
  return (
    <>
      <Line label={t("dl_when")}>
        <ConditionInput at={list} label={t("dl_when")} value={rule.when} onChange={(when) => onChange({ when: when ?? "" })} />
      </Line>
      {LISTS.filter((key) => shown(key)).map((key) => (
        <Line key={key} label={t(`dl_do.${key}`)}>
          <Select size="small" mode="multiple" autoFocus={added.at(-1) === key} defaultOpen={added.at(-1) === key} aria-label={t(`dl_do.${key}`)} showSearch={{ optionFilterProp: "label" }} placeholder={t("dl_no_fields")} value={rule[key] ?? []} options={fits} onChange={(paths: string[]) => onChange({ [key]: paths.length ? paths : undefined })} />
        </Line>
      ))}
      {(["set", "filter"] as const)
        .filter((key) => shown(key))
        .map((key) => (
          <Line key={key} label={t(`dl_do.${key}`)}>
            <Pairs list={list} part={key} rule={rule} free={free(key)} onChange={onChange} />
          </Line>
        ))}
      {left.length ? (
        <Dropdown trigger={["click"]} menu={{ items: left.map((key) => ({ key, label: t(`dl_do.${key}`) })), onClick: ({ key }) => setAdded([...added, key]) }}>
          <Button size="small" type="text">
            + {t("dl_add_do")}
          </Button>
        </Dropdown>
      ) : null}
      <div className="dp-says" aria-live="polite">
        {sayRule(rule, { spot, book, lang, t })}
      </div>
    </>
  );
}

type PairsProps = { list: string; part: "set" | "filter"; rule: Rule; free: Named[]; onChange: (changes: Partial<Rule>) => void };

function Pairs({ list, part, rule, free, onChange }: PairsProps) {
  const t = useT("forms");
  const lang = useLang();
  const d = useDesigner();
  const spot = useMemo(() => spotAt(d.doc, list), [d.doc, list]);
  const book = useBook(spot);
  const given = rule[part] ?? {};
  const put = (next: Record<string, string>): void => onChange({ [part]: Object.keys(next).length ? next : undefined });
  return (
    <div className="dp-both">
      {Object.entries(given).map(([path, text]) => {
        const field = fieldAt(d.doc, path);
        const type = field ? typeOf(field) : "";
        const label = field ? labelOf(splitPath(path).key, field, d.lang) : path;
        const target = type === "lot" ? "$lot" : nameAt(spot, book, [splitPath(path).key], lang)?.type.form;
        const option = type === "choice" || type === "multi";
        const set = (next: string | undefined): void => put({ ...given, [path]: next ?? "" });
        return (
          <div key={path} className="dp-both">
            <div className="dp-key">
              <span className="cut" style={{ flex: 1 }}>
                {label}
              </span>
              <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t("dl_unset", { label })} onClick={() => put(Object.fromEntries(Object.entries(given).filter(([one]) => one !== path)))} />
            </div>
            {part === "set" ? (
              <ExpressionInput at={path} want="any" label={label} value={text} onChange={set} />
            ) : (
              <ConditionInput at={path} label={label} target={option ? undefined : target} option={option ? path : undefined} value={text} onChange={set} />
            )}
          </div>
        );
      })}
      {free.length ? <Select size="small" showSearch={{ optionFilterProp: "label" }} value={null} placeholder={`+ ${t(`dl_add_${part}`)}`} aria-label={t(`dl_add_${part}`)} options={free} onChange={(path: string | null) => path && put({ ...given, [path]: "" })} /> : null}
    </div>
  );
}
