import { FileOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import "./show.css";
import { apiAddress, type FieldDef, type FileValue } from "../../api/index.ts";
import { Blank, Code, groupDigits, LotLink, Qty, showBytes, showInstant, Tag, toneOf, useLabel, useT } from "../../kit/index.ts";

type Shape = { [key: string]: unknown };
type ValueProps = { field: FieldDef; value: unknown; /** One line, as in a list's cell. */ brief?: boolean };

/** Whether nothing was given. */
export function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

/** One value, read only, drawn by its field's type. */
export function Value({ field, value, brief }: ValueProps) {
  if (isBlank(value)) return <Blank />;
  switch (field.type) {
    case "serial":
    case "scan":
      return <Code>{String(value)}</Code>;
    case "datetime":
      return <>{showInstant(String(value))}</>;
    case "choice":
      return <Choice field={field} value={String(value)} />;
    case "multi":
      return (
        <span className={brief ? "values values-brief" : "values"}>
          {(value as string[]).map((key) => (
            <Choice key={key} field={field} value={key} tagged />
          ))}
        </span>
      );
    case "image":
    case "signature":
      return <Images files={many(value)} brief={brief} signature={field.type === "signature"} />;
    case "file":
      return <Files files={many(value)} brief={brief} />;
    case "number":
      return <span className="qty">{groupDigits(String(value)) + ending(field)}</span>;
    case "link":
    case "location":
      return <LinkTo form={String(field.to ?? "")} value={value as Shape} />;
    default:
      return <Plain field={field} value={value} brief={brief} />;
  }
}

function many(value: unknown): FileValue[] {
  return (Array.isArray(value) ? value : [value]) as FileValue[];
}

function ending(field: FieldDef): string {
  const suffix = field.percent ? "%" : String(field.suffix ?? "");
  return suffix ? ` ${suffix}` : "";
}

/** By the value's own shape: what look-ups and expressions give has no type of its own here. */
function Plain({ field, value, brief }: ValueProps) {
  const t = useT("kit");
  if (typeof value === "boolean") return <>{t(value ? "yes" : "no")}</>;
  if (typeof value === "object" && value !== null) return <Shaped field={field} value={value as Shape} />;
  const text = String(value);
  if (field.result === "datetime") return <>{showInstant(text)}</>;
  if ((field.type === "expression" && (field.result ?? "number") === "number") || field.result === "number" || typeof value === "number") return <span className="qty">{groupDigits(text) + ending(field)}</span>;
  return brief ? <>{text}</> : <span className="value-text">{text}</span>;
}

function Shaped({ field, value }: { field: FieldDef; value: Shape }): ReactNode {
  const t = useT("kit");
  if (Array.isArray(value)) {
    return value.map((item, index) => (
      <span key={String((item as Shape)?.id ?? index)}>
        {index > 0 ? ", " : ""}
        <Value field={field} value={item} brief />
      </span>
    ));
  }
  if ("uom" in value) return <Qty value={value.value as string} uom={value.uom as string} />;
  if ("currency" in value) return <span className="qty">{`${groupDigits(String(value.value))} ${String(value.currency)}`}</span>;
  if ("from" in value && "to" in value) return <Code>{`${String(value.from)} – ${String(value.to)}${value.count ? ` (${String(value.count)})` : ""}`}</Code>;
  if ("code" in value) return <LotLink code={String(value.code)} />;
  if ("title" in value) return field.to ? <LinkTo form={String(field.to)} value={value} /> : <>{String(value.title)}</>;
  return <>{t("blank")}</>;
}

function Choice({ field, value, tagged }: { field: FieldDef; value: string; tagged?: boolean }) {
  const label = useLabel();
  const option = field.options?.find((one) => one.key === value);
  const text = label(option?.label) || value;
  return option?.color || tagged ? <Tag tone={toneOf(option?.color)}>{text}</Tag> : <>{text}</>;
}

function LinkTo({ form, value }: { form: string; value: Shape }) {
  const title = String(value.title ?? value.code ?? value.id ?? "");
  if (!form || !value.id || form.startsWith("@")) return <>{title}</>;
  return (
    <Link to={`/f/${form}/${String(value.id)}`} onClick={(event) => event.stopPropagation()}>
      {title}
    </Link>
  );
}

/** The address of a kept file. */
export function fileAddress(id: string): string {
  return apiAddress(`/files/${encodeURIComponent(id)}`);
}

function Images({ files, brief, signature }: { files: FileValue[]; brief?: boolean; signature?: boolean }) {
  const kind = signature ? "shot shot-signature" : "shot";
  return (
    <span className={brief ? "shots shots-brief" : "shots"}>
      {files.map((file) => (
        <a key={file.id} href={fileAddress(file.id)} target="_blank" rel="noreferrer" onClick={(event) => event.stopPropagation()}>
          <img className={kind} src={fileAddress(file.id)} alt={file.name ?? ""} loading="lazy" />
        </a>
      ))}
    </span>
  );
}

function Files({ files, brief }: { files: FileValue[]; brief?: boolean }) {
  return (
    <span className={brief ? "values values-brief" : "files"}>
      {files.map((file) => (
        <a key={file.id} href={fileAddress(file.id)} download={file.name} onClick={(event) => event.stopPropagation()}>
          <FileOutlined /> {file.name ?? file.id}
          {file.size && !brief ? <span className="faint"> {showBytes(file.size)}</span> : null}
        </a>
      ))}
    </span>
  );
}
