/** A piece of text of one look; `\n` breaks the line. */
export type Run = { text: string; bold?: boolean; italic?: boolean; href?: string };
/** A paragraph, a heading or one item of a list. */
export type Block = { kind: "p" | "h2" | "h3" | "ul" | "ol"; runs: Run[] };

const TOKEN = /<(\/?)(p|h2|h3|ul|ol|li|strong|em|a|br)(?: href="([^"]*)")?>|([^<]+)|</g;
const NAMED: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#x27;": "'", "&#39;": "'", "&nbsp;": " " };
const ADDRESS = /^https?:\/\/[^\s<>"'\\()[\]]{1,1000}$/;

const plain = (text: string): string => text.replaceAll(/&(?:lt|gt|amp|quot|nbsp|#x27|#39);/g, (name) => NAMED[name] ?? name);
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Whether an address may be linked to. */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** The blocks of HTML that the server cleaned. Whatever it does not know is left out, never run: nothing is made HTML of. */
export function blocksOf(html: string): Block[] {
  const blocks: Block[] = [];
  const look = { bold: false, italic: false, href: "" };
  let list: "ul" | "ol" = "ul";
  for (const [, end, tag, href, text] of html.matchAll(TOKEN)) {
    if (text !== undefined) put(blocks, { text: plain(text), ...look });
    else if (tag === "br") put(blocks, { text: "\n", ...look });
    else if (tag === "strong") look.bold = !end;
    else if (tag === "em") look.italic = !end;
    else if (tag === "a") look.href = !end && href && isAddress(plain(href)) ? plain(href) : "";
    else if ((tag === "ul" || tag === "ol") && !end) list = tag;
    else if (tag && !end) blocks.push({ kind: tag === "li" ? list : (tag as Block["kind"]), runs: [] });
  }
  return blocks;
}

function put(blocks: Block[], run: Run): void {
  if (!blocks.length) blocks.push({ kind: "p", runs: [] });
  blocks.at(-1)?.runs.push(run);
}

function inline({ text, bold, italic, href }: Run): string {
  let html = escaped(text).replaceAll("\n", "<br>");
  if (italic) html = `<em>${html}</em>`;
  if (bold) html = `<strong>${html}</strong>`;
  return href && isAddress(href) ? `<a href="${escaped(href).replaceAll('"', "&quot;")}">${html}</a>` : html;
}

/** Blocks as HTML; the server cleans it once more. `""` when nothing is in them. */
export function htmlOf(blocks: Block[]): string {
  const filled = blocks.filter((block) => block.runs.some((run) => run.text.trim()));
  let around = "";
  let html = "";
  for (const block of filled) {
    const listed = block.kind === "ul" || block.kind === "ol" ? block.kind : "";
    if (listed !== around) html += (around ? `</${around}>` : "") + (listed ? `<${listed}>` : "");
    around = listed;
    const tag = listed ? "li" : block.kind;
    html += `<${tag}>${block.runs.map(inline).join("")}</${tag}>`;
  }
  return html + (around ? `</${around}>` : "");
}

/** The words alone, on one line. */
export function wordsOf(html: string): string {
  return blocksOf(html).map((block) => block.runs.map((run) => run.text).join("").replaceAll("\n", " ")).join(" ");
}
