import { CheckCircleFilled } from "@ant-design/icons";
import { Button } from "antd";
import type { FormInfo, RecordData } from "../../api/index.ts";
import { Code, LotLink, useHotkeys, useLabel, useT } from "../../kit/index.ts";
import { readyField } from "../model/preset.ts";
import { NextForms, useHasNext } from "./NextForms.tsx";

type DoneProps = { form: FormInfo; record: RecordData; onOpen: () => void; onLike: () => void; onNew: () => void; onList: () => void };

type Made = { label: string; code: string; lot: boolean };

/** The numbers and lots that a record was given. */
export function madeBy(form: FormInfo, record: RecordData, label: (of: FormInfo["definition"]["label"]) => string): Made[] {
  const found: Made[] = [];
  const look = (field: ReturnType<typeof readyField>, value: unknown): void => {
    if (field.type === "serial" && value) found.push({ label: label(field.label), code: String(value), lot: false });
    const code = field.type === "lot" && field.new ? (value as { code?: string } | null)?.code : undefined;
    if (code) found.push({ label: label(field.label), code, lot: true });
    for (const row of field.type === "list" ? ((value ?? []) as Record<string, unknown>[]) : []) for (const one of field.fields ?? []) look(one, row[one.key]);
  };
  for (const field of form.definition.fields.map(readyField)) look(field, record.fields[field.key]);
  return found;
}

/** It is submitted: what it was given, and what next. */
export function Done({ form, record, onOpen, onLike, onNew, onList }: DoneProps) {
  const t = useT("forms");
  const label = useLabel();
  const made = madeBy(form, record, label);
  const followed = useHasNext(form, record);
  useHotkeys({ n: onNew });
  return (
    <div className="ff-done" role="status">
      <CheckCircleFilled className="ff-done-mark" />
      <h2>{t("done")}</h2>
      {made.length ? (
        <dl className="ff-made">
          {made.map((one) => (
            <div key={one.code}>
              <dt>{one.label}</dt>
              <dd>{one.lot ? <LotLink code={one.code} /> : <Code>{one.code}</Code>}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="quiet">{record.title}</p>
      )}
      <div className="ff-done-acts">
        <NextForms form={form} record={record} primary />
        <Button type={followed ? "default" : "primary"} autoFocus={!followed} onClick={onNew}>
          {t("another")}
        </Button>
        <Button onClick={onLike}>{t("another_like")}</Button>
        <Button onClick={onOpen}>{t("open")}</Button>
        <Button type="text" onClick={onList}>
          {t("to_list")}
        </Button>
      </div>
    </div>
  );
}
