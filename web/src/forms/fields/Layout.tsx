import type { FieldDef } from "../../api/index.ts";
import { type Label, useLabel } from "../../kit/index.ts";
import { RichView } from "./RichView.tsx";

/** What stands between the fields: a line with its label, or the builder's words. */
export function Layout({ field }: { field: FieldDef }) {
  const label = useLabel();
  if (field.type === "note") {
    return (
      <div className="fv-note" role="note">
        <RichView html={label(field.text as Label | undefined)} />
      </div>
    );
  }
  return (
    <div className="fv-divider" role="separator" aria-label={label(field.label)}>
      <span>{label(field.label)}</span>
    </div>
  );
}
