import { DownOutlined, MenuFoldOutlined, MenuUnfoldOutlined } from "@ant-design/icons";
import { Link, useLocation } from "@tanstack/react-router";
import { Tooltip } from "antd";
import { useState } from "react";
import type { AppInfo, Me } from "../../api/index.ts";
import { Icon, StageDot, useLabel, useT } from "../../kit/index.ts";

export type Entry = { to: string; icon: string; label: string };

/** The screens every person with the ability has, whatever the apps. */
export function useMainEntries(me: Me): Entry[] {
  const t = useT("app");
  const entries: Entry[] = [{ to: "/", icon: "start", label: t("home") }];
  if (me.abilities.includes("trace")) {
    entries.push({ to: "/trace", icon: "trace", label: t("trace") }, { to: "/lots", icon: "box", label: t("lots") }, { to: "/stock", icon: "stock", label: t("stock") });
  }
  if (me.abilities.includes("trace") || me.abilities.includes("audit")) entries.push({ to: "/trace-map", icon: "audit", label: t("trace_map") });
  if (me.abilities.includes("design") || me.abilities.includes("audit")) entries.push({ to: "/standards", icon: "shield", label: t("standards") });
  if (reads(me, "recall_case")) entries.push({ to: "/recall", icon: "alert", label: t("recall") });
  if (me.apps.some((app) => app.forms.some((form) => form.may.includes("read")))) entries.push({ to: "/registers", icon: "book", label: t("registers") });
  if (me.abilities.includes("design")) entries.push({ to: "/design", icon: "form", label: t("design") }, { to: "/passport", icon: "shop", label: t("passport") });
  if (me.abilities.includes("admin")) entries.push({ to: "/people", icon: "team", label: t("people") }, { to: "/setup", icon: "home", label: t("setup") });
  return entries;
}

function reads(me: Me, form: string): boolean {
  return me.apps.some((app) => app.forms.some((one) => one.key === form && one.may.includes("read")));
}

function isHere(path: string, to: string): boolean {
  if (to === "/") return path === "/";
  if (to === "/lots") return path === "/lots" || path === "/lot";
  return path === to || path.startsWith(`${to}/`);
}

/** So many forms stand open without folding. */
const SHORT = 14;

/** Navigation by app, one group each, foldable; narrow it shows icons only. */
export function SideNav({ me, narrow, onToggle }: { me: Me; narrow: boolean; onToggle: () => void }) {
  const t = useT("app");
  const { pathname } = useLocation();
  const main = useMainEntries(me);
  const short = isShort(me);
  return (
    <nav data-tour="nav" className="side no-print" aria-label={t("navigation")}>
      <div className="side-scroll">
        {main.map((entry) => (
          <NavLink key={entry.to} {...entry} here={isHere(pathname, entry.to)} narrow={narrow} />
        ))}
        {me.apps.map((app) => (
          <Group key={app.key} app={app} path={pathname} narrow={narrow} short={short} />
        ))}
      </div>
      <button type="button" className="side-fold" onClick={onToggle} aria-label={t(narrow ? "unfold" : "fold")}>
        {narrow ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
        {narrow ? null : <span>{t("fold")}</span>}
      </button>
    </nav>
  );
}

/** Whether so few forms are shown that none need folding. */
export function isShort(me: Me): boolean {
  return me.apps.reduce((sum, app) => sum + app.forms.length, 0) <= SHORT;
}

/** Whether an app's forms stand open: in a long navigation only the app one is in, unless the person opened or closed it. */
export function useFold(app: AppInfo, path: string, short: boolean): { open: boolean; within: boolean; toggle: () => void } {
  const kept = `suyuan.side.${app.key}`;
  const within = app.forms.some((form) => isHere(path, `/f/${form.key}`));
  const [said, setSaid] = useState(() => localStorage.getItem(kept));
  const open = said ? said === "open" : within || short;
  const toggle = (): void => {
    const next = open ? "closed" : "open";
    localStorage.setItem(kept, next);
    setSaid(next);
  };
  return { open, within, toggle };
}

/** One app's forms. */
function Group({ app, path, narrow, short }: { app: AppInfo; path: string; narrow: boolean; short: boolean }) {
  const label = useLabel();
  const { open, within, toggle } = useFold(app, path, short);
  if (app.forms.length === 0) return null;
  return (
    <div className="side-group">
      {narrow ? (
        <div className="side-rule" />
      ) : (
        <button type="button" className={within ? "side-head within" : "side-head"} aria-expanded={open} onClick={toggle}>
          <span>{label(app.label)}</span>
          <DownOutlined className={open ? "" : "turned"} />
        </button>
      )}
      {open || narrow
        ? app.forms.map((form) => (
            <NavLink
              key={form.key}
              to={`/f/${form.key}`}
              icon={form.icon || "form"}
              label={label(form.label)}
              stage={form.stage}
              here={isHere(path, `/f/${form.key}`)}
              narrow={narrow}
            />
          ))
        : null}
    </div>
  );
}

type NavLinkProps = Entry & { here: boolean; narrow: boolean; stage?: string | null };

function NavLink({ to, icon, label, here, narrow, stage }: NavLinkProps) {
  const link = (
    <Link to={to} className={here ? "side-link here" : "side-link"} aria-current={here ? "page" : undefined} aria-label={label}>
      <span className="side-icon">
        <Icon name={icon} />
      </span>
      {narrow ? null : <span className="cut" title={label}>{label}</span>}
      {stage && !narrow ? <StageDot stage={stage} size={6} /> : null}
    </Link>
  );
  return narrow ? (
    <Tooltip title={label} placement="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}
