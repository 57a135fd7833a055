import { ArrowLeftOutlined, DeleteOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useLang, useT } from "../../../kit/index.ts";
import { fieldsOf, labelOf } from "../model/doc.ts";
import { useDesigner } from "../model/useDesigner.ts";

export type Named = { value: string; label: string };

type MapProps = {
  value: Record<string, string>;
  onChange: (map: Record<string, string> | undefined) => void;
  /** What the left side may be: fields of this form (or row). */
  ours: Named[];
  theirs: Named[];
  /** Other values than those listed may be typed. */
  free?: boolean;
  add: string;
};

/** Pairs: our field is filled from theirs. */
export function MapEditor({ value, onChange, ours, theirs, free, add }: MapProps) {
  const t = useT("forms");
  const pairs = Object.entries(value);
  const put = (next: [string, string][]): void => onChange(next.length ? Object.fromEntries(next) : undefined);
  const left = ours.filter((one) => !(one.value in value));
  const guess = (our: Named): string => theirs.find((one) => one.value === our.value || one.label === our.label)?.value ?? "";
  return (
    <div className="dp-both">
      {pairs.map(([our, their], at) => (
        <div className="dp-pair" key={our}>
          <Select showSearch={{ optionFilterProp: "label" }} aria-label={t("dp_map_ours")} value={our} options={[...left, ours.find((one) => one.value === our) ?? { value: our, label: our }]} onChange={(key) => put(pairs.map((pair, n) => (n === at ? [key, pair[1]] : pair)))} />
          <ArrowLeftOutlined aria-label={t("dp_map_from")} />
          {free ? (
            <Select mode="tags" maxCount={1} aria-label={t("dp_map_theirs")} value={their ? [their] : []} options={theirs} onChange={(keys: string[]) => put(pairs.map((pair, n) => (n === at ? [pair[0], keys.at(-1) ?? ""] : pair)))} />
          ) : (
            <Select
             
              showSearch={{ optionFilterProp: "label" }}
              autoFocus={their === ""}
              defaultOpen={their === ""}
              aria-label={t("dp_map_theirs")}
              placeholder={t("dp_map_theirs")}
              value={their || undefined}
              options={theirs}
              onChange={(key) => put(pairs.map((pair, n) => (n === at ? [pair[0], key] : pair)))}
            />
          )}
          <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t("dp_map_drop")} onClick={() => put(pairs.filter((_, n) => n !== at))} />
        </div>
      ))}
      {left.length ? (
        <Select
         
          showSearch={{ optionFilterProp: "label" }}
          value={null}
          placeholder={`+ ${add}`}
          aria-label={add}
          options={left}
          onChange={(key: string | null) => {
            const our = left.find((one) => one.value === key);
            if (our) put([...pairs, [our.value, guess(our)]]);
          }}
        />
      ) : null}
    </div>
  );
}

/** The fields beside one, by label; `but` is left out. */
export function useSiblings(list: string, but = ""): Named[] {
  const d = useDesigner();
  const lang = useLang();
  return Object.entries(fieldsOf(d.doc, list))
    .filter(([key, field]) => key !== but && !field.retired)
    .map(([key, field]) => ({ value: key, label: labelOf(key, field, lang) }));
}
