import type { KeyboardEvent } from "react";
import { aria, type WidgetProps } from "./tools.ts";

export type Chip = { key: string; text: string; color?: string | null };

type ChipsProps = WidgetProps & {
  options: Chip[];
  chosen: string[];
  onChoose: (key: string) => void;
  several?: boolean;
  /** The whole chip wears its colour. */
  tinted?: boolean;
};

/** A few things to choose from, all in sight. Chosen again, a choice that may be blank is taken back. */
export function Chips({ options, chosen, onChoose, several, tinted, ...props }: ChipsProps) {
  const moved = (event: KeyboardEvent<HTMLButtonElement>): void => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!by) return;
    event.preventDefault();
    const all = [...(event.currentTarget.parentElement?.querySelectorAll("button") ?? [])];
    all[(all.indexOf(event.currentTarget) + by + all.length) % all.length]?.focus();
  };
  const first = chosen[0] ?? options[0]?.key;
  return (
    <div role={several ? "group" : "radiogroup"} className={props.invalid ? "ff-chips ff-chips-wrong" : "ff-chips"} aria-labelledby={`${props.id}-label`}>
      {options.map((option) => {
        const on = chosen.includes(option.key);
        return (
          <button
            {...(option.key === first ? aria(props) : {})}
            key={option.key}
            type="button"
            role={several ? "checkbox" : "radio"}
            aria-checked={on}
            tabIndex={several || option.key === first ? 0 : -1}
            className={["ff-chip", on ? "on" : "", tinted && option.color ? `ff-tinted tag-${option.color}` : ""].filter(Boolean).join(" ")}
            onClick={() => onChoose(on && !several && !props.flags.required ? "" : option.key)}
            onKeyDown={moved}
          >
            {option.color && !tinted ? <span className={`ff-chip-dot tag-${option.color}`} /> : null}
            {option.text}
          </button>
        );
      })}
    </div>
  );
}
