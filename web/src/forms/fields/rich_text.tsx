import { BoldOutlined, ItalicOutlined, LinkOutlined, OrderedListOutlined, UnorderedListOutlined } from "@ant-design/icons";
import { type ClipboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useT } from "../../kit/index.ts";
import { fillEditor, readEditor } from "../model/editor.ts";
import { htmlOf, isAddress } from "../model/rich.ts";
import { aria, inputClass, type WidgetProps } from "./tools.ts";

type Command = { name: string; value?: string; sign: ReactNode; word: string };

const COMMANDS: Command[] = [
  { name: "bold", sign: <BoldOutlined />, word: "rich_bold" },
  { name: "italic", sign: <ItalicOutlined />, word: "rich_italic" },
  { name: "formatBlock", value: "h3", sign: "H", word: "rich_heading" },
  { name: "insertUnorderedList", sign: <UnorderedListOutlined />, word: "rich_list" },
  { name: "insertOrderedList", sign: <OrderedListOutlined />, word: "rich_numbers" },
];

/** A small editor: the browser edits, and only the blocks, lists, bold, italic and links in it are read out. */
export function RichTextWidget(props: WidgetProps) {
  const t = useT("forms");
  const box = useRef<HTMLDivElement>(null);
  /** What this editor told of itself since it was last filled: drawn late, it must not be filled with that again. */
  const told = useRef(new Set<string>());
  const [address, setAddress] = useState<string | null>(null);
  const range = useRef<Range | null>(null);
  const html = String(props.value ?? "");
  const latest = useRef(html);

  useEffect(() => {
    if (!box.current || told.current.has(html)) return;
    fillEditor(box.current, html);
    told.current = new Set([html]);
  }, [html]);

  const tell = (): void => {
    const next = htmlOf(readEditor(box.current as HTMLDivElement));
    if (next === latest.current) return;
    latest.current = next;
    told.current.add(next);
    props.onChange(next || null);
  };
  const run = (name: string, value?: string): void => {
    box.current?.focus();
    const again = name === "formatBlock" && document.queryCommandValue("formatBlock") === value;
    document.execCommand(name, false, again ? "p" : value);
    tell();
  };
  const pasted = (event: ClipboardEvent): void => {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  };
  const ask = (): void => {
    const selection = window.getSelection();
    range.current = selection?.rangeCount ? selection.getRangeAt(0) : null;
    setAddress("https://");
  };
  const linked = (): void => {
    const selection = window.getSelection();
    if (range.current) {
      selection?.removeAllRanges();
      selection?.addRange(range.current);
    }
    if (address && isAddress(address)) {
      if (selection?.isCollapsed) document.execCommand("insertText", false, address);
      else run("createLink", address);
    }
    setAddress(null);
    tell();
  };
  return (
    <div className="ff-rich">
      <div className="ff-rich-bar" role="toolbar" aria-label={t("rich_tools")}>
        {COMMANDS.map(({ name, value, sign, word }) => (
          <button key={name} type="button" className="ff-icon" title={t(word)} aria-label={t(word)} onMouseDown={(event) => event.preventDefault()} onClick={() => run(name, value)}>
            {sign}
          </button>
        ))}
        <button type="button" className="ff-icon" title={t("rich_link")} aria-label={t("rich_link")} onMouseDown={(event) => event.preventDefault()} onClick={ask}>
          <LinkOutlined />
        </button>
        {address === null ? null : (
          <input
            className="ff-input ff-rich-link"
            autoFocus
            value={address}
            aria-label={t("rich_address")}
            placeholder={t("rich_address")}
            onChange={(event) => setAddress(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") (event.preventDefault(), linked());
              if (event.key === "Escape") (event.stopPropagation(), setAddress(null));
            }}
          />
        )}
      </div>
      <div
        {...aria(props)}
        ref={box}
        className={`${inputClass(props, "ff-rich-text")} fv-rich`}
        contentEditable
        suppressContentEditableWarning
        role="textbox"
        aria-multiline="true"
        aria-labelledby={`${props.id}-label`}
        onInput={tell}
        onBlur={tell}
        onPaste={pasted}
        onDrop={(event) => event.preventDefault()}
      />
    </div>
  );
}
