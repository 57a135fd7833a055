import { Button } from "antd";
import { useState } from "react";
import { useT } from "../../../kit/index.ts";
import { eachField, fieldAt, freeKey, labelOf, typeOf } from "../model/doc.ts";
import { addField, setField } from "../model/ops.ts";
import { useDesigner } from "../model/useDesigner.ts";
import { AsideNumbers } from "./AsideNumbers.tsx";
import { Fold, Line } from "./Fold.tsx";
import { initials } from "./numbering.ts";
import { RuleEditor } from "./RuleEditor.tsx";

/** The numbers the form gives: serial fields, and the codes of lots it makes. */
export function NumbersFold() {
  const t = useT("forms");
  const d = useDesigner();
  const [made, setMade] = useState(0);
  const found = eachField(d.doc).filter(({ field }) => !field.retired && (typeOf(field) === "serial" || (typeOf(field) === "lot" && field.new)));
  const before = (path: string): string | undefined => {
    const field = d.published ? fieldAt(d.published, path) : undefined;
    return field && typeOf(field) === "serial" ? String(field.rule ?? "") : undefined;
  };
  const add = (): void => {
    const key = freeKey(d.doc, "no");
    const first = Object.keys(d.doc.fields)[0] ?? null;
    d.apply(t("df_number_added"), (doc) => addField(doc, key, { type: "serial", label: { zh: "编号", en: "No." }, rule: `${initials(d.key) || "NO"}-{yyMMdd}-{###}`, width: 4 }, { before: first, section: doc.sections?.length ? 0 : null }));
    d.select([key]);
  };
  return (
    <Fold name="numbers" title={t("df_numbers")} shut>
      {found.map(({ path, field, key }) => {
        const lot = typeOf(field) === "lot";
        const rule = lot ? ((field.new as { rule?: string }).rule ?? "") : String(field.rule ?? "");
        return (
          <Line key={path} label={labelOf(key, field, d.lang)}>
            <RuleEditor key={made} at={path} serial={!lot} value={rule} onChange={(next) => d.apply(t("dp_changed", { what: labelOf(key, field, d.lang) }), (doc) => setField(doc, path, lot ? { new: { ...(field.new as object), rule: next } } : { rule: next }))} />
            {!lot && before(path) !== undefined ? <AsideNumbers form={d.key} at={path} rule={rule} published={before(path) === rule} onMade={() => setMade(made + 1)} /> : null}
          </Line>
        );
      })}
      {found.some(({ field }) => typeOf(field) === "serial") ? null : (
        <Button size="small" type="dashed" onClick={add}>
          + {t("df_number_add")}
        </Button>
      )}
    </Fold>
  );
}
