import { PrinterOutlined } from "@ant-design/icons";
import { App, Button, InputNumber, Popover, Segmented, Select } from "antd";
import { useState } from "react";
import { Problem } from "../../api/index.ts";
import { type Lang, useIsPhone, useLabel, useLang, useT } from "../../kit/index.ts";
import { printRecords, useTemplates } from "./data.ts";
import type { Template } from "./types.ts";
import "./print.css";

type AskProps = { templates: Template[]; count: number; print: (template: Template, copies: number, lang: Lang) => Promise<void>; title: string; disabled?: boolean };

/** Asks for template, copies and language, then prints; gone where there is nothing to print with. */
export function PrintAsk({ templates, count, print, title, disabled }: AskProps) {
  const t = useT("forms");
  const label = useLabel();
  const own = useLang();
  const phone = useIsPhone();
  const { message, modal } = App.useApp();
  const [open, setOpen] = useState(false);
  const [key, setKey] = useState("");
  const [copies, setCopies] = useState(1);
  const [lang, setLang] = useState<Lang>(own);
  const [busy, setBusy] = useState(false);
  const chosen = templates.find((one) => one.key === key) ?? templates[0];
  if (!chosen) return null;
  const act = async (): Promise<void> => {
    setBusy(true);
    try {
      await print(chosen, copies, lang);
      setOpen(false);
      void message.success(t("print_done"));
    } catch (error) {
      const told = error instanceof Problem ? error.errors.map((one) => one.message) : [];
      modal.error({ title: error instanceof Problem ? error.title : String(error), content: told.length ? told.map((one) => <div key={one}>{one}</div>) : error instanceof Problem ? error.detail : "" });
    } finally {
      setBusy(false);
    }
  };
  const content = (
    <form
      className="pt-ask"
      onSubmit={(event) => {
        event.preventDefault();
        void act();
      }}
    >
      <label>
        {t("print_which")}
        <Select aria-label={t("print_which")} value={chosen.key} onChange={setKey} options={templates.map((one) => ({ value: one.key, label: label(one.label) }))} />
      </label>
      <label>
        {t("print_copies")}
        <InputNumber aria-label={t("print_copies")} min={1} max={500} value={copies} onChange={(value) => setCopies(value ?? 1)} />
      </label>
      <label>
        {t("print_lang")}
        <Segmented block value={lang} onChange={(value) => setLang(value as Lang)} options={[{ value: "zh", label: "中文" }, { value: "en", label: "English" }]} />
      </label>
      {count > 1 ? <span className="quiet">{t("print_count", { count, sheets: count * copies })}</span> : null}
      <Button type="primary" htmlType="submit" icon={<PrinterOutlined />} loading={busy}>
        {t("print_now")}
      </Button>
    </form>
  );
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement={phone ? "top" : "bottomRight"} content={content} destroyOnHidden>
      <Button icon={<PrinterOutlined />} disabled={disabled} aria-label={phone ? title : undefined}>
        {phone ? null : title}
      </Button>
    </Popover>
  );
}

/** Prints records of a form by one of its templates. */
export function PrintButton({ form, ids, labels, onPrinted }: { form: string; ids: string[]; labels?: boolean; onPrinted?: () => void }) {
  const t = useT("forms");
  const templates = (useTemplates(form).data ?? []).filter((one) => !labels || one.kind === "label");
  const print = async (template: Template, copies: number, lang: Lang): Promise<void> => {
    await printRecords(form, template.key, ids, copies, lang);
    onPrinted?.();
  };
  return <PrintAsk templates={templates} count={ids.length} print={print} title={t(labels ? "print_labels" : "print")} disabled={ids.length === 0} />;
}
