import { ScanOutlined } from "@ant-design/icons";
import { useEffect, useRef, useState } from "react";
import { useLabel, useT } from "../../kit/index.ts";
import { useTools } from "../fields/tools.ts";
import type { ReadyField } from "../model/preset.ts";
import { ScanButton } from "../scan/ScanButton.tsx";
import { useWedge, useWedgeWithin } from "../scan/wedge.ts";

const SAID_MS = 6000;

/** What came of a scan. */
export type ScanSaid = { good: boolean; words: string; row: number | null };

type ScanAddProps = {
  list: string;
  cell: ReadyField;
  onScan: (code: string) => Promise<ScanSaid>;
  /** A row was added: the person goes on there. */
  onGood: (row: number) => void;
};

/** Scan after scan, row after row: the last one is said in green or red. */
export function ScanAdd({ list, cell, onScan, onGood }: ScanAddProps) {
  const t = useT("forms");
  const label = useLabel();
  const { phone } = useTools();
  const [text, setText] = useState("");
  const [said, setSaid] = useState<ScanSaid | null>(null);
  const busy = useRef(false);
  useEffect(() => {
    const timer = said?.good === false ? undefined : setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);

  const scanned = async (code: string): Promise<void> => {
    if (busy.current || !code.trim()) return;
    busy.current = true;
    try {
      const found = await onScan(code.trim());
      setSaid(found);
      setText("");
      if (found.good && found.row !== null) onGood(found.row);
    } catch (problem) {
      setSaid({ good: false, words: String(problem instanceof Error ? problem.message : problem), row: null });
    } finally {
      busy.current = false;
    }
  };
  useWedge((code) => void scanned(code), true);
  useWedgeWithin(`[data-path="${list}"], .ff-sheet`, (code) => void scanned(code));
  return (
    <div className="ff-scan-add">
      {said ? (
        <span className={said.good ? "ff-said good" : "ff-said bad"} role="status">
          {said.words}
        </span>
      ) : null}
      {phone ? (
        <ScanButton wide onScan={(code) => void scanned(code)} />
      ) : (
        <span className="ff-scan-box">
          <ScanOutlined aria-hidden="true" />
          <input
            className="ff-input mono"
            data-scan={cell.key}
            value={text}
            autoComplete="off"
            spellCheck={false}
            placeholder={t("scan_add", { label: label(cell.label) })}
            aria-label={t("scan_add", { label: label(cell.label) })}
            onChange={(event) => {
              setText(event.target.value);
              setSaid(null);
            }}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
              event.preventDefault();
              void scanned(text);
            }}
          />
          <ScanButton onScan={(code) => void scanned(code)} />
        </span>
      )}
    </div>
  );
}
