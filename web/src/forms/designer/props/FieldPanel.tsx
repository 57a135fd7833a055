import { LockOutlined } from "@ant-design/icons";
import { Input, Segmented, Tooltip } from "antd";
import { useId } from "react";
import { type Label, labelText, useLang, useT } from "../../../kit/index.ts";
import { relabelled } from "../actions.ts";
import { type FieldDoc, isList, splitPath, WIDTHS, widthOf } from "../model/doc.ts";
import { kindOf } from "../../model/fieldTypes.ts";
import { setField } from "../model/ops.ts";
import { renameKey } from "../model/rename.ts";
import { useDesigner } from "../model/useDesigner.ts";
import { ChecksFold } from "./ChecksFold.tsx";
import { Fold, Line } from "./Fold.tsx";
import { bothOf, LabelInput } from "./LabelInput.tsx";
import { ManyPanel } from "./ManyPanel.tsx";
import { OptionsFold } from "./OptionsFold.tsx";
import { RightsFold } from "./RightsFold.tsx";
import { ShownFold } from "./ShownFold.tsx";
import { TraceLine } from "./TraceLine.tsx";
import { type Edited, useField } from "./useField.ts";
import { useSmart } from "./useSmart.ts";
import { ValueFold } from "./ValueFold.tsx";

/** The properties of what is selected: one field, or what several have in common. */
export function FieldPanel() {
  const t = useT("forms");
  const { selected } = useDesigner();
  if (!selected.length) {
    return (
      <div className="dp-none">
        <strong>{t("dp_nothing")}</strong>
        {t("dp_nothing_hint")}
      </div>
    );
  }
  return selected.length === 1 ? <OneField key={selected[0]} path={selected[0]!} /> : <ManyPanel />;
}

function OneField({ path }: { path: string }) {
  const f = useField(path);
  useSmart(f);
  if (!f) return null;
  const kind = kindOf(f.d.types, f.field);
  const holds = kind?.holds !== false;
  return (
    <div className="dp">
      <Basics f={f} />
      <OptionsFold f={f} />
      {holds ? <ValueFold f={f} /> : null}
      {holds ? <ChecksFold f={f} /> : null}
      <ShownFold f={f} />
      {holds ? <RightsFold f={f} /> : null}
    </div>
  );
}

const SHARES: Record<number, string> = { 3: "1/4", 4: "1/3", 6: "1/2", 8: "2/3", 12: "1/1" };

/** The shares of a row that a field may take. */
export function WidthPick({ value, onChange }: { value: number | null; onChange: (width: number) => void }) {
  const t = useT("forms");
  return <Segmented block aria-label={t("dp_width")} value={value ?? 0} options={WIDTHS.map((width) => ({ value: width, label: SHARES[width] }))} onChange={onChange} />;
}

function Basics({ f }: { f: Edited }) {
  const t = useT("forms");
  const lang = useLang();
  const id = useId();
  const kind = kindOf(f.d.types, f.field);
  /** The palette's words in the other language go with the first word that is said here. */
  const unstocked = (label: Label | undefined): FieldDoc["label"] => {
    const typed = label?.[lang] ?? "";
    return typed === bothOf(f.field.label, lang)[lang] ? label : relabelled(f.field.label, lang, typed, kind);
  };
  return (
    <Fold name="basics" title={labelText(kind?.label, lang) || t("dp_basics")}>
      <Line label={t("dp_title")} htmlFor={id} errors={f.errors}>
        <LabelInput id={id} name={t("dp_title")} value={f.field.label} placeholder={f.label} onChange={(label) => f.d.apply(t("dp_retitled"), (doc) => setField(doc, f.path, { label: unstocked(label) }))} />
      </Line>
      {f.hints.map((one) => (
        <div key={one} className="dp-advice">
          {one}
        </div>
      ))}
      <Line label={t("dp_hint")} hint={t("dp_hint_about")}>
        <LabelInput long name={t("dp_hint")} value={f.field.hint} placeholder={t("dp_hint_none")} onChange={(hint) => f.set({ hint })} />
      </Line>
      {f.list ? null : (
        <Line label={t("dp_width")}>
          <WidthPick value={widthOf(f.field)} onChange={(width) => f.set({ width: width === (isList(f.field) ? 12 : 6) ? undefined : width })} />
        </Line>
      )}
      <KeyLine f={f} />
      <TraceLine f={f} />
    </Fold>
  );
}

function KeyLine({ f }: { f: Edited }) {
  const t = useT("forms");
  const { list, key } = splitPath(f.path);
  const rename = (next: string): void => {
    const wish = next.trim();
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(wish) || wish === key) return;
    f.d.apply(t("dp_renamed", { what: f.label }), (doc) => renameKey(doc, f.path, wish));
    f.d.select([list ? `${list}.${wish}` : wish]);
  };
  return (
    <Line label={t("dp_key")} hint={t("dp_key_about")}>
      {f.fixed ? (
        <Tooltip title={t("dp_key_fixed")}>
          <span className="dp-key mono faint" tabIndex={0}>
            {key} <LockOutlined aria-label={t("dp_key_fixed")} />
          </span>
        </Tooltip>
      ) : (
        <Input key={key} className="mono" aria-label={t("dp_key")} defaultValue={key} onBlur={(event) => rename(event.target.value)} onPressEnter={(event) => event.currentTarget.blur()} />
      )}
    </Line>
  );
}
