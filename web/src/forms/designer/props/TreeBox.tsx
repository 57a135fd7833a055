import { Input } from "antd";
import { useLang, useT } from "../../../kit/index.ts";
import { type Choice, choiceKey } from "./choices.ts";
import { bothOf } from "./LabelInput.tsx";

export type Branch = Choice & { options?: Branch[]; children?: Branch[] };

/** A tree of options as lines: two spaces deeper for each level below. */
export function TreeBox({ value, onChange }: { value: Branch[]; onChange: (tree: Branch[]) => void }) {
  const lang = useLang();
  const t = useT("forms");
  const lines = (branches: Branch[], depth: number): string[] => branches.flatMap((one) => ["  ".repeat(depth) + (bothOf(one.label, lang)[lang] || one.key), ...lines(one.options ?? [], depth + 1)]);
  const known = new Map<string, Branch>();
  const remember = (branches: Branch[], path: string): void => {
    for (const one of branches) {
      const name = `${path}/${bothOf(one.label, lang)[lang] || one.key}`;
      known.set(name, one);
      remember(one.options ?? [], name);
    }
  };
  remember(value, "");
  const take = (text: string): void => {
    const top: Branch[] = [];
    const open: { depth: number; name: string; branch: Branch }[] = [];
    for (const line of text.split(/\r?\n/)) {
      const label = line.trim();
      if (!label) continue;
      const depth = (/^[ \t]*/.exec(line)?.[0] ?? "").replaceAll("\t", "  ").length;
      while (open.length && open.at(-1)!.depth >= depth) open.pop();
      const around = open.at(-1);
      const beside = around ? (around.branch.options ??= []) : top;
      const name = `${around?.name ?? ""}/${label}`;
      const before = known.get(name);
      const { options: _gone, ...kept } = before ?? { key: choiceKey(label, beside.map((one) => one.key)), label: { ...bothOf("", lang), [lang]: label } };
      const branch: Branch = { ...kept };
      beside.push(branch);
      open.push({ depth, name, branch });
    }
    onChange(top);
  };
  return <Input.TextArea key={JSON.stringify(value)} autoSize={{ minRows: 4, maxRows: 14 }} aria-label={t("dp_tree")} placeholder={t("dp_tree_hint")} defaultValue={lines(value, 0).join("\n")} onBlur={(event) => take(event.target.value)} />;
}
