import { Button, Drawer, Modal } from "antd";
import { useEffect, useRef, useState } from "react";
import SignaturePad from "signature_pad";
import { useIsPhone, useT } from "../../kit/index.ts";

type SignPadProps = { title: string; onDone: (picture: Blob) => void; onClose: () => void };

/** The sheet a person signs on: the whole width of a phone. */
export function SignPad({ title, onDone, onClose }: SignPadProps) {
  const t = useT("forms");
  const phone = useIsPhone();
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad | null>(null);
  const [empty, setEmpty] = useState(true);

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const made = new SignaturePad(element, { penColor: "#14211e", minWidth: 0.9, maxWidth: 2.8 });
    pad.current = made;
    made.addEventListener("endStroke", () => setEmpty(made.isEmpty()));
    const fit = (): void => {
      const sharp = Math.max(window.devicePixelRatio, 1);
      const strokes = made.toData();
      element.width = element.offsetWidth * sharp;
      element.height = element.offsetHeight * sharp;
      element.getContext("2d")?.scale(sharp, sharp);
      made.fromData(strokes);
    };
    fit();
    const sizes = new ResizeObserver(fit);
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
  const done = (): void => canvas.current?.toBlob((picture) => picture && onDone(picture), "image/png");
  const sheet = (
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
  return phone ? (
    <Drawer open placement="bottom" size="70%" title={title} onClose={onClose} className="ff-sheet">
      {sheet}
    </Drawer>
  ) : (
    <Modal open title={title} footer={null} onCancel={onClose} width={560}>
      {sheet}
    </Modal>
  );
}
