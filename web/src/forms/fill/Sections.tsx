import { memo } from "react";
import type { FormDef } from "../../api/index.ts";
import { useLabel, useT } from "../../kit/index.ts";
import type { View } from "../model/engine.ts";
import type { ReadyField } from "../model/preset.ts";
import { FieldBox } from "./FieldBox.tsx";
import { ListField } from "./ListField.tsx";
import type { TypedState } from "./useTyped.ts";

/** How a list brings one of its cells into view. */
export type Reveal = Map<string, (row: number, cell: string) => void>;

type SectionsProps = {
  state: TypedState;
  definition: FormDef;
  errors: Record<string, string>;
  reveal: Reveal;
  onChange: (key: string, value: unknown) => void;
  onLeave: (path: string) => void;
  onForget: (prefix: string) => void;
};

type Part = { label: FormDef["sections"][number]["label"] | null; fields: ReadyField[] };

/** The parts of a form; fields that no section names come last. */
export function partsOf(definition: FormDef, fields: ReadyField[]): Part[] {
  const named = new Set(definition.sections.flatMap((section) => section.fields));
  const parts: Part[] = definition.sections.map((section) => ({
    label: section.label,
    fields: section.fields.map((key) => fields.find((field) => field.key === key)).filter((field): field is ReadyField => field !== undefined),
  }));
  const rest = fields.filter((field) => !named.has(field.key));
  return rest.length ? [...parts, { label: null, fields: rest }] : parts;
}

/** The form's sections with the fields that are to be seen now. */
export function Sections({ state, definition, errors, reveal, onChange, onLeave, onForget }: SectionsProps) {
  const t = useT("forms");
  const label = useLabel();
  const { program, shot } = state;
  const hint = label(definition.hint);
  const parts = partsOf(definition, program.fields);
  return (
    <>
      {hint ? <p className="ff-form-hint">{hint}</p> : null}
      {parts.map((part, index) => {
        const seen = part.fields.filter((field) => !shot.top.flags[field.key]?.hidden);
        if (!seen.length) return null;
        const title = part.label ? label(part.label) : parts.length > 1 ? t("other_fields") : "";
        return (
          <section key={index} className="ff-section">
            {title ? <h2 className="ff-section-title">{title}</h2> : null}
            <div className="ff-grid">
              {seen.map((field) =>
                field.type === "list" ? (
                  <ListField key={field.key} field={field} state={state} errors={errors} reveal={reveal} onLeave={onLeave} onForget={onForget} />
                ) : (
                  <TopField key={field.key} field={field} view={shot.top} error={errors[field.key]} onChange={onChange} onLeave={onLeave} />
                ),
              )}
            </div>
          </section>
        );
      })}
    </>
  );
}

type TopFieldProps = { field: ReadyField; view: View; error: string | undefined; onChange: SectionsProps["onChange"]; onLeave: SectionsProps["onLeave"] };

const TopField = memo(
  function TopField({ field, view, error, onChange, onLeave }: TopFieldProps) {
    const flags = view.flags[field.key];
    if (!flags) return null;
    return <FieldBox field={field} path={field.key} name={field.key} value={view.values[field.key]} flags={flags} error={error} onChange={onChange} onLeave={onLeave} />;
  },
  (a, b) =>
    a.field === b.field &&
    a.error === b.error &&
    a.onChange === b.onChange &&
    a.onLeave === b.onLeave &&
    Object.is(a.view.values[a.field.key], b.view.values[b.field.key]) &&
    a.view.flags[a.field.key] === b.view.flags[b.field.key],
);
