import { Button } from "antd";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import "./designer.css";
import { hearLive, Problem, ProblemBox, useMe } from "../../api/index.ts";
import { Nothing, useIsPhone, usePlace, useT, Waiting } from "../../kit/index.ts";
import { DesignerBar } from "./DesignerBar.tsx";
import { News } from "./News.tsx";
import type { Doc } from "./model/doc.ts";
import { useFieldTypes } from "../model/fieldTypes.ts";
import { server } from "./model/server.ts";
import { DesignerStore } from "./model/store.ts";
import { DesignerContext } from "./model/useDesigner.ts";
import { TABS } from "./tabs.ts";
import { useDesignerHotkeys } from "./useDesignerHotkeys.ts";

const Preview = lazy(() => import("./preview/Preview.tsx").then((m) => ({ default: m.Preview })));

const PANELS = TABS.map((tab) => ({ ...tab, Panel: lazy(() => tab.load().then((component) => ({ default: component }))) }));

/** `/design/:form`: draws a form. */
export function DesignerScreen() {
  const t = useT("forms");
  const phone = useIsPhone();
  const place = usePlace();
  const me = useMe();
  const key = place.params.form ?? "";
  const [again, setAgain] = useState(0);
  const may = me.data?.abilities.includes("design") ?? false;
  const opened = useOpened(may && !phone ? key : "", again);
  if (me.error && me.error.status !== 401) return <ProblemBox problem={me.error} onRetry={() => void me.refetch()} />;
  if (!me.data) return <Waiting />;
  if (!may) return <ProblemBox problem={new Problem(403, t("design_not_yours"), t("design_not_yours_hint"))} />;
  if (phone) {
    return (
      <Nothing title={t("design_on_pc")} hint={t("design_on_pc_hint")}>
        <Button type="primary" onClick={() => place.go("/design")}>
          {t("design_see_forms")}
        </Button>
      </Nothing>
    );
  }
  if (opened.problem) return <ProblemBox problem={opened.problem} onRetry={() => setAgain(again + 1)} />;
  return opened.store ? <Opened key={key} store={opened.store} /> : <Waiting rows={10} />;
}

/** The store of a form, opened once and left when the screen is. */
function useOpened(key: string, again: number): { store: DesignerStore | null; problem: Problem | null } {
  const [opened, setOpened] = useState<{ store: DesignerStore | null; problem: Problem | null }>({ store: null, problem: null });
  useEffect(() => {
    if (!key) return;
    let store: DesignerStore | null = null;
    let gone = false;
    setOpened({ store: null, problem: null });
    DesignerStore.open(server, key).then(
      (made) => {
        store = made;
        if (gone) void made.close();
        else setOpened({ store: made, problem: null });
      },
      (error: unknown) => setOpened({ store: null, problem: error instanceof Problem ? error : new Problem(0, String(error), "") }),
    );
    return () => {
      gone = true;
      void store?.close();
    };
  }, [key, again]);
  return opened;
}

function Opened({ store }: { store: DesignerStore }) {
  const place = usePlace();
  const types = useFieldTypes();
  const tab = PANELS.find((one) => one.key === place.search.tab) ?? PANELS[0];
  useLeaving(store);
  useDesignerHotkeys(store, tab?.key !== "print"); // a template has changes of its own to undo
  const [seen, setSeen] = useState<Doc | null>(null);
  const given = useMemo(() => (types.data ? { store, types: types.data } : null), [store, types.data]);
  if (types.error) return <ProblemBox problem={types.error} onRetry={() => void types.refetch()} />;
  if (!given || !tab) return <Waiting rows={10} />;
  const show = (key: string): void => {
    void store.settleAll();
    place.setSearch({ tab: key === "fields" ? undefined : key });
  };
  return (
    <DesignerContext.Provider value={given}>
      <div className="dz">
        <DesignerBar tab={tab.key} onTab={show} onPreview={() => setSeen(store.get().doc)} />
        <main className="dz-main" id="main">
          <Suspense fallback={<Waiting rows={10} />}>
            <tab.Panel />
          </Suspense>
        </main>
        <News />
        {seen ? (
          <Suspense fallback={null}>
            <Preview doc={seen} onClose={() => setSeen(null)} />
          </Suspense>
        ) : null}
      </div>
    </DesignerContext.Provider>
  );
}

/** Keeps what is drawn when the page is left, sends it when the line is back, hears what others draw. */
function useLeaving(store: DesignerStore): void {
  useEffect(() => {
    const keep = (): void => void store.keep();
    const send = (): void => void store.flush();
    document.addEventListener("visibilitychange", keep);
    window.addEventListener("pagehide", keep);
    window.addEventListener("online", send);
    const end = hearLive(store.heard, () => void store.refresh());
    return () => {
      document.removeEventListener("visibilitychange", keep);
      window.removeEventListener("pagehide", keep);
      window.removeEventListener("online", send);
      end();
    };
  }, [store]);
}
