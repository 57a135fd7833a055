import { MenuFoldOutlined, MenuUnfoldOutlined } from "@ant-design/icons";
import { Button, Drawer, Segmented } from "antd";
import { useEffect, useMemo, useRef, useState } from "react";
import { Problem, ProblemBox, useMe } from "../../api/index.ts";
import { Nothing, showInstant, useIsPhone, useLang, useT, Waiting } from "../../kit/index.ts";
import { useMarks, useTrace } from "../data.ts";
import { type Chain, chainOf } from "../model/chain.ts";
import { type Badges, badgesOf, type Layer } from "../model/marks.ts";
import type { Genealogy } from "../types.ts";
import { RecallButton } from "../recall/RecallButton.tsx";
import { ReportButton } from "../report/ReportButton.tsx";
import { LaneFace, WallFace } from "./GraphFace.tsx";
import { Layers } from "./Layers.tsx";
import { Panel, type Picked } from "./Panel.tsx";
import { type Face, type Mode, type TraceState, useTraceState } from "./state.ts";
import { Strip } from "./Strip.tsx";
import { TableFace } from "./TableFace.tsx";
import { TimelineFace } from "./TimelineFace.tsx";
import { Toolbar } from "./Toolbar.tsx";
import { Unknown, Welcome } from "./Welcome.tsx";
import "../shared.css";
import "./trace.css";

const MANY = 150;
/** With so much room, seven lanes stay readable beside the panel. */
const ROOM = 1380;

/** `/trace?code=`: where a lot came from and where it went. */
export function TraceScreen() {
  const t = useT("trace");
  const state = useTraceState();
  const me = useMe();
  const { ask } = state;
  const answer = useTrace(ask);
  if (me.data && !me.data.abilities.includes("trace")) return <Nothing title={t("barred_title")} hint={t("barred_hint")} />;
  const missing = answer.error instanceof Problem && answer.error.status === 404;
  return (
    <div className="trace">
      <h1 className="sr-only">{t("title")}</h1>
      <Toolbar state={state} />
      {ask.code === "" ? (
        state.mode === "wall" ? <Plant state={state} /> : <Welcome onTrace={state.trace} onWall={() => state.place.setSearch({ mode: "wall", face: "graph" })} />
      ) : missing ? (
        <Unknown code={ask.code} onTrace={state.trace} />
      ) : answer.error ? (
        <ProblemBox problem={answer.error} onRetry={() => void answer.refetch()} />
      ) : answer.data ? (
        <Found state={state} answer={answer.data} stale={answer.isPlaceholderData} />
      ) : (
        <Waiting rows={10} />
      )}
    </div>
  );
}

/** The lot wall before any lot is asked for. */
function Plant({ state }: { state: TraceState }) {
  const [picked, setPicked] = useState<Picked | null>(null);
  return (
    <div className="trace-body">
      <div className="trace-main">
        <WallFace chain={null} picked={picked && "code" in picked ? picked.code : null} onPick={setPicked} onTrace={state.trace} />
      </div>
      {picked ? <Side picked={picked} answer={undefined} state={state} onClose={() => setPicked(null)} /> : null}
    </div>
  );
}

function Found({ state, answer, stale }: { state: TraceState; answer: Genealogy; stale: boolean }) {
  const phone = useIsPhone();
  const chain = useMemo(() => chainOf(answer), [answer]);
  const [picked, setPicked] = useState<Picked | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const lang = useLang();
  const layers = state.layers.join();
  const marks = useMarks(state.ask, layers !== "");
  const badges = useMemo<Badges | null>(() => (layers ? (node) => badgesOf(node, marks, layers.split(",") as Layer[], lang) : null), [layers, marks, lang]);
  const start = answer.unit.id;
  useEffect(() => setPicked(null), [start]);
  useEffect(() => setOpen((body.current?.clientWidth ?? 0) >= ROOM), []);

  const now = current(picked, chain);
  const key = now ? ("node" in now ? now.node.id : now.code) : null;
  const many = answer.units.length > MANY;
  const mode = state.mode ?? (many ? "group" : "lot");
  const startNode = chain.nodes[chain.start];
  const inPanel = now ?? (startNode ? { node: startNode } : null);
  const pick = (next: Picked | null): void => {
    setPicked(next);
    if (next) setOpen(true);
  };
  const faces = { chain, picked: key, onPick: pick, onTrace: state.trace };
  return (
    <div ref={body} className={`trace-body face-${state.face} ${stale ? "stale" : ""}`} aria-busy={stale}>
      <div className="trace-main">
        <Strip answer={answer} asOf={state.ask.asOf} />
        <Banners state={state} answer={answer} grouped={many && state.mode === null && state.face === "graph"} />
        <Faces state={state} mode={mode} chain={chain} open={open} onOpen={setOpen} />
        {state.face === "table" ? <TableFace answer={answer} chain={chain} badges={badges} /> : null}
        {state.face === "timeline" ? <TimelineFace {...faces} /> : null}
        {state.face === "graph" && mode === "wall" ? <WallFace {...faces} /> : null}
        {state.face === "graph" && mode !== "wall" ? <LaneFace {...faces} badges={badges} grouped={mode === "group"} /> : null}
      </div>
      {phone ? now && state.face !== "table" ? <Side picked={now} answer={answer} state={state} onClose={() => setPicked(null)} /> : null : null}
      {!phone && open && inPanel ? <Side picked={inPanel} answer={answer} state={state} /> : null}
    </div>
  );
}

