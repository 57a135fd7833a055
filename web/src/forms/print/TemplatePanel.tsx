import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, InputNumber, Select, Switch } from "antd";
import { useT } from "../../kit/index.ts";
import { ConditionInput } from "../designer/expr/ConditionInput.tsx";
import type { Doc } from "../designer/model/doc.ts";
import { Fold, Line } from "../designer/props/Fold.tsx";
import { LabelInput } from "../designer/props/LabelInput.tsx";
import { ChipText } from "./ChipText.tsx";
import { type EdgeDoc, type Margins, paperOf, type SheetDoc } from "./types.ts";
import { fieldsFor, type Names, useNames } from "./useNames.ts";
import type { Edit } from "./usePrint.ts";

const SIZES = ["A4", "A5", "A6", "letter", "custom"];
const USUAL: Required<Margins> = { top: 20, right: 15, bottom: 17, left: 15 };
const bare = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

/** The properties of the template itself: name, paper, head and foot, when it is not printed. */
export function TemplatePanel({ edit, form }: { edit: Edit; form: Doc }) {
  const t = useT("forms");
  const { doc, set } = edit;
  const names = useNames(form, doc.each ?? "");
  const lists = fieldsFor(form).lists;
  return (
    <div className="dp">
      <Fold name="print-template" title={t("pt_template")}>
        <Line label={t("pt_name")}>
          <LabelInput value={doc.label} name={t("pt_name")} onChange={(label) => set({ label: label ?? { zh: "", en: "" } })} />
        </Line>
        {lists.length ? (
          <Line label={t("pt_each")} hint={t("pt_each_hint")}>
            <Select allowClear aria-label={t("pt_each")} placeholder={t("pt_each_none")} value={doc.each || undefined} options={lists.map((key) => ({ value: key, label: names.nameOf(key) }))} onChange={(each?: string) => set({ each })} />
          </Line>
        ) : null}
      </Fold>
      <Paper edit={edit} />
      {doc.kind === "label" ? null : (
        <>
          <EdgeFold edge="header" edit={edit} names={names} />
          <EdgeFold edge="footer" edit={edit} names={names} />
        </>
      )}
      <Guards edit={edit} at={doc.each ?? ""} />
    </div>
  );
}

function Paper({ edit }: { edit: Edit }) {
  const t = useT("forms");
  const page = edit.doc.page ?? {};
  const sides = paperOf(edit.doc);
  const set = (changes: Partial<SheetDoc>): void => edit.set({ page: bare({ ...page, ...changes }) });
  const size = page.size ?? "A4";
  const change = (next: string): void => set(next === "custom" ? { size: next, width: sides.width, height: sides.height, landscape: undefined } : { size: next, width: undefined, height: undefined });
  return (
    <Fold name="print-paper" title={t("pt_size")}>
      <Line label={t("pt_size")}>
        <Select aria-label={t("pt_size")} value={size} onChange={change} options={SIZES.map((value) => ({ value, label: t(`pt_size_${value}`) }))} />
      </Line>
      {size === "custom" ? (
        <div className="pt-two">
          {(["width", "height"] as const).map((side) => (
            <Line key={side} label={t(side === "width" ? "pt_w" : "pt_h")}>
              <InputNumber aria-label={t(side === "width" ? "pt_w" : "pt_h")} suffix="mm" min={10} max={600} value={page[side] ?? null} onChange={(value) => value !== null && set({ [side]: value })} />
            </Line>
          ))}
        </div>
      ) : (
        <Line beside label={t("pt_landscape")}>
          <Switch size="small" checked={page.landscape ?? false} onChange={(on) => set({ landscape: on || undefined })} />
        </Line>
      )}
      {edit.doc.kind === "label" ? (
        <Line label={t("pt_dpi")} hint={t("pt_dpi_hint")}>
          <Select aria-label={t("pt_dpi")} value={page.dpi ?? 300} onChange={(dpi: number) => set({ dpi })} options={[203, 300, 600].map((value) => ({ value, label: `${value} dpi` }))} />
        </Line>
      ) : (
        <div className="pt-two">
          {(Object.keys(USUAL) as (keyof Margins)[]).map((side) => (
            <Line key={side} label={t(`pt_margin.${side}`)}>
              <InputNumber aria-label={t(`pt_margin.${side}`)} suffix="mm" min={3} max={80} value={page.margins?.[side] ?? USUAL[side]} onChange={(value) => value !== null && set({ margins: { ...page.margins, [side]: value } })} />
            </Line>
          ))}
        </div>
      )}
    </Fold>
  );
}

function EdgeFold({ edge, edit, names }: { edge: "header" | "footer"; edit: Edit; names: Names }) {
  const t = useT("forms");
  const value: EdgeDoc = edit.doc[edge] ?? {};
  return (
    <Fold name={`print-${edge}`} title={t(`pt_${edge}`)} shut>
      {(["left", "right"] as const).map((side) => (
        <Line key={side} label={t(`pt_align.${side}`)}>
          <ChipText edge long={false} value={value[side]} names={names} name={t(`pt_align.${side}`)} onChange={(text) => edit.set({ [edge]: bare({ ...value, [side]: text }) })} />
        </Line>
      ))}
    </Fold>
  );
}

function Guards({ edit, at }: { edit: Edit; at: string }) {
  const t = useT("forms");
  const guards = edit.doc.guards ?? [];
  const put = (n: number, changes: object): void => edit.set({ guards: guards.map((one, i) => (i === n ? { ...one, ...changes } : one)) });
  return (
    <Fold name="print-guards" title={t("pt_guards")} shut={!guards.length}>
      <span className="quiet">{t("pt_guards_hint")}</span>
      {guards.map((guard, n) => (
        <div key={n} className="dp-item">
          <div className="dp-item-head">
            <div className="pt-grow">
              <ConditionInput at={at} label={t("pt_guard_when")} add={t("pt_guard_when")} value={guard.refuse} onChange={(refuse) => put(n, { refuse: refuse ?? "" })} />
            </div>
            <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t("pt_delete")} onClick={() => edit.set({ guards: guards.toSpliced(n, 1) })} />
          </div>
          <LabelInput value={guard.say} name={t("pt_guard_say")} placeholder={t("pt_guard_say")} onChange={(say) => put(n, { say: say ?? { zh: "", en: "" } })} />
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={() => edit.set({ guards: [...guards, { refuse: "", say: { zh: "", en: "" } }] })}>
        {t("pt_add_guard")}
      </Button>
    </Fold>
  );
}
