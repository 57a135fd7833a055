import { useState } from "react";
import { Canvas } from "../canvas/Canvas.tsx";
import { DragBoard } from "../canvas/DragBoard.tsx";
import { StageHead } from "../canvas/StageHead.tsx";
import { useHand } from "../canvas/useHand.ts";
import { fieldAt } from "../model/doc.ts";
import { useDesignerStore } from "../model/useDesigner.ts";
import { Palette } from "../palette/Palette.tsx";
import { Side } from "./Side.tsx";

/** The tab where fields are put on the form: palette, canvas, properties. */
export function FieldsTab() {
  const { hand, editing } = useHand();
  const store = useDesignerStore();
  /** The label of what was dropped is to be typed, but for a link: it asks for its form first and is called by it. */
  const added = (path: string): void => {
    if (fieldAt(store.get().doc, path)?.to !== "") hand.edit(path);
  };
  const [tab, setTab] = useState(0);
  return (
    <DragBoard onDropped={added} onTab={setTab}>
      <div className="dz-fields">
        <Palette onAdded={added} />
        <div className="dz-stage">
          <StageHead />
          <Canvas hand={hand} editing={editing} tab={tab} onTab={setTab} />
        </div>
        <Side />
      </div>
    </DragBoard>
  );
}
