import { CopyOutlined, DeleteOutlined } from "@ant-design/icons";
import { arrayMove } from "@dnd-kit/sortable";
import { Button } from "antd";
import { type Problem, ProblemBox } from "../../api/index.ts";
import { useT, Waiting } from "../../kit/index.ts";
import { Sorted, SortedItem } from "../designer/props/ChoicesEditor.tsx";
import { AddBlock } from "./AddBlock.tsx";
import { wrongOf } from "./blocks.ts";
import type { Shown } from "./types.ts";
import { useBlocks } from "./useBlocks.ts";
import type { Edit } from "./usePrint.ts";

export type CanvasProps = { edit: Edit; shown: Shown | undefined; problem: Problem | null; busy: boolean };

/** A page: its blocks in their order at the left, the real pages at the right. */
export function FlowCanvas(props: CanvasProps) {
  return (
    <div className="pt-flow">
      <Blocks {...props} />
      <Pages {...props} />
    </div>
  );
}

function Blocks({ edit, problem }: CanvasProps) {
  const t = useT("forms");
  const { kindOf, saysOf } = useBlocks(edit);
  const blocks = edit.doc.blocks;
  const copy = (at: number): void => edit.put(blocks.toSpliced(at + 1, 0, structuredClone(blocks[at]!)), at + 1);
  const move = (from: number, to: number): void => edit.put(arrayMove(blocks, from, to), to);
  const keys = (event: React.KeyboardEvent, at: number): void => {
    if (event.target !== event.currentTarget) return;
    if (event.key === "Delete" || event.key === "Backspace") edit.put(blocks.toSpliced(at, 1), Math.min(at, blocks.length - 2));
    else if (event.altKey && event.key === "ArrowUp" && at > 0) move(at, at - 1);
    else if (event.altKey && event.key === "ArrowDown" && at < blocks.length - 1) move(at, at + 1);
    else return;
    event.preventDefault();
  };
  return (
    <div className="pt-blocks" aria-label={t("pt_blocks")}>
      <button type="button" className={edit.at < 0 ? "pt-block pt-paper on" : "pt-block pt-paper"} onClick={() => edit.choose(-1)}>
        <strong>{t("pt_paper")}</strong>
        <span className="quiet">{t("pt_paper_hint")}</span>
      </button>
      <Sorted ids={blocks.map((_, at) => String(at))} onMove={move}>
        {blocks.map((block, at) => (
          <SortedItem key={at} id={String(at)} className={`pt-row${at === edit.at ? " on" : ""}${wrongOf(problem?.errors ?? [], at).length ? " wrong" : ""}`}>
            {(grip) => (
              <>
                {grip}
                <button type="button" className="pt-block" aria-pressed={at === edit.at} onClick={() => edit.choose(at)} onKeyDown={(event) => keys(event, at)}>
                  <strong>{kindOf(block)}</strong>
                  <span className="quiet cut">{saysOf(block)}</span>
                </button>
                <span className="pt-tools">
                  <Button type="text" size="small" icon={<CopyOutlined />} aria-label={t("pt_copy")} onClick={() => copy(at)} />
                  <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t("pt_delete")} onClick={() => edit.put(blocks.toSpliced(at, 1), -1)} />
                </span>
              </>
            )}
          </SortedItem>
        ))}
      </Sorted>
      <AddBlock edit={edit} />
    </div>
  );
}

function Pages({ shown, problem, busy }: CanvasProps) {
  const t = useT("forms");
  if (!shown && problem) return <div className="pt-pages"><ProblemBox problem={problem} /></div>;
  if (!shown) return <div className="pt-pages"><Waiting rows={12} /></div>;
  return (
    <div className="pt-pages" aria-busy={busy}>
      {problem ? <ProblemBox problem={problem} /> : null}
      {shown.images.map((image, n) => (
        <img key={n} className={problem ? "pt-page stale" : "pt-page"} src={`data:image/png;base64,${image}`} alt={t("pt_page_n", { n: n + 1, of: shown.pages })} />
      ))}
      {shown.pages > shown.images.length ? <p className="quiet">{t("pt_more_pages", { count: shown.pages - shown.images.length })}</p> : null}
    </div>
  );
}
