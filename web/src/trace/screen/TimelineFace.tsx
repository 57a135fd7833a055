import { useMemo } from "react";
import { Nothing, useLang, useT } from "../../kit/index.ts";
import { TimeScene } from "../canvas/timeScene.ts";
import { TraceCanvas } from "../canvas/TraceCanvas.tsx";
import type { Chain } from "../model/chain.ts";
import { timelineOf } from "../model/timeline.ts";
import type { Picked } from "./Panel.tsx";

type TimelineProps = { chain: Chain; picked: string | null; onPick: (picked: Picked | null) => void; onTrace: (code: string) => void };

/** The trace over time: every lot a row, every event a mark. */
export function TimelineFace({ chain, picked, onPick, onTrace }: TimelineProps) {
  const t = useT("trace");
  const lang = useLang();
  const { scene, empty } = useMemo(() => {
    const timeline = timelineOf(chain);
    const focus = timeline.rows.findIndex((row) => row.node.index === chain.start);
    return { scene: new TimeScene(timeline, focus), empty: timeline.rows.length === 0 };
  }, [chain, lang]);
  if (empty) return <Nothing title={t("no_rows")} />;
  const node = chain.nodes.find((one) => one.id === picked);
  return (
    <TraceCanvas
      scene={scene}
      label={t("canvas", { n: chain.nodes.length })}
      subject={`time ${chain.nodes[chain.start]?.id ?? ""}`}
      chosen={node ? scene.rowOf(node.index) : -1}
      onChoose={(item) => {
        const chosen = chain.nodes[scene.node(item)];
        onPick(chosen ? { node: chosen } : null);
      }}
      onOpen={(item) => {
        const chosen = chain.nodes[scene.node(item)];
        if (chosen?.unit) onTrace(chosen.unit.code);
      }}
    />
  );
}
