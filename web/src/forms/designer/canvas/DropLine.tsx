import { type Ref, useImperativeHandle, useState } from "react";
import type { Box } from "./spot.ts";

export type LineHandle = { show: (line: Box | null) => void };

/** The green line where what is dragged would go. It alone is drawn again while the pointer moves. */
export function DropLine({ ref }: { ref: Ref<LineHandle> }) {
  const [line, setLine] = useState<Box | null>(null);
  useImperativeHandle(ref, () => ({ show: setLine }), []);
  if (!line) return null;
  const upright = line.bottom - line.top > line.right - line.left;
  return (
    <div
      className={upright ? "dz-line dz-upright" : "dz-line"}
      style={{ left: line.left, top: line.top, width: line.right - line.left, height: line.bottom - line.top }}
      aria-hidden="true"
    />
  );
}
