import { useMemo } from "react";
import { ProblemBox } from "../../api/index.ts";
import { useLang, useT, Waiting } from "../../kit/index.ts";
import { LaneScene } from "../canvas/laneScene.ts";
import { TraceCanvas } from "../canvas/TraceCanvas.tsx";
import { WallScene } from "../canvas/wallScene.ts";
import { useWall } from "../data.ts";
import type { Chain } from "../model/chain.ts";
import { groupedOf } from "../model/group.ts";
import type { Badges } from "../model/marks.ts";
import { wallOf } from "../model/wall.ts";
import type { Picked } from "./Panel.tsx";

type GraphProps = { chain: Chain; picked: string | null; onPick: (picked: Picked | null) => void; onTrace: (code: string) => void };

/** This lot's chain, or its groups, as cards in the seven lanes. */
export function LaneFace({ chain, grouped, badges, picked, onPick, onTrace }: GraphProps & { grouped: boolean; badges: Badges | null }) {
  const t = useT("trace");
  const lang = useLang();
  const shown = useMemo(() => (grouped ? groupedOf(chain) : chain), [chain, grouped]);
  const scene = useMemo(() => new LaneScene(shown, lang, grouped, badges), [shown, lang, grouped, badges]);
  const chosen = shown.nodes.find((node) => node.id === picked)?.index ?? shown.start;
  const start = shown.nodes[shown.start];
  const open = (item: number): void => {
    const node = shown.nodes[item];
    if (node?.unit && node.kind === "lot") onTrace(node.unit.code);
  };
  return (
    <TraceCanvas
      scene={scene}
      label={t("canvas", { n: shown.nodes.length })}
      subject={`${start?.id} ${grouped} ${badges !== null}`}
      chosen={chosen}
      onChoose={(item) => {
        const node = shown.nodes[item];
        if (!node) onPick(null);
        else if (node.kind !== "event") onPick({ node });
      }}
      onOpen={open}
    />
  );
}

/** The lot wall: all lots of the plant, the trace's own linked. */
export function WallFace({ chain, picked, onPick, onTrace }: Omit<GraphProps, "chain"> & { chain: Chain | null }) {
  const t = useT("trace");
  const lang = useLang();
  const wall = useWall(true);
  const scene = useMemo(() => (wall.data ? new WallScene(wallOf(wall.data, chain), chain) : null), [wall.data, chain, lang]);
  if (wall.error) return <ProblemBox problem={wall.error} onRetry={() => void wall.refetch()} />;
  if (!scene) return <Waiting rows={10} />;
  const node = chain?.nodes.find((one) => one.id === picked);
  const chosen = node ? scene.itemOf(node.index) : picked ? scene.find(picked) : -1;
  const pick = (item: number): void => {
    const cell = scene.cell(item);
    const card = cell && cell.node >= 0 ? chain?.nodes[cell.node] : undefined;
    onPick(card ? { node: card } : cell ? { code: cell.name } : null);
  };
  const left = wall.data?.hidden ?? 0;
  return (
    <>
      {left > 0 ? <div className="banner banner-amber">{t("hidden_lots", { n: left })}</div> : null}
      <TraceCanvas
        scene={scene}
        label={t("canvas", { n: wall.data?.code.length ?? 0 })}
        subject={`wall ${chain?.nodes[chain.start]?.id ?? ""}`}
        chosen={chosen}
        onChoose={pick}
        onOpen={(item) => {
          const cell = scene.cell(item);
          if (cell && (cell.node < 0 || chain?.nodes[cell.node]?.unit)) onTrace(cell.name);
        }}
      />
    </>
  );
}
