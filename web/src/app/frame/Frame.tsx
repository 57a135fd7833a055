import { useQueryClient } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import "./frame.css";
import { followLive, Problem, ProblemBox, useMe } from "../../api/index.ts";
import { setLang, useHotkeys, useIsPhone, useLang, usePlace, useT, Waiting } from "../../kit/index.ts";
import { BottomBar } from "./BottomBar.tsx";
import { KeysHelp } from "./KeysHelp.tsx";
import { SideNav } from "./SideNav.tsx";
import { TopBar } from "./TopBar.tsx";
import { useTour } from "../tour/useTour.ts";

const Tour = lazy(() => import("../tour/Tour.tsx").then((m) => ({ default: m.Tour })));
const NARROW = "suyuan.side";

/** Top bar, side navigation (a bottom bar on the phone) and the open screen. */
export function Frame() {
  const t = useT("app");
  const phone = useIsPhone();
  const place = usePlace();
  const me = useMe();
  const client = useQueryClient();
  const [narrow, setNarrow] = useState(() => localStorage.getItem(NARROW) === "narrow");
  const [help, setHelp] = useState(false);
  const tour = useTour(me.data);
  const known = me.data !== undefined;
  const lang = me.data?.person?.lang;
  const shown = useLang();
  const told = useRef(shown);

  useEffect(() => (known ? followLive(client) : undefined), [client, known]);
  useEffect(() => {
    if (lang && localStorage.getItem("suyuan.lang") === null) void setLang(lang);
  }, [lang]);
  useEffect(() => {
    if (told.current === shown) return;
    told.current = shown;
    void client.invalidateQueries();
  }, [client, shown]);
  useHotkeys({
    "/": () => document.getElementById("search-box")?.focus(),
    "?": () => setHelp(true),
    h: () => place.go("/"),
    t: () => place.go("/trace"),
  });

  if (!me.data) {
    const signedOut = me.error instanceof Problem && me.error.status === 401;
    return me.error && !signedOut ? <ProblemBox problem={me.error} onRetry={() => void me.refetch()} /> : <Waiting />;
  }
  const toggle = (): void => {
    localStorage.setItem(NARROW, narrow ? "wide" : "narrow");
    setNarrow(!narrow);
  };
  return (
    <div className={`frame ${phone ? "frame-phone" : narrow ? "frame-narrow" : ""}`}>
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      <TopBar me={me.data} onHelp={() => setHelp(true)} onTour={tour.begin} />
      {phone ? null : <SideNav me={me.data} narrow={narrow} onToggle={toggle} />}
      <main id="main" className="frame-main" tabIndex={-1} data-scroll-restoration-id="main">
        <Outlet />
      </main>
      {phone ? <BottomBar me={me.data} /> : null}
      {tour.open ? (
        <Suspense fallback={null}>
          <Tour me={me.data} onClose={tour.end} />
        </Suspense>
      ) : null}
      <KeysHelp open={help} onClose={() => setHelp(false)} />
    </div>
  );
}
