import { memo, type RefObject, useEffect, useMemo } from "react";
import type { FormDef } from "../../api/index.ts";
import { useLabel, useT } from "../../kit/index.ts";
import type { View } from "../model/engine.ts";
import { placeOf } from "../model/path.ts";
import type { ReadyField } from "../model/preset.ts";
import { FieldBox } from "./FieldBox.tsx";
import { FormTabs } from "./FormTabs.tsx";
import { ListField } from "./ListField.tsx";
import { type Part, pagesOf, partsOf } from "./parts.ts";
import { SectionBox } from "./SectionBox.tsx";
import { sectionId, useOpened } from "./useOpened.ts";
import type { TypedState } from "./useTyped.ts";

/** How a list brings one of its cells into view. */
export type Reveal = Map<string, (row: number, cell: string) => void>;

type SectionsProps = {
  state: TypedState;
  definition: FormDef;
  errors: Record<string, string>;
  warnings: Record<string, string>;
  reveal: Reveal;
  /** Brings a field into view, whatever tab or section it stands in. */
  showing: RefObject<(field: string) => void>;
  onChange: (key: string, value: unknown) => void;
  onLeave: (path: string) => void;
  onForget: (prefix: string) => void;
};

/** The form's sections and tabs with the fields that are to be seen now. */
export function Sections(props: SectionsProps) {
  const { state, definition, errors, showing } = props;
  const label = useLabel();
  const { program, shot } = state;
  const hint = label(definition.hint);
  const pages = useMemo(() => pagesOf(partsOf(definition, program.fields)), [definition, program]);
  const opened = useOpened(pages);
  useEffect(() => {
    showing.current = opened.show;
  });
  const several = pages.above.length + pages.tabs.length + pages.below.length > 1;
  const seen = (part: Part<ReadyField>): boolean => part.fields.some((field) => !shot.top.flags[field.key]?.hidden);
  const wrongIn = (parts: Part<ReadyField>[]): number => {
    const keys = new Set(parts.flatMap((part) => part.fields.map((field) => field.key)));
    return Object.keys(errors).filter((path) => keys.has(placeOf(path).field)).length;
  };
  const tabs = pages.tabs.map((parts, at) => ({ at, parts, id: sectionId(at) })).filter(({ parts }) => parts.some(seen));
  const front = tabs.find(({ at }) => at === opened.tab) ?? tabs[0];
  const draw = (part: Part<ReadyField>, index: number, titled = true): React.ReactNode =>
    seen(part) ? (
      <PartBox
        key={index}
        {...props}
        part={part}
        titled={titled}
        several={several}
        open={!opened.folded(part) || wrongIn([part]) > 0}
        wrong={wrongIn([part]) > 0}
        onFold={(open) => opened.fold(part, open)}
      />
    ) : null;
  return (
    <>
      {hint ? <p className="ff-form-hint">{hint}</p> : null}
      {pages.above.map((part, index) => draw(part, index))}
      {tabs.length ? (
        <FormTabs
          tabs={tabs.map(({ id, parts }) => ({ id, title: label(parts[0]?.section?.label), wrong: wrongIn(parts) }))}
          at={front?.id ?? ""}
          onGo={(id) => opened.go(tabs.find((tab) => tab.id === id)?.at ?? 0)}
        />
      ) : null}
      {tabs.map(({ id, at, parts }) => (
        <div key={id} id={id} role="tabpanel" aria-labelledby={`${id}-tab`} className="ff-tab-page" hidden={at !== front?.at}>
          {parts.map((part, index) => draw(part, index, index > 0))}
        </div>
      ))}
      {pages.below.map((part, index) => draw(part, index))}
    </>
  );
}

type PartBoxProps = SectionsProps & {
  part: Part<ReadyField>;
  titled: boolean;
  several: boolean;
  open: boolean;
  wrong: boolean;
  onFold: (open: boolean) => void;
};

function PartBox({ part, titled, several, open, wrong, onFold, ...props }: PartBoxProps) {
  const t = useT("forms");
  const label = useLabel();
  const { state, errors, warnings, reveal, onChange, onLeave, onForget } = props;
  const { top } = state.shot;
  const { section } = part;
  const title = section ? label(section.label) : several ? t("other_fields") : "";
  return (
    <SectionBox title={titled ? title : ""} hint={label(section?.hint)} folds={titled && Boolean(section?.collapsed)} open={open} wrong={wrong} onFold={onFold}>
      {part.fields.map((field) => {
        if (top.flags[field.key]?.hidden) return null;
        if (field.type === "list") {
          return <ListField key={field.key} field={field} state={state} errors={errors} reveal={reveal} onLeave={onLeave} onForget={onForget} />;
        }
        return <TopField key={field.key} field={field} view={top} error={errors[field.key]} warning={warnings[field.key]} onChange={onChange} onLeave={onLeave} />;
      })}
    </SectionBox>
  );
}

type TopFieldProps = {
  field: ReadyField;
  view: View;
  error: string | undefined;
  warning: string | undefined;
  onChange: SectionsProps["onChange"];
  onLeave: SectionsProps["onLeave"];
};

const TopField = memo(
  function TopField({ field, view, error, warning, onChange, onLeave }: TopFieldProps) {
    const flags = view.flags[field.key];
    if (!flags) return null;
    return (
      <FieldBox field={field} path={field.key} name={field.key} value={view.values[field.key]} flags={flags} error={error} warning={warning} onChange={onChange} onLeave={onLeave} />
    );
  },
  (a, b) =>
    a.field === b.field &&
    a.error === b.error &&
    a.warning === b.warning &&
    a.onChange === b.onChange &&
    a.onLeave === b.onLeave &&
    Object.is(a.view.values[a.field.key], b.view.values[b.field.key]) &&
    a.view.flags[a.field.key] === b.view.flags[b.field.key],
);
