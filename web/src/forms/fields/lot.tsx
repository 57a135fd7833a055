import { useCallback } from "react";
import { LotTag, Qty, shownStatus, useLabel, useT } from "../../kit/index.ts";
import { ScanButton } from "../scan/ScanButton.tsx";
import { Combo } from "./Combo.tsx";
import { aria, inputClass, type Option, useTools, type WidgetProps } from "./tools.ts";

/** What is known of a lot beside its code. */
export type LotInfo = {
  status?: string | null;
  on_hand?: string | null;
  free?: string | null;
  place?: string | null;
  kind?: string | null;
  /** The worst status of what is in a container. */
  inside_status?: string | null;
  uom?: string | null;
  expires_on?: string | null;
  supplier_lot?: string | null;
  material?: { id: string; title?: string | null } | null;
};

export type ChosenLot = { id?: string | null; code: string; info?: LotInfo };

/** A lot that was chosen or scanned, as it is kept while the form is filled. */
export function chosenLot(option: Option): ChosenLot {
  return { code: option.id, info: (option.fields ?? {}) as LotInfo };
}

/** An existing lot: searched or scanned, with its status, what is on hand, and its expiry; or a new one's code. */
export function LotWidget(props: WidgetProps) {
  const { field, name, row, value, onChange } = props;
  const label = useLabel();
  const tools = useTools();
  const chosen = value as ChosenLot | null;
  const load = useCallback((search: string, signal?: AbortSignal) => tools.options(name, row, search, signal), [tools, name, row]);
  const pick = (option: Option): void => onChange(chosenLot(option));
  const taken = async (text: string): Promise<boolean> => {
    const found = await tools.lot(text);
    const code = found?.id ?? text;
    const offered = await tools.options(name, row, code).catch(() => []);
    const known = offered.find((option) => option.id === code) ?? found;
    if (!known) return false;
    pick(known);
    return true;
  };
  if (field.new) return <NewCode {...props} />;
  return (
    <>
      <Combo
        {...props}
        mono
        title={label(field.label)}
        shown={chosen?.code ?? ""}
        load={load}
        onPick={pick}
        onClear={() => onChange(null)}
        onText={taken}
        render={(option) => <OfferedLot option={option} />}
        extra={props.compact && !tools.phone ? undefined : <ScanButton onScan={(text) => void taken(text).then((known) => known || onChange({ code: text }))} />}
        lead={props.compact && chosen?.info ? <StatusDot info={chosen.info} /> : undefined}
        barred={Boolean(props.compact && chosen?.info && !isUsable(chosen.info))}
      />
      {chosen?.info && !props.compact ? <LotFacts info={chosen.info} /> : null}
    </>
  );
}

function NewCode(props: WidgetProps) {
  const code = (props.value as ChosenLot | null)?.code ?? "";
  const change = (text: string): void => props.onChange(text ? { code: text } : null);
  return (
    <span className="ff-with-side">
      <input {...aria(props)} className={inputClass(props, "mono")} value={code} maxLength={60} spellCheck={false} autoComplete="off" onChange={(event) => change(event.target.value)} />
      {props.compact ? null : <ScanButton onScan={change} />}
    </span>
  );
}

/** Whether a lot may be used as it stands. */
export function isUsable(info: LotInfo): boolean {
  if (info.inside_status && info.inside_status !== "released") return false;
  return !info.status || shownStatus(info.status, info.expires_on) === "released";
}

function StatusDot({ info }: { info: LotInfo }) {
  const t = useT("kit");
  if (!info.status) return null;
  const status = shownStatus(info.inside_status ?? info.status, info.expires_on);
  if (!isUsable(info)) return <LotTag status={status} />;
  return <span className={`ff-lot-dot ff-lot-${status}`} title={t(`status.${status}`)} role="img" aria-label={t(`status.${status}`)} />;
}

/** Status, material, on hand and expiry in one line. */
export function LotFacts({ info }: { info: LotInfo }) {
  const t = useT("forms");
  const free = info.free ?? info.on_hand ?? null;
  const stopped = info.inside_status && info.inside_status !== "released" ? info.inside_status : null;
  return (
    <div className={isUsable(info) ? "ff-lot-facts" : "ff-lot-facts ff-lot-bad"}>
      {info.status && !stopped ? <LotTag status={info.status} expiresOn={info.expires_on} /> : null}
      {info.material?.title ? <span className="cut">{info.material.title}</span> : null}
      {stopped ? (
        <span>
          {t("inside")} <LotTag status={stopped} />
        </span>
      ) : null}
      {free !== null && info.kind !== "logistic" ? (
        <span>
          {t(info.free ? "free" : "on_hand")} <Qty value={free} uom={info.uom} />
        </span>
      ) : null}
      {info.place ? <span className="cut">{info.place}</span> : null}
      {info.expires_on ? (
        <span>
          {t("expires")} {info.expires_on}
        </span>
      ) : null}
    </div>
  );
}

function OfferedLot({ option }: { option: Option }) {
  const info = (option.fields ?? {}) as LotInfo;
  return (
    <span className="ff-offered-lot">
      <span className="mono">{option.title}</span>
      <LotFacts info={info} />
    </span>
  );
}
