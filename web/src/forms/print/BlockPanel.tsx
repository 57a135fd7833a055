import { InputNumber } from "antd";
import type { Problem } from "../../api/index.ts";
import { useLabel, useT } from "../../kit/index.ts";
import { ConditionInput } from "../designer/expr/ConditionInput.tsx";
import type { Doc } from "../designer/model/doc.ts";
import { Fold, Line } from "../designer/props/Fold.tsx";
import { BlockOptions } from "./BlockOptions.tsx";
import { wrongOf } from "./blocks.ts";
import { useBlockTypes } from "./data.ts";
import { STEP } from "./geometry.ts";
import { paperOf, type Side } from "./types.ts";
import { useNames } from "./useNames.ts";
import type { Edit } from "./usePrint.ts";

const SIDES: Side[] = ["x", "y", "w", "h"];

/** The properties of the chosen block: what it prints, where it lies, when it is printed. */
export function BlockPanel({ edit, form, problem }: { edit: Edit; form: Doc; problem: Problem | null }) {
  const t = useT("forms");
  const label = useLabel();
  const types = useBlockTypes().data ?? [];
  const at = edit.doc.each ?? "";
  const names = useNames(form, at);
  const block = edit.doc.blocks[edit.at];
  if (!block) return null;
  const name = label(types.find((one) => one.key === block.block)?.label) || block.block;
  const wrong = wrongOf(problem?.errors ?? [], edit.at);
  return (
    <div className="dp">
      <Fold name="print-block" title={name}>
        {wrong.length ? (
          <ul className="pt-mistakes" role="alert">
            {wrong.map((one) => (
              <li key={one.path + one.message}>{one.message}</li>
            ))}
          </ul>
        ) : null}
        <BlockOptions block={block} form={form} names={names} at={at} label={edit.doc.kind === "label"} set={(changes) => edit.block(edit.at, changes)} />
      </Fold>
      {edit.doc.kind === "label" ? <Place edit={edit} /> : null}
      <Fold name="print-when" title={t("pt_when")} shut={!block.when}>
        <Line>
          <ConditionInput at={at} label={t("pt_when")} add={t("pt_when_add")} value={block.when} onChange={(when) => edit.block(edit.at, { when })} />
        </Line>
      </Fold>
    </div>
  );
}

function Place({ edit }: { edit: Edit }) {
  const t = useT("forms");
  const block = edit.doc.blocks[edit.at]!;
  const paper = paperOf(edit.doc);
  return (
    <Fold name="print-place" title={t("pt_place")}>
      <div className="pt-two">
        {SIDES.map((side) => (
          <Line key={side} label={t(`pt_${side}`)}>
            <InputNumber
              aria-label={t(`pt_${side}`)}
              suffix="mm"
              step={STEP}
              min={0}
              max={side === "x" || side === "w" ? paper.width : paper.height}
              value={block[side] ?? null}
              onChange={(value) => value !== null && edit.block(edit.at, { [side]: value })}
            />
          </Line>
        ))}
      </div>
    </Fold>
  );
}
