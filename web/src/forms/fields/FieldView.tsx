import { FileOutlined, StarFilled } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import "../forms.css";
import "./fields.css";
import { apiAddress, type FieldDef, type FileValue } from "../../api/index.ts";
import { Blank, Code, LotLink, Qty, showBytes, showInstant, Tag, toneOf, useLabel, useLang, useT } from "../../kit/index.ts";
import { limitsBroken } from "../model/number.ts";
import { type ReadyField, settledField } from "../model/preset.ts";
import { isBlank } from "../model/scalar.ts";
import { uomText } from "../model/uom.ts";
import { cellText, isUnseen, optionText } from "./cellText.ts";
import { RichView } from "./RichView.tsx";

type Shape = Record<string, unknown>;
type ViewProps = { field: FieldDef; value: unknown; /** One line, as in a list's cell. */ brief?: boolean };

/** One value, read only, drawn by its field's type. Blank is drawn differently from zero. */
export function FieldView({ field, value, brief }: ViewProps) {
  const lang = useLang();
  const ready = settledField(field);
  if (isBlank(value)) return <Blank />;
  switch (ready.type) {
    case "image":
    case "signature":
      return <Pictures files={many(value)} wide={ready.type === "signature"} brief={brief} />;
    case "file":
      return <Files files={many(value)} brief={brief} />;
    case "choice":
      return <Chosen field={ready} value={String(value)} />;
    case "lookup":
      if (ready.options?.length) return <Chosen field={ready} value={String(value)} />;
      break;
    case "multi":
      return (
        <span className="fv-many">
          {(value as string[]).map((key) => (
            <Chosen key={key} field={ready} value={key} tagged />
          ))}
        </span>
      );
    case "list":
      return brief ? <>{cellText(ready, value, lang)}</> : <Rows field={ready} rows={value as Shape[]} />;
    case "rich_text":
      return brief ? <>{cellText(ready, value, lang)}</> : <RichView html={String(value)} />;
    case "serial":
    case "scan":
      return <Code>{String(value)}</Code>;
  }
  if (ready.widget === "rating") return <Stars count={Number(value)} most={Number(ready.max ?? 5)} />;
  if (typeof value === "object") return <Shaped field={ready} value={value as Shape} brief={brief} />;
  const text = cellText(ready, value, lang);
  if (ready.widget === "verdict") return <Tag tone={value === true ? "green" : "red"}>{text}</Tag>;
  const out = limitsBroken(ready, value);
  if (out) return <OutOfRange out={out}>{text}</OutOfRange>;
  return <span className={isNumber(ready) ? "qty" : brief ? undefined : "fv-text"}>{text}</span>;
}

/** A number outside its normal range: red, and said in words. */
function OutOfRange({ out, children }: { out: "low" | "high"; children: ReactNode }) {
  const t = useT("forms");
  return (
    <span className="qty fv-out" title={t(`out_${out}`)}>
      {children} <span className="fv-out-word">{t(`out_${out}`)}</span>
    </span>
  );
}

function many(value: unknown): FileValue[] {
  return (Array.isArray(value) ? value : [value]) as FileValue[];
}

/** Whether values of the field are numbers, set right in columns. */
export function isNumber(field: FieldDef): boolean {
  const ready = settledField(field);
  return ["number", "quantity", "catch_weight", "money"].includes(ready.type) || ready.result === "number" || (ready.type === "expression" && ready.result === undefined);
}

function Shaped({ field, value, brief }: { field: ReadyField; value: Shape; brief?: boolean }): ReactNode {
  const lang = useLang();
  if (Array.isArray(value)) return cellText(field, value, lang);
  if (field.type === "catch_weight") return <span className="qty">{cellText(field, value, lang)}</span>;
  if (field.type === "quantity" || "uom" in value) return <Qty value={value.value as string} uom={uomText(String(value.uom ?? ""), lang)} />;
  if ("currency" in value) return <span className="qty">{cellText(field, value, lang)}</span>;
  if ("from" in value && "to" in value) {
    return (
      <span>
        <Code>{cellText(field, value, lang)}</Code>
        {value.count && !brief ? <span className="faint"> ({String(value.count)})</span> : null}
      </span>
    );
  }
  if (field.type === "lot" || "code" in value) return value.code ? <LotLink code={String(value.code)} /> : <Blank />;
  const title = cellText(field, value, lang);
  if (isUnseen(value)) return <span className="faint">{title}</span>;
  const to = String(field.to ?? "");
  if (!to || to.startsWith("$") || !value.id) return title;
  return (
    <Link to={`/f/${to}/${String(value.id)}`} onClick={(event) => event.stopPropagation()}>
      {title}
    </Link>
  );
}

function Chosen({ field, value, tagged }: { field: ReadyField; value: string; tagged?: boolean }) {
  const lang = useLang();
  const text = optionText(field, value, lang);
  const color = field.options?.find((one) => one.key === value)?.color;
  return color || tagged ? <Tag tone={toneOf(color)}>{text}</Tag> : <>{text}</>;
}

function Stars({ count, most }: { count: number; most: number }) {
  return (
    <span className="fv-stars" role="img" aria-label={`${count} / ${most}`}>
      {Array.from({ length: Math.min(most, 10) }, (_, index) => (
        <StarFilled key={index} className={index < count ? "on" : ""} />
      ))}
    </span>
  );
}

function Rows({ field, rows }: { field: ReadyField; rows: Shape[] }) {
  const label = useLabel();
  const fields = field.fields ?? [];
  return (
    <div className="fv-rows">
      <table>
        <thead>
          <tr>
            {fields.map((one) => (
              <th key={one.key} className={isNumber(one) ? "num" : undefined}>
                {label(one.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={String(row.id ?? index)}>
              {fields.map((one) => (
                <td key={one.key} className={isNumber(one) ? "num" : undefined}>
                  <FieldView field={one} value={row[one.key]} brief />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Pictures({ files, wide, brief }: { files: FileValue[]; wide: boolean; brief?: boolean }) {
  return (
    <span className={brief ? "fv-shots fv-brief" : "fv-shots"}>
      {files.map((file) => (
        <a key={file.id} href={apiAddress(`/files/${file.id}`)} target="_blank" rel="noreferrer" onClick={(event) => event.stopPropagation()}>
          <img className={wide ? "fv-shot fv-wide" : "fv-shot"} src={apiAddress(`/files/${file.id}`)} alt={file.name ?? ""} loading="lazy" />
          {wide && file.signer && !brief ? (
            <span className="fv-signer">
              {file.signer} · {file.at ? showInstant(file.at) : ""}
            </span>
          ) : null}
        </a>
      ))}
    </span>
  );
}

function Files({ files, brief }: { files: FileValue[]; brief?: boolean }) {
  return (
    <span className={brief ? "fv-many fv-brief" : "fv-files"}>
      {files.map((file) => (
        <a key={file.id} href={apiAddress(`/files/${file.id}`)} download={file.name} onClick={(event) => event.stopPropagation()}>
          <FileOutlined /> {file.name ?? file.id}
          {file.size && !brief ? <span className="faint"> {showBytes(file.size)}</span> : null}
        </a>
      ))}
    </span>
  );
}
