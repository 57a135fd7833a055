import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, DatePicker, Input, InputNumber, Select } from "antd";
import dayjs from "dayjs";
import { type ReactNode, useState } from "react";
import { type FormInfo, Problem, problemText } from "../../api/index.ts";
import { useLabel, useT } from "../../kit/index.ts";
import { fixable, type LinkTerms, type MadeLink, makeLink, shareable, usualFields } from "./data.ts";
import { FixedValue } from "./FixedValue.tsx";

const DAYS = [7, 30, 90, 365];

/** The terms of a new link. */
export function NewLink({ form, onMade, onBack }: { form: FormInfo; onMade: (link: MadeLink) => void; onBack: () => void }) {
  const t = useT("forms");
  const label = useLabel();
  const { definition } = form;
  const traced = definition.trace.length > 0;
  const [terms, setTerms] = useState<LinkTerms>(() => ({ name: "", fields: usualFields(definition), fixed: {}, expires_at: dayjs().add(30, "day").endOf("day").format(), most: null, daily: null, trace: false, pin: null }));
  const [wrong, setWrong] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const set = (changes: Partial<LinkTerms>): void => setTerms((now) => ({ ...now, ...changes }));
  const fixed = Object.keys(terms.fixed);
  const more = fixable(definition).filter((field) => !fixed.includes(field.key));
  const fix = (key: string, value: unknown): void => set({ fixed: { ...terms.fixed, [key]: value }, fields: terms.fields.filter((one) => one !== key) });
  const loosen = (key: string): void => set({ fixed: Object.fromEntries(Object.entries(terms.fixed).filter(([one]) => one !== key)) });
  const choices = definition.fields.filter((field) => shareable(field) && !fixed.includes(field.key)).map((field) => ({ value: field.key, label: label(field.label) }));
  const chosen = choices.filter((one) => terms.fields.includes(one.value)).length;
  const make = async (): Promise<void> => {
    setBusy(true);
    try {
      onMade(await makeLink(form.key, terms));
    } catch (problem) {
      const errors = problem instanceof Problem ? problem.errors.map((error) => error.message) : [];
      setWrong(errors.length ? errors : [problemText(problem)]);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="share-new">
      <Row label={t("share_name")} htmlFor="share-name">
        <Input id="share-name" autoFocus maxLength={100} placeholder={t("share_name_hint")} value={terms.name} onChange={(event) => set({ name: event.target.value })} />
      </Row>
      <Row label={t("share_fields")} beside={<Checkbox checked={chosen > 0 && chosen === choices.length} indeterminate={chosen > 0 && chosen < choices.length} onChange={(event) => set({ fields: event.target.checked ? choices.map((one) => one.value) : [] })}>{t("share_all")}</Checkbox>}>
        <Checkbox.Group
          className="share-fields"
          value={terms.fields}
          options={choices}
          onChange={(keys) => set({ fields: keys })}
        />
      </Row>
      <Row label={t("share_fixed")}>
        {fixed.map((key) => {
          const field = definition.fields.find((one) => one.key === key);
          return field ? (
            <div key={key} className="share-fixed">
              <span>{label(field.label)}</span>
              <FixedValue form={form.key} field={field} value={terms.fixed[key]} onChange={(value) => fix(key, value)} />
              <Button type="text" icon={<DeleteOutlined />} aria-label={`${t("remove")} ${label(field.label)}`} onClick={() => loosen(key)} />
            </div>
          ) : null;
        })}
        <Select className="share-add" suffixIcon={<PlusOutlined />} placeholder={t("share_fixed_add")} value={null} options={more.map((field) => ({ value: field.key, label: label(field.label) }))} onChange={(key: string | null) => key && fix(key, undefined)} />
      </Row>
      <div className="share-limits">
        <Row label={t("share_until")}>
          <DatePicker allowClear={false} value={dayjs(terms.expires_at)} presets={DAYS.map((n) => ({ label: t("share_days", { n }), value: dayjs().add(n, "day") }))} onChange={(day) => day && set({ expires_at: day.endOf("day").format() })} />
        </Row>
        <Row label={t("share_most")}>
          <InputNumber min={1} max={1_000_000} precision={0} placeholder={t("share_no_limit")} value={terms.most} onChange={(most) => set({ most })} />
        </Row>
        <Row label={t("share_daily")}>
          <InputNumber min={1} max={100_000} precision={0} placeholder={t("share_no_limit")} value={terms.daily} onChange={(daily) => set({ daily })} />
        </Row>
        <Row label={t("share_pin")}>
          <Input inputMode="numeric" maxLength={12} value={terms.pin ?? ""} onChange={(event) => set({ pin: event.target.value || null })} />
        </Row>
      </div>
      {traced ? (
        <Checkbox checked={terms.trace} onChange={(event) => set({ trace: event.target.checked })}>
          {t("share_trace")}
        </Checkbox>
      ) : null}
      {wrong.length ? (
        <ul className="share-wrong" role="alert">
          {wrong.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      ) : null}
      <div className="share-acts">
        <Button onClick={onBack}>{t("share_back")}</Button>
        <Button type="primary" loading={busy} disabled={!terms.name.trim()} onClick={() => void make()}>
          {t("share_make")}
        </Button>
      </div>
    </div>
  );
}

function Row({ label, htmlFor, beside, children }: { label: string; htmlFor?: string; beside?: ReactNode; children: ReactNode }) {
  return (
    <div className="share-row">
      <div className="share-row-head">
        <label htmlFor={htmlFor}>{label}</label>
        {beside}
      </div>
      {children}
    </div>
  );
}
