import { AppstoreOutlined, DownOutlined } from "@ant-design/icons";
import { Link, useLocation } from "@tanstack/react-router";
import { Drawer } from "antd";
import { useState } from "react";
import type { AppInfo, Me } from "../../api/index.ts";
import { Icon, useLabel, useT } from "../../kit/index.ts";
import { type Entry, isShort, useFold, useMainEntries } from "./SideNav.tsx";

/** Entries that have a place in the bar; the others stand in the sheet. */
const IN_BAR = 4;

/** The phone's navigation: the main screens, and every form in a sheet. */
export function BottomBar({ me }: { me: Me }) {
  const t = useT("app");
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);
  const main = useMainEntries(me);
  return (
    <>
      <nav data-tour="nav" className="bottombar no-print" aria-label={t("navigation")}>
        {main.slice(0, IN_BAR).map((entry) => (
          <Link key={entry.to} to={entry.to} className={pathname === entry.to ? "bottom-link here" : "bottom-link"}>
            <Icon name={entry.icon} />
            <span>{entry.label}</span>
          </Link>
        ))}
        <button type="button" className={pathname.startsWith("/f/") ? "bottom-link here" : "bottom-link"} onClick={() => setOpen(true)}>
          <AppstoreOutlined />
          <span>{t("forms")}</span>
        </button>
      </nav>
      <Drawer open={open} onClose={() => setOpen(false)} placement="bottom" title={t("forms")} size="75%" destroyOnHidden>
        <Sheet me={me} more={main.slice(IN_BAR)} onGo={() => setOpen(false)} />
      </Drawer>
    </>
  );
}

/** One app's forms, folded as in the navigation of a desk. */
function Group({ app, short, onGo }: { app: AppInfo; short: boolean; onGo: () => void }) {
  const label = useLabel();
  const { pathname } = useLocation();
  const { open, toggle } = useFold(app, pathname, short);
  if (app.forms.length === 0) return null;
  return (
    <section>
      <h2 className="sheet-head">
        <button type="button" className="sheet-fold" aria-expanded={open} onClick={toggle}>
          <span>{label(app.label)}</span>
          <span className="faint">{app.forms.length}</span>
          <DownOutlined rotate={open ? 0 : -90} aria-hidden="true" />
        </button>
      </h2>
      {open ? (
        <div className="sheet-grid">
          {app.forms.map((form) => (
            <Link key={form.key} to={`/f/${form.key}`} className="sheet-link" onClick={onGo}>
              <Icon name={form.icon} />
              <span>{label(form.label)}</span>
            </Link>
          ))}
        </div>
      ) : null}
    </section>
  );
}

function Sheet({ me, more, onGo }: { me: Me; more: Entry[]; onGo: () => void }) {
  return (
    <div className="sheet">
      {me.apps.map((app) => (
        <Group key={app.key} app={app} short={isShort(me)} onGo={onGo} />
      ))}
      {more.length > 0 ? (
        <section>
          <div className="sheet-grid">
            {more.map((entry) => (
              <Link key={entry.to} to={entry.to} className="sheet-link" onClick={onGo}>
                <Icon name={entry.icon} />
                <span>{entry.label}</span>
              </Link>
            ))}
          </div>
        </section>
      ) : null}
    </div>
  );
}
