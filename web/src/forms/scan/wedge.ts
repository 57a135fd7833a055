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

  /** Whether a key at this moment would begin anew. */
  empty(at: number): boolean {
    return this.text === "" || at - this.last > FASTEST_MS;
  }

  /** Whether a burst is under way. */
  get running(): boolean {
    return this.text.length >= SHORTEST;
  }
}

const SHORTEST_TYPED = 6;

/** Takes back what a scanner typed into an input. */
function takeBack(input: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  const own = Object.getPrototypeOf(input) as object;
  Object.getOwnPropertyDescriptor(own, "value")?.set?.call(input, text);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Calls `onScan` when a scanner types into an input within `selector`, which then is as it was before. */
export function useWedgeWithin(selector: string, onScan: (text: string) => void): void {
  const now = useRef(onScan);
  now.current = onScan;
  useEffect(() => {
    const burst = new Burst();
    let before: { input: Element; text: string } | null = null;
    const pressed = (event: KeyboardEvent): void => {
      const { target } = event;
      const typing = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
      if (!typing || event.altKey || event.metaKey || event.isComposing || !target.closest(selector) || target.dataset.scan) return;
      const started = burst.empty(event.timeStamp) || before?.input !== target;
      if (started) before = { input: target, text: target.value };
      const code = burst.key(event.ctrlKey && event.key === "]" ? "\u001d" : event.key, event.timeStamp);
      if (code === null || code.length < SHORTEST_TYPED) return;
      event.preventDefault();
      event.stopPropagation();
      takeBack(target, before?.text ?? "");
      now.current(code);
    };
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, [selector]);
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
