import { useLabel, useLang } from "../../kit/index.ts";
import { useDesigner } from "../designer/model/useDesigner.ts";
import { saidOf } from "./blocks.ts";
import { useBlockTypes } from "./data.ts";
import type { BlockDoc } from "./types.ts";
import { useFormNames, useNames } from "./useNames.ts";
import type { Edit } from "./usePrint.ts";

/** What the blocks of a template are called: by their kind, and by what they print. */
export function useBlocks(edit: Edit): { kindOf: (block: BlockDoc) => string; saysOf: (block: BlockDoc) => string; nameOf: (block: BlockDoc) => string } {
  const lang = useLang();
  const label = useLabel();
  const d = useDesigner();
  const types = useBlockTypes().data ?? [];
  const formOf = useFormNames();
  const { nameOf: fieldName } = useNames(d.published ?? d.doc, edit.doc.each ?? "");
  const kindOf = (block: BlockDoc): string => label(types.find((one) => one.key === block.block)?.label) || block.block;
  const saysOf = (block: BlockDoc): string => saidOf(block, fieldName, formOf, lang);
  return { kindOf, saysOf, nameOf: (block) => [kindOf(block), saysOf(block)].filter(Boolean).join(": ") };
}
