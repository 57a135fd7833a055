import { CloseOutlined } from "@ant-design/icons";
import { Dropdown, Input, InputNumber, Select } from "antd";
import dayjs from "dayjs";
import { useMemo } from "react";
import { useLang, useT } from "../../../kit/index.ts";
import { pathLabels } from "../../condition/names.ts";
import { NamePicker } from "../../condition/NamePicker.tsx";
import { spotAt } from "../expr/place.ts";
import { useBook } from "../../condition/useBook.ts";
import { useDesigner } from "../model/useDesigner.ts";
import { DATE_FORMATS, initials, MOST_WIDTH, type Part, partsOf, previewOf, restarts, ruleOf } from "./numbering.ts";
import { useNextNumber } from "./useNextNumber.ts";

type RuleProps = {
  value: string;
  onChange: (rule: string) => void;
  /** Field the number stands in. */
  at: string;
  /** Only serial fields can be asked for their next number. */
  serial?: boolean;
};

const STARTS: Record<Part["kind"], Part> = {
  text: { kind: "text", text: "-" },
  date: { kind: "date", format: "yyMMdd" },
  field: { kind: "field", path: "" },
  counter: { kind: "counter", width: 3 },
  sscc: { kind: "sscc", prefix: "0690123" },
};

/** A numbering rule as parts that can be added, changed and removed, with the next number as it will look. */
export function RuleEditor({ value, onChange, at, serial }: RuleProps) {
  const t = useT("forms");
  const lang = useLang();
  const d = useDesigner();
  const spot = useMemo(() => spotAt(d.doc, at), [d.doc, at]);
  const book = useBook(spot);
  const parts = partsOf(value);
  const next = useNextNumber(serial && d.published ? at : "", d.key, d.doc);
  if (!parts) return <Input className="mono" value={value} aria-label={t("dp_rule")} onChange={(event) => onChange(event.target.value)} />;
  const put = (index: number, part: Part): void => onChange(ruleOf(parts.map((one, n) => (n === index ? part : one))));
  const add = (kind: Part["kind"]): void => {
    const part = kind === "text" ? { kind, text: parts.length ? "-" : `${initials(d.key) || "NO"}-` } : STARTS[kind];
    onChange(ruleOf([...parts, part as Part]));
  };
  const labels = (path: string): string => pathLabels(spot, book, path.split("."), lang).join(" ");
  const counted = parts.some((part) => part.kind === "counter" || part.kind === "sscc");
  const { span, fields } = restarts(parts);
  return (
    <div className="dp-both">
      <div className="dp-preview" aria-live="polite" aria-label={t("dp_rule_preview")}>
        {next ?? previewOf(parts, dayjs().format("YYYY-MM-DD"), labels)}
      </div>
      <div className="dp-parts">
        {parts.map((part, index) => (
          <span key={index} className={part.kind === "text" ? "dp-part plain" : "dp-part"}>
            <PartBox part={part} onChange={(one) => put(index, one)} picker={{ spot, book }} />
            <button type="button" aria-label={t("dp_rule_drop", { what: t(`dp_rule.${part.kind}`) })} onClick={() => onChange(ruleOf(parts.filter((_, n) => n !== index)))}>
              <CloseOutlined />
            </button>
          </span>
        ))}
        <Dropdown
          trigger={["click"]}
          menu={{
            items: (["text", "date", "field", "counter", "sscc"] as const).filter((kind) => !(counted && (kind === "counter" || kind === "sscc"))).map((kind) => ({ key: kind, label: t(`dp_rule.${kind}`) })),
            onClick: ({ key }) => add(key as Part["kind"]),
          }}
        >
          <button type="button" className="dp-part plain">
            + {t("dp_rule_add")}
          </button>
        </Dropdown>
      </div>
      <div className="de-say">
        {t(`dp_rule_restarts.${span}`)}
        {fields.length ? ` ${t("dp_rule_each", { fields: fields.map(labels).join(t("de_or_comma")) })}` : ""}
      </div>
    </div>
  );
}

type BoxProps = { part: Part; onChange: (part: Part) => void; picker: { spot: ReturnType<typeof spotAt>; book: ReturnType<typeof useBook> } };

function PartBox({ part, onChange, picker }: BoxProps) {
  const t = useT("forms");
  switch (part.kind) {
    case "text":
      return <input aria-label={t("dp_rule.text")} value={part.text} style={{ width: `${Math.max(2, part.text.length + 1)}ch` }} onChange={(event) => onChange({ kind: "text", text: event.target.value.replaceAll(/[{}]/g, "") })} />;
    case "date": {
      const formats = [...new Set([...DATE_FORMATS, part.format])];
      return <Select size="small" variant="borderless" aria-label={t("dp_rule.date")} value={part.format} popupMatchSelectWidth={false} options={formats.map((value) => ({ value, label: t(`dp_date.${value}`, { defaultValue: value }) }))} onChange={(format) => onChange({ kind: "date", format })} />;
    }
    case "field":
      return <NamePicker {...picker} label={t("dp_rule.field")} value={part.path} onOpen={() => undefined} autoFocus={part.path === ""} onChange={(path) => onChange({ kind: "field", path })} fits={(type) => type.kind !== "list"} />;
    case "counter":
      return (
        <>
          {t("dp_rule_width")}
          <InputNumber size="small" min={1} max={MOST_WIDTH} precision={0} aria-label={t("dp_rule_width")} style={{ width: 56 }} value={part.width} onChange={(width) => onChange({ kind: "counter", width: width ?? 1 })} />
        </>
      );
    case "sscc":
      return (
        <>
          SSCC
          <input aria-label={t("dp_rule_sscc")} value={part.prefix} maxLength={13} style={{ width: "14ch" }} onChange={(event) => onChange({ kind: "sscc", prefix: event.target.value.replace(/\D/g, "") })} />
        </>
      );
  }
}
