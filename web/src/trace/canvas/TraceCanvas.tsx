import { AimOutlined, ExpandOutlined, ZoomInOutlined, ZoomOutOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import { useEffect, useRef, useState } from "react";
import { useT } from "../../kit/index.ts";
import { Board } from "./board.ts";
import type { Scene } from "./scene.ts";

type CanvasProps = {
  scene: Scene;
  /** What the picture is, for those who cannot see it. */
  label: string;
  /** When it changes, the camera opens anew; else it stays where it was moved. */
  subject: string;
  chosen: number;
  onChoose: (item: number) => void;
  onOpen: (item: number) => void;
};

type Tip = { lines: string[]; x: number; y: number };

/** The canvas with its zoom buttons and the note beside the pointer. */
export function TraceCanvas({ scene, label, subject, chosen, onChoose, onOpen }: CanvasProps) {
  const t = useT("trace");
  const canvas = useRef<HTMLCanvasElement>(null);
  const board = useRef<Board | null>(null);
  const shown = useRef("");
  const now = useRef({ scene, onChoose, onOpen });
  now.current = { scene, onChoose, onOpen };
  const [tip, setTip] = useState<Tip | null>(null);

  useEffect(() => {
    const made = new Board(canvas.current as HTMLCanvasElement, {
      onHover: (item, x, y) => setTip(item < 0 ? null : { lines: now.current.scene.tip(item), x, y }),
      onChoose: (item) => now.current.onChoose(item),
      onOpen: (item) => now.current.onOpen(item),
    });
    board.current = made;
    shown.current = "";
    return () => made.stop();
  }, []);
  useEffect(() => {
    board.current?.show(scene, shown.current === subject);
    shown.current = subject;
    setTip(null);
  }, [scene, subject]);
  useEffect(() => board.current?.choose(chosen), [chosen, scene]);

  const buttons = [
    { key: "zoom_out", icon: <ZoomOutOutlined />, act: () => board.current?.zoom(1 / 1.4) },
    { key: "zoom_in", icon: <ZoomInOutlined />, act: () => board.current?.zoom(1.4) },
    { key: "fit", icon: <ExpandOutlined />, act: () => board.current?.fit() },
    { key: "to_start", icon: <AimOutlined />, act: () => board.current?.centre(scene.focus) },
  ];
  return (
    <div className="canvas-box">
      <canvas ref={canvas} className="canvas" tabIndex={0} role="img" aria-label={label} />
      <div className="sr-only" aria-live="polite">
        {chosen >= 0 ? scene.tip(chosen).join(", ") : ""}
      </div>
      <div className="canvas-tools">
        {buttons.map((button) => (
          <Tooltip key={button.key} title={t(button.key)} placement="left">
            <Button type="text" icon={button.icon} aria-label={t(button.key)} onClick={button.act} />
          </Tooltip>
        ))}
      </div>
      {tip && tip.lines.length ? <TipBox tip={tip} width={canvas.current?.clientWidth ?? 0} height={canvas.current?.clientHeight ?? 0} /> : null}
    </div>
  );
}

function TipBox({ tip, width, height }: { tip: Tip; width: number; height: number }) {
  const side = tip.x > width - 240 ? { right: width - tip.x + 12 } : { left: tip.x + 14 };
  const edge = tip.y > height - 140 ? { bottom: height - tip.y + 12 } : { top: tip.y + 16 };
  return (
    <div className="canvas-tip" style={{ ...side, ...edge }}>
      {tip.lines.map((line, n) => (
        <div key={n} className={n ? "" : "canvas-tip-head"}>
          {line}
        </div>
      ))}
    </div>
  );
}
