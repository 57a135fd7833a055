import type { HTMLAttributes } from "react";
import type { FieldDef, FormDef } from "../../api/index.ts";
import { useLabel, useT } from "../../kit/index.ts";
import { useTitle } from "./choices.ts";
import { type Condition, fieldAt, kindOf } from "./condition.ts";

type ChipProps = { form: FormDef; condition: Condition; onRemove: () => void } & HTMLAttributes<HTMLSpanElement>;

/** A condition in words; a click changes it. */
export function ConditionChip({ form, condition, onRemove, ...rest }: ChipProps) {
  const t = useT("records");
  const label = useLabel();
  const field = fieldAt(form, condition.field);
  const kind = field && kindOf(field);
  if (!field || !kind) return null;
  const { op, values } = condition;
  const options = field.options ?? [];
  const shown = values.map((value) => label(options.find((one) => one.key === value)?.label) || value);
  return (
    <span className="chip" {...rest}>
      <button type="button" className="chip-text">
        <span className="quiet">{label(field.label)}</span> {t(`op.${kind === "date" || kind === "instant" ? "date." : ""}${op}`, { n: values[0] })}{" "}
        <strong>
          {(kind === "link" || kind === "person") && values[0] ? <Title form={form.key} field={field} id={values[0]} /> : op === "last" || op === "next" ? "" : shown.join(op === "between" ? " – " : t("comma"))}
        </strong>
      </button>
      <button
        type="button"
        className="chip-x"
        aria-label={t("remove_filter")}
        onClick={(event) => {
          event.stopPropagation();
          onRemove();
        }}
      >
        ×
      </button>
    </span>
  );
}

function Title({ form, field, id }: { form: string; field: FieldDef; id: string }) {
  return <>{useTitle(form, field, id)}</>;
}
