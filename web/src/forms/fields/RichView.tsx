import { createElement, Fragment, type ReactNode } from "react";
import { type Block, blocksOf, type Run } from "../model/rich.ts";

function Piece({ run }: { run: Run }) {
  let shown: ReactNode = run.text.split("\n").map((line, index) => (
    <Fragment key={index}>
      {index ? <br /> : null}
      {line}
    </Fragment>
  ));
  if (run.italic) shown = <em>{shown}</em>;
  if (run.bold) shown = <strong>{shown}</strong>;
  return run.href ? (
    <a href={run.href} target="_blank" rel="noopener noreferrer nofollow">
      {shown}
    </a>
  ) : (
    <>{shown}</>
  );
}

/** Items of one list stand together. */
function grouped(blocks: Block[]): Block[][] {
  const groups: Block[][] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    if (last && (block.kind === "ul" || block.kind === "ol") && last[0]?.kind === block.kind) last.push(block);
    else groups.push([block]);
  }
  return groups;
}

/** Rich text as elements of the page: read block by block, so that nothing in it is ever taken for HTML. */
export function RichView({ html }: { html: string }) {
  const piece = (block: Block): ReactNode => block.runs.map((run, index) => <Piece key={index} run={run} />);
  return (
    <div className="fv-rich">
      {grouped(blocksOf(html)).map((group, index) => {
        const kind = group[0]?.kind ?? "p";
        if (kind !== "ul" && kind !== "ol") return createElement(kind === "h2" ? "h3" : kind === "h3" ? "h4" : kind, { key: index }, group.map(piece));
        return createElement(kind, { key: index }, group.map((block, at) => <li key={at}>{piece(block)}</li>));
      })}
    </div>
  );
}
