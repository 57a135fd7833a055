import { Link } from "@tanstack/react-router";
import type { CSSProperties, ReactNode } from "react";
import "./marks.css";
import { useLabel, useT } from "./i18n.ts";
import { showDecimal } from "./number.ts";
import { address } from "./route.ts";
import { shownStatus, STATUS_TONES, type Tone } from "./status.ts";
import type { Stage } from "./theme.ts";

/** A short word in a tone. */
export function Tag({ tone = "grey", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`tag tag-${tone}`}>{children}</span>;
}

/** A lot's status in words: 待检 合格 不合格 冻结 召回 过期. */
export function LotTag({ status, expiresOn }: { status: string; expiresOn?: string | null }) {
  const t = useT("kit");
  const shown = shownStatus(status, expiresOn);
  return <Tag tone={STATUS_TONES[shown]}>{t(`status.${shown}`)}</Tag>;
}

/** A code in monospace. */
export function Code({ children }: { children: ReactNode }) {
  return <span className="mono">{children}</span>;
}

/** A lot's code, leading to the lot's page. */
export function LotLink({ code }: { code: string }) {
  return (
    <Link to={address("/lot", { code })} className="mono" onClick={(event) => event.stopPropagation()}>
      {code}
    </Link>
  );
}

/** A quantity with its uom, right digits kept: `1,250.5 kg`. */
export function Qty({ value, uom }: { value: string | number | null | undefined; uom?: string | null }) {
  if (value === null || value === undefined || value === "") return <Blank />;
  return (
    <span className="qty">
      {showDecimal(value)}
      {uom ? <span className="faint"> {uom}</span> : null}
    </span>
  );
}

/** Nothing was given: drawn differently from zero. */
export function Blank() {
  const t = useT("kit");
  return (
    <span className="blank" title={t("blank")} aria-label={t("blank")}>
      –
    </span>
  );
}

/** The small square of a stage's colour. */
export function StageDot({ stage, size = 8 }: { stage: Stage | string | null | undefined; size?: number }) {
  const style: CSSProperties = { width: size, height: size, background: `var(--stage-${stage ?? "supplier"})` };
  return <span className="stage-dot" style={style} aria-hidden="true" />;
}

/** A key cap, for keyboard help. */
export function Key({ children }: { children: ReactNode }) {
  return <kbd className="key">{children}</kbd>;
}

/** A label of both languages. */
export function Text({ of }: { of: { zh: string; en: string } | string | null | undefined }) {
  return <>{useLabel()(of)}</>;
}

/** A figure with its caption. */
export function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="fact">
      <div className="fact-label">{label}</div>
      <div className="fact-value">{children}</div>
    </div>
  );
}
