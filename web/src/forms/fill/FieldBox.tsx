import { LockOutlined, QuestionCircleOutlined, WarningOutlined } from "@ant-design/icons";
import { Popover } from "antd";
import { memo, type ReactNode } from "react";
import { useLabel, useT } from "../../kit/index.ts";
import { FieldView } from "../fields/FieldView.tsx";
import { Layout } from "../fields/Layout.tsx";
import { WIDGETS } from "../fields/index.ts";
import { useTools } from "../fields/tools.ts";
import type { Flags } from "../model/engine.ts";
import { inputId } from "../model/path.ts";
import { isLayout, type ReadyField } from "../model/preset.ts";
import { isBlank } from "../model/scalar.ts";

type FieldBoxProps = {
  field: ReadyField;
  /** `inputs[2].fed` */
  path: string;
  /** `inputs.fed` */
  name: string;
  row?: string;
  value: unknown;
  flags: Flags;
  error: string | undefined;
  warning?: string;
  onChange: (key: string, value: unknown) => void;
  onLeave: (path: string) => void;
};

const LONG_HINT = 56;
const LABELLED_BY = new Set(["bool", "choice", "multi", "radio", "checkbox", "color_tag", "dropdown", "duration", "catch_weight", "rich_text", "rating", "switch", "image", "file", "signature"]);

/** A field: label above, what fills it, its hint or what is wrong with it. */
export const FieldBox = memo(function FieldBox({ field, path, name, row, value, flags, error, warning, onChange, onLeave }: FieldBoxProps) {
  const id = inputId(path, useTools().scope);
  if (isLayout(field)) {
    return (
      <div className={`ff-field ff-w${widthOf(field)}`} data-path={path}>
        <Layout field={field} />
      </div>
    );
  }
  const Widget = WIDGETS[field.widget];
  const fixed = flags.readonly || !Widget;
  return (
    <div
      className={`ff-field ff-w${widthOf(field)}`}
      data-path={path}
      onBlur={(event) => (event.currentTarget.contains(event.relatedTarget) ? undefined : onLeave(path))}
    >
      <FieldLabel field={field} id={id} flags={flags} fixed={fixed} />
      {fixed ? (
        <Fixed field={field} id={id} value={value} flags={flags} />
      ) : (
        <Widget field={field} id={id} name={name} row={row} value={value} flags={flags} invalid={Boolean(error)} onChange={(next) => onChange(field.key, next)} />
      )}
      <Below id={id} field={field} error={error} warning={warning} />
    </div>
  );
});

/** Columns of twelve: a quarter, a third, a half, two thirds, the whole. */
function widthOf(field: ReadyField): number {
  return Math.max(3, Math.min(12, Number(field.width ?? 6)));
}

function FieldLabel({ field, id, flags, fixed }: { field: ReadyField; id: string; flags: Flags; fixed: boolean }) {
  const t = useT("forms");
  const label = useLabel();
  const text = (
    <>
      {flags.required ? (
        <span className="ff-star-mark" title={t("required")} aria-hidden="true">
          *
        </span>
      ) : null}
      {label(field.label)}
      {fixed ? <LockOutlined className="ff-lock" title={t("computed")} /> : null}
    </>
  );
  const named =
    LABELLED_BY.has(field.widget) || fixed ? (
      <span className="ff-label" id={`${id}-label`}>
        {text}
      </span>
    ) : (
      <label className="ff-label" htmlFor={id} id={`${id}-label`}>
        {text}
      </label>
    );
  const hint = label(field.hint);
  return isLong(hint) ? (
    <span className="ff-label-row">
      {named}
      <Popover content={<div className="ff-help-text">{hint}</div>} trigger="click" placement="topLeft">
        <button type="button" className="ff-help" aria-label={t("help_on", { field: label(field.label) })}>
          <QuestionCircleOutlined />
        </button>
      </Popover>
    </span>
  ) : (
    named
  );
}

/** Whether a hint takes more than a line under its field; then it stands behind a question mark. */
function isLong(hint: string): boolean {
  return [...hint].reduce((width, char) => width + (char.charCodeAt(0) > 0x2e7f ? 2 : 1), 0) > LONG_HINT;
}

/** A value that is not the person's to fill. */
export function Fixed({ field, id, value, flags }: { field: ReadyField; id: string; value: unknown; flags: Flags }) {
  const t = useT("forms");
  let shown: ReactNode;
  if (!isBlank(value)) shown = <FieldView field={field} value={value} />;
  else if (field.type === "serial" || field.type === "lot") shown = <span className="faint">{t("given_on_saving")}</span>;
  else if (flags.pending) shown = <span className="faint">{t("computed_on_saving")}</span>;
  else shown = <FieldView field={field} value={null} />;
  return (
    <div id={id} className="ff-fixed" aria-labelledby={`${id}-label`} tabIndex={-1}>
      {shown}
    </div>
  );
}

function Below({ id, field, error, warning }: { id: string; field: ReadyField; error: string | undefined; warning: string | undefined }) {
  const label = useLabel();
  if (error) {
    return (
      <div className="ff-error" id={`${id}-wrong`} role="alert">
        {error}
      </div>
    );
  }
  if (warning) {
    return (
      <div className="ff-warning" role="status">
        <WarningOutlined aria-hidden="true" /> {warning}
      </div>
    );
  }
  const hint = label(field.hint);
  return hint && !isLong(hint) ? <div className="ff-note">{hint}</div> : null;
}