/** What was picked, as the chain now has it: answers are refreshed while it stays chosen. */
function current(picked: Picked | null, chain: Chain): Picked | null {
  if (!picked || "code" in picked) return picked;
  const node = chain.nodes.find((one) => one.id === picked.node.id);
  if (node) return { node };
  return picked.node.kind === "group" ? picked : null;
}

type SideProps = { picked: Picked; answer: Genealogy | undefined; state: TraceState; onClose?: () => void };

function Side({ picked, answer, state, onClose }: SideProps) {
  const phone = useIsPhone();
  const panel = <Panel picked={picked} answer={answer} onTrace={state.trace} layers={state.layers} />;
  if (!phone) return <aside className="trace-side no-print">{panel}</aside>;
  return (
    <Drawer open placement="bottom" size="62%" onClose={onClose}>
      {panel}
    </Drawer>
  );
}

type FacesProps = { state: TraceState; mode: Mode; chain: Chain; open: boolean; onOpen: (open: boolean) => void };

/** Which face, what the graph shows, how much there is. */
function Faces({ state, mode, chain, open, onOpen }: FacesProps) {
  const t = useT("trace");
  const phone = useIsPhone();
  const lots = chain.nodes.filter((node) => node.unit).length;
  const start = chain.nodes[chain.start]?.unit?.code ?? "";
  return (
    <div className="trace-faces no-print">
      <Segmented<Face>
        aria-label={t("face")}
        value={state.face}
        options={(["graph", "table", "timeline"] as const).map((value) => ({ value, label: t(value) }))}
        onChange={(face) => state.place.setSearch({ face })}
      />
      {state.face === "graph" ? (
        <Segmented<Mode>
          aria-label={t("mode")}
          value={mode}
          options={(["lot", "group", "wall"] as const).map((value) => ({ value, label: t(`mode_${value}`) }))}
          onChange={(chosen) => state.place.setSearch({ mode: chosen, face: "graph" })}
        />
      ) : null}
      <Layers state={state} />
      <span className="trace-counts">{t("counts", { lots, links: chain.edges.length })}</span>
      <ReportButton code={start} direction={state.ask.direction} />
      <RecallButton code={start} />
      {phone ? null : (
        <Button aria-expanded={open} icon={open ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />} onClick={() => onOpen(!open)}>
          {t("panel")}
        </Button>
      )}
    </div>
  );
}

/** What is not shown, or not as it is now, is always said. */
function Banners({ state, answer, grouped }: { state: TraceState; answer: Genealogy; grouped: boolean }) {
  const t = useT("trace");
  const barred = answer.units.filter((unit) => unit.hidden).length;
  const { asOf } = state.ask;
  return (
    <>
      {asOf ? (
        <div className="banner banner-teal" role="status">
          {t("as_of_banner", { time: showInstant(asOf) })}
          <Button type="link" size="small" className="no-print" onClick={() => state.place.setSearch({ as_of: "" })}>
            {t("as_of_reset")}
          </Button>
        </div>
      ) : null}
      {answer.hidden > 0 ? (
        <div className="banner banner-amber" role="status">
          {t("hidden_units", { n: answer.hidden })}
        </div>
      ) : null}
      {barred > 0 ? <div className="banner">{t("barred_units", { n: barred })}</div> : null}
      {grouped ? (
        <div className="banner">
          {t("many_units")}
          <Button type="link" size="small" onClick={() => state.place.setSearch({ mode: "lot" })}>
            {t("show_lots")}
          </Button>
        </div>
      ) : null}
      {answer.units.length === 1 && answer.hidden === 0 ? <div className="banner">{t("alone")}</div> : null}
    </>
  );
}
