import { ArrowLeftOutlined } from "@ant-design/icons";
import { Button, Skeleton } from "antd";
import type { ReactNode } from "react";
import "./Page.css";
import { useT } from "./i18n.ts";
import { useIsPhone } from "./screen.ts";

type PageProps = {
  title: ReactNode;
  /** Beside the title, quiet: a count, a version. */
  aside?: ReactNode;
  /** Buttons at the right; on a phone they go to a bar at the bottom. */
  actions?: ReactNode;
  /** Shows an arrow back. */
  onBack?: () => void;
  /** The body fills the height and scrolls itself (lists, canvases). */
  fill?: boolean;
  children: ReactNode;
};

/** The frame of one screen: a title row, actions, the body. */
export function Page({ title, aside, actions, onBack, fill, children }: PageProps) {
  const t = useT("kit");
  const phone = useIsPhone();
  return (
    <div className={fill ? "page page-fill" : "page"}>
      <header className="page-head">
        {onBack ? <Button type="text" icon={<ArrowLeftOutlined />} aria-label={t("back")} onClick={onBack} /> : null}
        <h1 className="page-title">{title}</h1>
        {aside ? <div className="page-aside">{aside}</div> : null}
        {actions && !phone ? <div className="page-actions">{actions}</div> : null}
      </header>
      <div className="page-body">{children}</div>
      {actions && phone ? <footer className="page-bar">{actions}</footer> : null}
    </div>
  );
}

/** Nothing here, and what to do about it. */
export function Nothing({ title, hint, children }: { title: ReactNode; hint?: ReactNode; children?: ReactNode }) {
  return (
    <div className="nothing" role="status">
      <svg width="72" height="48" viewBox="0 0 72 48" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
        <rect x="1" y="5" width="20" height="14" rx="3" />
        <rect x="1" y="29" width="20" height="14" rx="3" />
        <rect x="51" y="17" width="20" height="14" rx="3" strokeDasharray="3 3" />
        <path d="M21 12h8c12 0 8 12 22 12M21 36h8c12 0 8-12 22-12" strokeDasharray="3 3" />
      </svg>
      <div className="nothing-title">{title}</div>
      {hint ? <div className="nothing-hint">{hint}</div> : null}
      {children ? <div className="nothing-actions">{children}</div> : null}
    </div>
  );
}

/** The grey shape of a screen that is coming. */
export function Waiting({ rows = 6 }: { rows?: number }) {
  return (
    <div className="waiting" aria-busy="true">
      <Skeleton active title={false} paragraph={{ rows, width: "100%" }} />
    </div>
  );
}
