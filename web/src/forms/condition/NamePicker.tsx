import { TreeSelect } from "antd";
import { useMemo, useState } from "react";
import { useLang, useT } from "../../kit/index.ts";
import type { Type } from "../../expr/index.ts";
import { below, type Book, type Name, nameAt, roots, type Spot } from "./names.ts";

type PickerProps = {
  spot: Spot;
  book: Book;
  value: string;
  onChange: (path: string) => void;
  /** A link was opened: what it leads to is needed. */
  onOpen: (path: string) => void;
  /** Only names of this type; links stay, as ways to others. */
  fits?: (type: Type, name: Name, path: string) => boolean;
  /** Rows of detail lists are looked into too. */
  lists?: boolean;
  /** How many links a name may go through. */
  deep?: number;
  autoFocus?: boolean;
  label: string;
};

type Node = { value: string; title: string; whole: string; selectable: boolean; isLeaf: boolean; children?: Node[] };

const MOST_DEEP = 3;

/** Chooses a name: fields, and what their links lead to. */
export function NamePicker({ spot, book, value, onChange, onOpen, fits, lists, deep = MOST_DEEP, autoFocus, label }: PickerProps) {
  const lang = useLang();
  const t = useT("forms");
  const [unfolded, setUnfolded] = useState<string[]>([]);
  const tree = useMemo(() => {
    const nodes = (names: Name[], prefix: string, before: string, depth: number): Node[] =>
      names.flatMap((name) => {
        const path = prefix + name.key;
        const self = name.key === "this";
        const rows = lists === true && name.field?.type === "list";
        const leads = (name.type.kind === "link" || self || rows) && depth < deep;
        const good = !self && !rows && name.type.kind !== "row" && (fits?.(name.type, name, path) ?? true);
        if (!good && !leads) return [];
        const open = leads && (unfolded.includes(path) || value.startsWith(`${path}.`) || self);
        const children = open ? nodes(below(name, spot, book, lang), `${path}.`, `${before}${name.label} › `, depth + 1) : undefined;
        return [{ value: path, title: name.label, whole: before + name.label, selectable: good, isLeaf: !leads, children }];
      });
    return nodes(roots(spot, book, lang), "", "", 0);
  }, [spot, book, lang, unfolded, value, fits, lists, deep]);
  const known = value ? nameAt(spot, book, value.split("."), lang) : null;
  return (
    <TreeSelect<string>
      className="de-pick"
      aria-label={label}
      showSearch={{ treeNodeFilterProp: "title", autoClearSearchValue: true }}
      autoFocus={autoFocus}
      defaultOpen={autoFocus}
      placeholder={t("de_choose_field")}
      value={value || undefined}
      status={value && !known ? "error" : undefined}
      treeNodeLabelProp="whole"
      popupMatchSelectWidth={280}
      listHeight={280}
      treeData={tree}
      treeExpandedKeys={unfolded}
      onTreeExpand={(keys) => {
        for (const key of keys) if (!unfolded.includes(String(key))) onOpen(String(key));
        setUnfolded(keys.map(String));
      }}
      loadData={(node) => {
        onOpen(String(node.value));
        return Promise.resolve();
      }}
      onChange={(path) => onChange(path)}
    />
  );
}
