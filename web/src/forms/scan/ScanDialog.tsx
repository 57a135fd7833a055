import { Modal } from "antd";
import { useEffect, useRef, useState } from "react";
import { useT } from "../../kit/index.ts";

const LOOK_EVERY_MS = 120;
const WIDEST = 1280;

type ScanDialogProps = { onScan: (text: string) => void; onClose: () => void };

/** The camera looking for a code, and a box to type it into. */
export function ScanDialog({ onScan, onClose }: ScanDialogProps) {
  const t = useT("forms");
  const [typed, setTyped] = useState("");
  const [failed, setFailed] = useState(false);
  return (
    <Modal open onCancel={onClose} footer={null} title={t("scan")} width={480} destroyOnHidden className="ff-scan-dialog">
      {failed ? (
        <div className="ff-camera-off">
          <strong>{t("camera_off")}</strong>
          <p>{t("camera_off_hint")}</p>
        </div>
      ) : (
        <Camera onScan={onScan} onFail={() => setFailed(true)} />
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (typed.trim()) onScan(typed.trim());
        }}
      >
        <input
          className="ff-input mono"
          autoFocus
          autoComplete="off"
          placeholder={t("scan_hint")}
          aria-label={t("scan_hint")}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </form>
    </Modal>
  );
}

function Camera({ onScan, onFail }: { onScan: (text: string) => void; onFail: () => void }) {
  const t = useT("forms");
  const video = useRef<HTMLVideoElement>(null);
  const heard = useRef({ onScan, onFail });
  heard.current = { onScan, onFail };
  useEffect(() => {
    const watch = new AbortController();
    void look(video.current as HTMLVideoElement, watch.signal).then(
      (text) => (text !== null ? (navigator.vibrate?.(60), heard.current.onScan(text)) : undefined),
      () => heard.current.onFail(),
    );
    return () => watch.abort();
  }, []);
  return (
    <div className="ff-camera">
      <video ref={video} playsInline muted />
      <div className="ff-camera-frame" aria-hidden="true" />
      <div className="ff-camera-aim">{t("scan_aim")}</div>
    </div>
  );
}

/** Looks through the camera until a code is read; `null` when it was stopped. Throws where there is no camera. */
async function look(video: HTMLVideoElement, stop: AbortSignal): Promise<string | null> {
  const wanted = { facingMode: "environment", width: { ideal: WIDEST } };
  const [stream, reader] = await Promise.all([navigator.mediaDevices.getUserMedia({ video: wanted }), import("./reader.ts")]);
  try {
    await reader.prepareReader();
    video.srcObject = stream;
    await video.play();
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d", { willReadFrequently: true });
    while (!stop.aborted && context) {
      if (video.videoWidth) {
        canvas.width = video.videoWidth;
        canvas.height = video.videoHeight;
        context.drawImage(video, 0, 0);
        const text = await reader.readPicture(context.getImageData(0, 0, canvas.width, canvas.height));
        if (text !== null) return stop.aborted ? null : text;
      }
      await new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
    }
    return null;
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}
