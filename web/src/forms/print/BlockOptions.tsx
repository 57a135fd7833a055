import { InputNumber, Segmented, Select, Switch } from "antd";
import { type Label, useT } from "../../kit/index.ts";
import { ConditionInput } from "../designer/expr/ConditionInput.tsx";
import { NamePicker } from "../condition/NamePicker.tsx";
import type { Doc } from "../designer/model/doc.ts";
import { Line } from "../designer/props/Fold.tsx";
import { ChipText } from "./ChipText.tsx";
import { CodeBox } from "./CodeBox.tsx";
import { ColumnsBox } from "./ColumnsBox.tsx";
import { RecordsOptions } from "./RecordsOptions.tsx";
import { SignsBox } from "./SignsBox.tsx";
import type { BlockDoc, CodeDoc, ColumnDoc, SignDoc } from "./types.ts";
import { fieldsFor, type Names, useNames } from "./useNames.ts";

export type OptionsProps = { block: BlockDoc; form: Doc; names: Names; at: string; label: boolean; set: (changes: Partial<BlockDoc>) => void };

/** What one block prints, by its type. */
export function BlockOptions(props: OptionsProps) {
  switch (props.block.block) {
    case "text":
      return <TextOptions {...props} />;
    case "heading":
    case "title":
      return <TitleOptions {...props} />;
    case "fields":
      return <FieldsOptions {...props} />;
    case "table":
      return <TableOptions {...props} />;
    case "records":
      return <RecordsOptions {...props} />;
    case "code":
      return <CodeBox value={props.block as unknown as CodeDoc} onChange={props.set} names={props.names} at={props.at} label={props.label} />;
    case "images":
      return <ImagesOptions {...props} />;
    case "signatures":
      return <SignsBox value={(props.block.signs as SignDoc[]) ?? []} onChange={(signs) => props.set({ signs })} names={props.names} form={props.form} />;
    case "trace":
      return <TraceOptions {...props} />;
    default:
      return <SizeOptions {...props} />;
  }
}

function Amount({ props, option, usual, least, most, step = 1, unit }: { props: OptionsProps; option: string; usual: number; least: number; most: number; step?: number; unit?: string }) {
  const t = useT("forms");
  const value = props.block[option] as number | undefined;
  return (
    <Line label={t(`pt_opt.${option}`)}>
      <InputNumber aria-label={t(`pt_opt.${option}`)} suffix={unit} step={step} min={least} max={most} value={value ?? usual} onChange={(next) => next !== null && props.set({ [option]: next === usual ? undefined : next })} />
    </Line>
  );
}

function Flag({ props, option, usual }: { props: OptionsProps; option: string; usual: boolean }) {
  const t = useT("forms");
  const value = (props.block[option] as boolean | undefined) ?? usual;
  return (
    <Line beside label={t(`pt_opt.${option}`)}>
      <Switch size="small" aria-label={t(`pt_opt.${option}`)} checked={value} onChange={(next) => props.set({ [option]: next === usual ? undefined : next })} />
    </Line>
  );
}

function TextOptions(props: OptionsProps) {
  const t = useT("forms");
  const { block, set, names } = props;
  return (
    <>
      <ChipText value={block.text as Label} onChange={(text) => set({ text: text ?? { zh: "", en: "" } })} names={names} name={t("pt_text")} />
      <div className="pt-two">
        <Amount props={props} option="size" usual={9} least={4} most={100} step={0.5} unit="pt" />
        <Line label={t("pt_opt.tone")}>
          <Select aria-label={t("pt_opt.tone")} value={(block.tone as string) ?? "plain"} onChange={(tone) => set({ tone: tone === "plain" ? undefined : tone })} options={["plain", "quiet", "good", "bad"].map((value) => ({ value, label: t(`pt_tone.${value}`) }))} />
        </Line>
      </div>
      <Segmented block value={(block.align as string) ?? "left"} onChange={(align) => set({ align: align === "left" ? undefined : align })} options={["left", "center", "right"].map((value) => ({ value, label: t(`pt_align.${value}`) }))} />
      <Flag props={props} option="bold" usual={false} />
      {props.label ? <Flag props={props} option="shrink" usual /> : null}
    </>
  );
}

