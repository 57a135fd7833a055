import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { AutoComplete, Button, Input, InputNumber, Segmented, Select, Switch } from "antd";
import { useT } from "../../kit/index.ts";
import { ExpressionInput } from "../designer/expr/ExpressionInput.tsx";
import { NamePicker } from "../condition/NamePicker.tsx";
import { Line } from "../designer/props/Fold.tsx";
import { InsertChip } from "./ChipText.tsx";
import type { CodeDoc, ElementDoc } from "./types.ts";
import type { Names } from "./useNames.ts";

const KINDS = ["qr", "datamatrix", "gs1_128", "code128", "ean13"];
const AIS = ["00", "01", "02", "10", "11", "13", "15", "17", "21", "37", "240", "3102", "3103", "400", "410", "414"];
type Holds = "content" | "elements" | "lot";

type CodeProps = { value: CodeDoc; onChange: (changes: Partial<CodeDoc>) => void; names: Names; at: string; label: boolean };

/** What a code holds: a text, the elements of GS1, or a lot. */
export function CodeBox({ value, onChange, names, at, label }: CodeProps) {
  const t = useT("forms");
  const holds: Holds = value.elements?.length ? "elements" : value.lot !== undefined ? "lot" : "content";
  const two = value.code === "qr" || value.code === "datamatrix";
  const change = (kind: string): void => onChange({ code: kind, link: kind === "qr" && holds !== "content" ? true : undefined });
  const hold = (next: Holds): void =>
    onChange({
      content: next === "content" ? `{${names.spot.form.fields[0]?.key ?? "title"}}` : undefined,
      elements: next === "elements" ? [{ ai: "01", value: "" }] : undefined,
      lot: next === "lot" ? "" : undefined,
      link: next !== "content" && value.code === "qr" ? true : undefined,
    });
  return (
    <>
      <Line label={t("pt_code_kind")}>
        <Select aria-label={t("pt_code_kind")} value={value.code} onChange={change} options={KINDS.map((kind) => ({ value: kind, label: t(`pt_code.${kind}`) }))} />
      </Line>
      <Line label={t("pt_code_holds")} hint={t("pt_code_holds_hint")}>
        <Segmented block value={holds} onChange={(next) => hold(next as Holds)} options={(["content", "elements", "lot"] as const).map((key) => ({ value: key, label: t(`pt_holds.${key}`) }))} />
      </Line>
      {holds === "content" ? (
        <div className="pt-chips">
          <Input aria-label={t("pt_holds.content")} value={value.content ?? ""} onChange={(event) => onChange({ content: event.target.value })} />
          <InsertChip names={names} label={t("pt_insert")} onPut={(chip) => onChange({ content: (value.content ?? "") + chip })} />
        </div>
      ) : null}
      {holds === "lot" ? (
        <Line label={t("pt_lot")} hint={t("pt_lot_hint")}>
          <NamePicker lists spot={names.spot} book={names.book} value={value.lot ?? ""} onOpen={names.open} onChange={(lot) => onChange({ lot })} label={t("pt_lot")} />
        </Line>
      ) : null}
      {holds === "elements" ? <Elements value={value.elements ?? []} onChange={(elements) => onChange({ elements })} at={at} /> : null}
      {two && holds !== "content" ? (
        <Line beside label={t("pt_link")} hint={t("pt_link_hint")}>
          <Switch size="small" checked={value.link ?? false} disabled={value.code === "qr"} onChange={(link) => onChange({ link: link || undefined })} />
        </Line>
      ) : null}
      <Line beside label={t("pt_readable")}>
        <Switch size="small" checked={value.readable ?? true} onChange={(on) => onChange({ readable: on ? undefined : false })} />
      </Line>
      {label ? null : (
        <div className="pt-two">
          <InputNumber addonAfter="mm" aria-label={t("pt_w")} placeholder={t("pt_w")} min={4} max={300} value={value.width ?? null} onChange={(width) => onChange({ width: width ?? undefined })} />
          <InputNumber addonAfter="mm" aria-label={t("pt_h")} placeholder={t("pt_h")} min={4} max={300} value={value.height ?? null} onChange={(height) => onChange({ height: height ?? undefined })} />
        </div>
      )}
    </>
  );
}

function Elements({ value, onChange, at }: { value: ElementDoc[]; onChange: (elements: ElementDoc[]) => void; at: string }) {
  const t = useT("forms");
  const put = (n: number, changes: Partial<ElementDoc>): void => onChange(value.map((one, i) => (i === n ? { ...one, ...changes } : one)));
  const known = AIS.map((ai) => ({ value: ai, label: `(${ai}) ${t(`pt_ai.${ai}`)}` }));
  return (
    <div className="dp-both" style={{ gap: 8 }}>
      {value.map((element, n) => (
        <div key={n} className="dp-item">
          <div className="dp-item-head">
            <AutoComplete className="pt-grow" aria-label={t("pt_ai_name")} value={element.ai} options={known} popupMatchSelectWidth={240} onChange={(ai: string) => put(n, { ai })} />
            <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t("pt_delete")} onClick={() => onChange(value.toSpliced(n, 1))} />
          </div>
          <ExpressionInput value={element.value} want="any" at={at} label={`(${element.ai})`} onChange={(text) => put(n, { value: text ?? "" })} />
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={() => onChange([...value, { ai: "10", value: "" }])}>
        {t("pt_add_element")}
      </Button>
    </div>
  );
}
