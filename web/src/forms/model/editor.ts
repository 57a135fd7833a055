import { type Block, blocksOf, isAddress, type Run } from "./rich.ts";

const LISTS = new Set(["UL", "OL"]);
const KINDS: Record<string, Block["kind"]> = { P: "p", DIV: "p", H1: "h2", H2: "h2", H3: "h3", H4: "h3" };

type Look = { bold?: boolean; italic?: boolean; href?: string };

function runNode(run: Run): Node {
  const line = document.createElement("span");
  for (const [index, text] of run.text.split("\n").entries()) {
    if (index) line.append(document.createElement("br"));
    line.append(text);
  }
  let node: Node[] = [...line.childNodes];
  const within = (tag: string): HTMLElement => {
    const element = document.createElement(tag);
    element.append(...node);
    node = [element];
    return element;
  };
  if (run.italic) within("em");
  if (run.bold) within("strong");
  if (run.href) within("a").setAttribute("href", run.href);
  const made = document.createDocumentFragment();
  made.append(...node);
  return made;
}

/** Fills an editable element with rich text, made node by node: nothing is parsed as HTML. */
export function fillEditor(root: HTMLElement, html: string): void {
  root.replaceChildren();
  for (const block of blocksOf(html)) {
    const listed = block.kind === "ul" || block.kind === "ol";
    let around: Element = root;
    if (listed) {
      const before = root.lastElementChild;
      around = before?.tagName.toLowerCase() === block.kind ? before : document.createElement(block.kind);
      if (around !== before) root.append(around);
    }
    const element = document.createElement(listed ? "li" : block.kind);
    element.append(...block.runs.map(runNode));
    around.append(element);
  }
  if (!root.firstChild) {
    const first = document.createElement("p");
    first.append(document.createElement("br"));
    root.append(first);
  }
}

/** The blocks that a person made in an editable element; whatever else stands in it is left out. */
export function readEditor(root: HTMLElement): Block[] {
  const blocks: Block[] = [{ kind: "p", runs: [] }];
  const read = (node: Node, look: Look, list: "ul" | "ol"): void => {
    if (node instanceof Text) {
      blocks.at(-1)?.runs.push({ text: (node.textContent ?? "").replaceAll("\u00a0", " "), ...look });
      return;
    }
    const element = node as HTMLElement;
    const { tagName } = element;
    if (!tagName || tagName === "SCRIPT" || tagName === "STYLE") return;
    if (tagName === "BR") return void blocks.at(-1)?.runs.push({ text: "\n", ...look });
    const inner = { ...look };
    if (tagName === "B" || tagName === "STRONG" || Number(element.style?.fontWeight || 0) >= 600) inner.bold = true;
    if (tagName === "I" || tagName === "EM" || element.style?.fontStyle === "italic") inner.italic = true;
    const href = tagName === "A" ? (element.getAttribute("href") ?? "") : "";
    if (isAddress(href)) inner.href = href;
    const kind = tagName === "LI" ? list : KINDS[tagName];
    if (kind) blocks.push({ kind, runs: [] });
    for (const child of node.childNodes) read(child, inner, LISTS.has(tagName) ? (tagName.toLowerCase() as "ul" | "ol") : list);
    if (kind || LISTS.has(tagName)) blocks.push({ kind: "p", runs: [] });
  };
  for (const child of root.childNodes) read(child, {}, "ul");
  return blocks.map((block) => ({ ...block, runs: withoutEndBreak(block.runs) })).filter((block) => block.runs.length > 0);
}

/** Browsers keep a break at the end of a line that is being typed. */
function withoutEndBreak(runs: Run[]): Run[] {
  const kept = [...runs];
  while (kept.at(-1)?.text === "\n") kept.pop();
  return kept;
}
