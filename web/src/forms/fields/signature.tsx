import { EditOutlined } from "@ant-design/icons";
import { lazy, Suspense, useState } from "react";
import { type FileValue, problemText } from "../../api/index.ts";
import { useLabel, useT } from "../../kit/index.ts";
import { type Strokes, useTools, type WidgetProps } from "./tools.ts";

const SignPad = lazy(() => import("./SignPad.tsx").then((m) => ({ default: m.SignPad })));

/** A handwritten signature: signed in a dialog; the strokes are sent, and the server draws the picture. */
export function SignatureWidget(props: WidgetProps) {
  const t = useT("forms");
  const label = useLabel();
  const tools = useTools();
  const [open, setOpen] = useState(false);
  const [failed, setFailed] = useState("");
  const file = (Array.isArray(props.value) ? props.value[0] : props.value) as FileValue | null | undefined;

  const signed = async (strokes: Strokes, picture: Blob): Promise<void> => {
    setOpen(false);
    setFailed("");
    tools.busy(1);
    try {
      props.onChange([await tools.sign(strokes, picture)]);
    } catch (problem) {
      setFailed(`${t("upload_failed")}: ${problemText(problem)}`);
    } finally {
      tools.busy(-1);
    }
  };
  return (
    <div className={props.compact ? "ff-sign-box ff-sign-cell" : "ff-sign-box"}>
      <button id={props.id} type="button" className={props.invalid ? "ff-sign ff-wrong" : "ff-sign"} onClick={() => setOpen(true)}>
        {file ? (
          <img src={tools.fileAddress(file.id)} alt={label(props.field.label)} />
        ) : (
          <span>
            <EditOutlined /> {t("sign")}
          </span>
        )}
      </button>
      {file && !props.compact ? (
        <span className="ff-sign-acts">
          <button type="button" className="ff-link" onClick={() => setOpen(true)}>
            {t("sign_again")}
          </button>
          <button type="button" className="ff-link" onClick={() => props.onChange(null)}>
            {t("clear")}
          </button>
        </span>
      ) : null}
      {failed ? <div className="ff-error">{failed}</div> : null}
      {open ? (
        <Suspense fallback={null}>
          <SignPad title={label(props.field.label)} onDone={(strokes, picture) => void signed(strokes, picture)} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