function TitleOptions(props: OptionsProps) {
  const t = useT("forms");
  const { block, set, names, at } = props;
  const code = block.code as CodeDoc | undefined;
  return (
    <>
      <ChipText value={block.text as Label} onChange={(text) => set({ text: text ?? { zh: "", en: "" } })} names={names} name={t("pt_text")} />
      {block.block === "heading" ? (
        <Segmented block value={(block.level as number) ?? 1} onChange={(level) => set({ level: level === 1 ? undefined : level })} options={[1, 2].map((value) => ({ value, label: t(`pt_level.${value}`) }))} />
      ) : (
        <>
          <Line label={t("pt_subtitle")}>
            <ChipText value={block.subtitle as Label} onChange={(subtitle) => set({ subtitle })} names={names} name={t("pt_subtitle")} />
          </Line>
          <Line beside label={t("pt_title_code")}>
            <Switch size="small" checked={code !== undefined} onChange={(on) => set({ code: on ? { code: "qr", content: "{title}", width: 20, readable: false } : undefined })} />
          </Line>
          {code ? <CodeBox value={code} onChange={(changes) => set({ code: bare({ ...code, ...changes }) })} names={names} at={at} label={false} /> : null}
        </>
      )}
    </>
  );
}

const bare = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

function FieldsOptions(props: OptionsProps) {
  const { block, set, names, at } = props;
  return (
    <>
      <ColumnsBox value={(block.fields as ColumnDoc[]) ?? []} onChange={(fields) => set({ fields })} names={names} at={at} />
      <Amount props={props} option="columns" usual={2} least={1} most={4} />
      <Flag props={props} option="blanks" usual />
    </>
  );
}

function TableOptions(props: OptionsProps) {
  const t = useT("forms");
  const { block, set, form } = props;
  const rows = String(block.rows ?? "");
  const inside = useNames(form, rows);
  const fields = fieldsFor(form);
  return (
    <>
      <Line label={t("pt_rows")}>
        <Select aria-label={t("pt_rows")} value={rows || undefined} options={fields.lists.map((key) => ({ value: key, label: props.names.nameOf(key) }))} onChange={(key: string) => set({ rows: key, columns: fields.rows(key).slice(0, 6), sort: undefined, where: undefined })} />
      </Line>
      <ColumnsBox table value={(block.columns as ColumnDoc[]) ?? []} onChange={(columns) => set({ columns })} names={inside} at={rows} />
      <Flag props={props} option="number" usual={false} />
      <Line label={t("pt_row_where")}>
        <ConditionInput at={rows} label={t("pt_row_where")} add={t("pt_row_where_add")} value={block.where as string} onChange={(where) => set({ where })} />
      </Line>
      <Line label={t("pt_empty")}>
        <ChipText value={block.empty as Label} onChange={(empty) => set({ empty })} names={props.names} name={t("pt_empty")} />
      </Line>
    </>
  );
}

function ImagesOptions(props: OptionsProps) {
  const t = useT("forms");
  const { block, set, form, names } = props;
  return (
    <>
      <Line label={t("pt_field")}>
        <Select aria-label={t("pt_field")} value={(block.field as string) || undefined} options={fieldsFor(form).images.map((path) => ({ value: path, label: names.nameOf(path) }))} onChange={(field: string) => set({ field })} />
      </Line>
      {props.label ? null : (
        <>
          <div className="pt-two">
            <Amount props={props} option="columns" usual={4} least={1} most={8} />
            <Amount props={props} option="height" usual={35} least={5} most={250} unit="mm" />
          </div>
          <Flag props={props} option="names" usual={false} />
        </>
      )}
    </>
  );
}

function TraceOptions(props: OptionsProps) {
  const t = useT("forms");
  const { block, set, names } = props;
  return (
    <>
      <Line label={t("pt_lot")}>
        <NamePicker lists spot={names.spot} book={names.book} value={(block.lot as string) ?? ""} onOpen={names.open} onChange={(lot) => set({ lot })} label={t("pt_lot")} />
      </Line>
      <Amount props={props} option="levels" usual={0} least={0} most={50} />
      <Line label={t("pt_empty")}>
        <ChipText value={block.empty as Label} onChange={(empty) => set({ empty })} names={names} name={t("pt_empty")} />
      </Line>
    </>
  );
}

function SizeOptions(props: OptionsProps) {
  const t = useT("forms");
  if (props.block.block === "gap") return <Amount props={props} option="height" usual={4} least={0} most={200} unit="mm" />;
  if (props.block.block === "page_break") return <span className="quiet">{t("pt_break_hint")}</span>;
  return <Amount props={props} option="weight" usual={0.5} least={0.1} most={10} step={0.1} unit="pt" />;
}
