import { Button, Modal } from "antd";
import { useEffect, useRef, useState } from "react";
import SignaturePad from "signature_pad";
import { useT } from "../../kit/index.ts";
import { Sheet } from "./Sheet.tsx";
import { type Strokes, useTools } from "./tools.ts";

type SignPadProps = { title: string; onDone: (strokes: Strokes, picture: Blob) => void; onClose: () => void };

function strokesOf(pad: SignaturePad, canvas: HTMLCanvasElement): Strokes {
  const groups = pad.toData().filter((group) => group.points.length);
  const start = groups[0]?.points[0]?.time ?? 0;
  let latest = 0;
  const at = (time: number): number => (latest = Math.max(latest, Math.round(time - start)));
  return {
    width: Math.max(1, canvas.offsetWidth),
    height: Math.max(1, canvas.offsetHeight),
    strokes: groups.map((group) => group.points.map((point) => [Math.round(point.x), Math.round(point.y), at(point.time)])),
  };
}

/** The sheet a person signs on: the whole width of a phone. */
export function SignPad({ title, ...rest }: SignPadProps) {
  const { phone } = useTools();
  return phone ? (
    <Sheet open size="70%" title={title} onClose={rest.onClose}>
      <Pad {...rest} />
    </Sheet>
  ) : (
    <Modal open title={title} footer={null} onCancel={rest.onClose} width={560}>
      <Pad {...rest} />
    </Modal>
  );
}

/** Makes the canvas as sharp as the screen, strokes kept. */
function fitted(canvas: HTMLCanvasElement, pad: SignaturePad): void {
  const sharp = Math.max(window.devicePixelRatio, 1);
  const strokes = pad.toData();
  canvas.width = canvas.offsetWidth * sharp;
  canvas.height = canvas.offsetHeight * sharp;
  canvas.getContext("2d")?.scale(sharp, sharp);
  pad.fromData(strokes);
}

function Pad({ onDone, onClose }: Omit<SignPadProps, "title">) {
  const t = useT("forms");
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad | null>(null);
  const [empty, setEmpty] = useState(true);

  useEffect(() => {
    const element = canvas.current as HTMLCanvasElement;
    const made = new SignaturePad(element, { penColor: "#14211e", minWidth: 0.9, maxWidth: 2.8 });
    pad.current = made;
    made.addEventListener("endStroke", () => setEmpty(made.isEmpty()));
    const sizes = new ResizeObserver(() => fitted(element, made));
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      made.off();
    };
  }, []);

  const clear = (): void => {
    pad.current?.clear();
    setEmpty(true);
  };
  const done = (): void => {
    const [now, sheet] = [pad.current, canvas.current];
    if (now && sheet) sheet.toBlob((picture) => picture && onDone(strokesOf(now, sheet), picture), "image/png");
  };
  return (
    <>
      <div className="ff-pad">
        <canvas ref={canvas} aria-label={t("sign_here")} />
        {empty ? <span className="ff-pad-hint">{t("sign_here")}</span> : null}
      </div>
      <div className="ff-pad-acts">
        <Button onClick={clear} disabled={empty}>
          {t("sign_clear")}
        </Button>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button type="primary" onClick={done} disabled={empty}>
          {t("sign_done")}
        </Button>
      </div>
    </>
  );
}
