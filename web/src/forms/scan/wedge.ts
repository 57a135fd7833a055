import { useEffect, useRef } from "react";
import { isTyping } from "../../kit/index.ts";

const FASTEST_MS = 60;
const SHORTEST = 4;

/** Tells a scanner that types from a person: many characters at once, then Enter. */
export class Burst {
  private text = "";
  private last = 0;

  /** One key at a moment (ms); gives the code when it is complete. */
  key(key: string, at: number): string | null {
    if (at - this.last > FASTEST_MS) this.text = "";
    this.last = at;
    if (key === "Enter" || key === "Tab") {
      const code = this.text;
      this.text = "";
      return code.length >= SHORTEST ? code : null;
    }
    if (key.length === 1) this.text += key;
    return null;
  }

  /** Whether a burst is under way. */
  get running(): boolean {
    return this.text.length >= SHORTEST;
  }
}

/** Calls `onScan` when a scanner types while the focus is in no input. */
export function useWedge(onScan: (text: string) => void, active: boolean): void {
  const now = useRef(onScan);
  now.current = onScan;
  useEffect(() => {
    if (!active) return;
    const burst = new Burst();
    const pressed = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || event.altKey || event.metaKey) return;
      const key = event.ctrlKey && event.key === "]" ? "\u001d" : event.key;
      const code = burst.key(key, event.timeStamp);
      if (code !== null || burst.running) {
        event.preventDefault();
        event.stopPropagation();
      }
      if (code !== null) now.current(code);
    };
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, [active]);
}
