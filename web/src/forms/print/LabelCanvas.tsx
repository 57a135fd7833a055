import { CopyOutlined, DeleteOutlined } from "@ant-design/icons";
import { Button, Segmented, Select } from "antd";
import { useState } from "react";
import { ProblemBox } from "../../api/index.ts";
import { useT } from "../../kit/index.ts";
import { AddBlock } from "./AddBlock.tsx";
import { wrongOf } from "./blocks.ts";
import type { CanvasProps } from "./FlowCanvas.tsx";
import { dragged, type Hold, placeOf, snapped, STEP } from "./geometry.ts";
import { paperOf } from "./types.ts";
import { useBlocks } from "./useBlocks.ts";
import { useHold } from "./useHold.ts";

const ARROWS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** A label in millimetres: the real print below, blocks on it that are moved and sized with mouse or keys. */
export function LabelCanvas({ edit, shown, problem, busy }: CanvasProps) {
  const t = useT("forms");
  const [zoom, setZoom] = useState(6);
  const paper = paperOf(edit.doc);
  const spills = new Set(shown?.spills ?? []);
  const size = { width: paper.width * zoom, height: paper.height * zoom };
  return (
    <div className="pt-label" onPointerDown={(event) => event.target === event.currentTarget && edit.choose(-1)}>
      <div className="pt-bar">
        <AddBlock edit={edit} />
        <Chosen edit={edit} />
        <LabelActs edit={edit} />
        <span className="quiet">
          {paper.width} × {paper.height} mm
        </span>
        <Segmented size="small" value={zoom} onChange={(value) => setZoom(Number(value))} options={[4, 6, 9].map((value) => ({ value, label: `${Math.round((value / 4) * 100)} %` }))} />
      </div>
      {problem ? <ProblemBox problem={problem} /> : null}
      <div className="pt-sheet" style={size} aria-busy={busy} onPointerDown={(event) => event.target === event.currentTarget && edit.choose(-1)}>
        {shown?.images[0] ? <img className={problem ? "stale" : ""} style={size} src={`data:image/png;base64,${shown.images[0]}`} alt="" draggable={false} /> : null}
        <Spots edit={edit} zoom={zoom} spills={spills} errors={problem?.errors ?? []} />
      </div>
      <p className="quiet pt-hint">{spills.size ? t("pt_spills") : t("pt_label_hint")}</p>
    </div>
  );
}

function LabelActs({ edit }: { edit: CanvasProps["edit"] }) {
  const t = useT("forms");
  const blocks = edit.doc.blocks;
  const block = blocks[edit.at];
  if (!block) return null;
  const copy = (): void => {
    const place = placeOf(block);
    edit.put([...blocks, { ...structuredClone(block), ...dragged(place, "move", 2, 2, paperOf(edit.doc)) }], blocks.length);
  };
  return (
    <>
      <Button icon={<CopyOutlined />} aria-label={t("pt_copy")} onClick={copy} />
      <Button icon={<DeleteOutlined />} aria-label={t("pt_delete")} onClick={() => edit.put(blocks.toSpliced(edit.at, 1), -1)} />
    </>
  );
}

/** The block that is chosen, by name: also those that lie under others. */
function Chosen({ edit }: { edit: CanvasProps["edit"] }) {
  const t = useT("forms");
  const { nameOf } = useBlocks(edit);
  const options = [{ value: -1, label: t("pt_paper") }, ...edit.doc.blocks.map((block, at) => ({ value: at, label: nameOf(block) }))];
  return <Select aria-label={t("pt_blocks")} style={{ width: 220 }} value={edit.at} options={options} onChange={edit.choose} />;
}

type SpotsProps = { edit: CanvasProps["edit"]; zoom: number; spills: Set<number>; errors: { path: string; message: string }[] };

function Spots({ edit, zoom, spills, errors }: SpotsProps) {
  const { nameOf } = useBlocks(edit);
  const paper = paperOf(edit.doc);
  const blocks = edit.doc.blocks;
  const hold = useHold(blocks, paper, zoom, (at, place) => edit.block(at, place));
  const keys = (event: React.KeyboardEvent, at: number): void => {
    const arrow = ARROWS[event.key];
    const block = blocks[at]!;
    if (event.key === "Delete" || event.key === "Backspace") edit.put(blocks.toSpliced(at, 1), -1);
    else if (arrow) {
      const by = event.ctrlKey ? 5 : STEP;
      const way: Hold = event.shiftKey ? "se" : "move";
      edit.block(at, dragged(placeOf(block), way, arrow[0] * by, arrow[1] * by, paper, block.block === "line"));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      {blocks.map((block, at) => {
        const place = hold.held?.at === at ? hold.held.place : placeOf(block);
        const thin = 6 / zoom;
        const css = { left: place.x * zoom, top: (place.h < thin ? place.y - thin / 2 : place.y) * zoom, width: Math.max(place.w, thin) * zoom, height: Math.max(place.h, thin) * zoom };
        const name = nameOf(block);
        const state = `${at === edit.at ? " on" : ""}${wrongOf(errors, at).length ? " wrong" : ""}${spills.has(at) ? " spill" : ""}${block.block === "frame" ? " pt-frame" : ""}`;
        return (
          <div
            key={at}
            className={`pt-spot${state}`}
            style={css}
            role="button"
            tabIndex={0}
            title={name}
            aria-label={`${name} (${snapped(place.x)}, ${snapped(place.y)})`}
            aria-pressed={at === edit.at}
            onFocus={() => edit.choose(at)}
            onKeyDown={(event) => keys(event, at)}
            onPointerDown={(event) => {
              edit.choose(at);
              hold.take(event, at, "move");
            }}
          >
            {at === edit.at ? (["e", "s", "se"] as Hold[]).map((way) => <span key={way} className={`pt-corner pt-${way}`} onPointerDown={(event) => hold.take(event, at, way)} />) : null}
          </div>
        );
      })}
      {hold.held?.xs.map((x) => <i key={`x${x}`} className="pt-guide" style={{ left: x * zoom, top: 0, bottom: 0 }} />)}
      {hold.held?.ys.map((y) => <i key={`y${y}`} className="pt-guide" style={{ top: y * zoom, left: 0, right: 0 }} />)}
    </>
  );
}
