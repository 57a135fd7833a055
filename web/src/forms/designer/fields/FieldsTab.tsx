import { useState } from "react";
import { Canvas } from "../canvas/Canvas.tsx";
import { DragBoard } from "../canvas/DragBoard.tsx";
import { useHand } from "../canvas/useHand.ts";
import { Palette } from "../palette/Palette.tsx";
import { Side } from "./Side.tsx";

/** The tab where fields are put on the form: palette, canvas, properties. */
export function FieldsTab() {
  const { hand, editing } = useHand();
  const [tab, setTab] = useState(0);
  return (
    <DragBoard onDropped={hand.edit} onTab={setTab}>
      <div className="dz-fields">
        <Palette onAdded={hand.edit} />
        <Canvas hand={hand} editing={editing} tab={tab} onTab={setTab} />
        <Side />
      </div>
    </DragBoard>
  );
}
