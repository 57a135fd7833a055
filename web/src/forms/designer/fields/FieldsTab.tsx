import { lazy, Suspense, useDeferredValue, useState } from "react";
import { Waiting } from "../../../kit/index.ts";
import type { Device } from "../../fill/FormPreview.tsx";
import { Canvas } from "../canvas/Canvas.tsx";
import { DragBoard } from "../canvas/DragBoard.tsx";
import { StageHead } from "../canvas/StageHead.tsx";
import { useHand } from "../canvas/useHand.ts";
import { fieldAt } from "../model/doc.ts";
import { useDesignerPart, useDesignerStore } from "../model/useDesigner.ts";
import { Palette } from "../palette/Palette.tsx";
import { Side } from "./Side.tsx";

const FormPreview = lazy(() => import("../../fill/FormPreview.tsx").then((m) => ({ default: m.FormPreview })));

/** The tab where fields are put on the form: palette, canvas, properties. */
export function FieldsTab() {
  const { hand, editing } = useHand();
  const store = useDesignerStore();
  /** The label of what was dropped is to be typed, but for links and look-ups: they ask first, and are called by what they lead to. */
  const added = (path: string): void => {
    const field = fieldAt(store.get().doc, path);
    if (field?.to !== "" && field?.from !== "") hand.edit(path);
  };
  const [tab, setTab] = useState(0);
  const [device, setDevice] = useState<Device>("desk");
  return (
    <DragBoard onDropped={added} onTab={setTab}>
      <div className="dz-fields">
        <Palette onAdded={added} />
        <div className="dz-stage">
          <StageHead device={device} onDevice={setDevice} />
          {device === "desk" ? <Canvas hand={hand} editing={editing} tab={tab} onTab={setTab} /> : <Tried device={device} />}
        </div>
        <Side />
      </div>
    </DragBoard>
  );
}

/** The form on a phone or a terminal: it can be tried, and follows what is changed at the right. */
function Tried({ device }: { device: Device }) {
  const doc = useDeferredValue(useDesignerPart((state) => state.doc));
  return (
    <div className="dz-canvas">
      <Suspense fallback={<Waiting rows={8} />}>
        <FormPreview definition={doc} device={device} />
      </Suspense>
    </div>
  );
}
