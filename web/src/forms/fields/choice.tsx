import { useCallback } from "react";
import type { Choice } from "../../api/index.ts";
import { useLabel, useT } from "../../kit/index.ts";
import { Chips } from "./Chips.tsx";
import { Combo } from "./Combo.tsx";
import { type Option, useTools, type WidgetProps } from "./tools.ts";

const MOST_CHIPS = 4;
const MOST_CHIPS_PHONE = 6;
const MOST_LETTERS = 30;

/** Options that are offered: retired ones, and those that linkage takes away, only where they are chosen already. */
export function offeredOptions(options: Choice[] | undefined, chosen: string[], open?: string[]): Choice[] {
  const isOpen = (option: Choice): boolean => !(option as { retired?: boolean }).retired && (!open || open.includes(option.key));
  return (options ?? []).filter((option) => isOpen(option) || chosen.includes(option.key));
}

type ChoiceProps = WidgetProps & { /** Always all in sight, or always a list. */ as?: "chips" | "list"; tinted?: boolean };

export function RadioWidget(props: WidgetProps) {
  return <ChoiceWidget {...props} as="chips" />;
}

export function DropdownWidget(props: WidgetProps) {
  return <ChoiceWidget {...props} as="list" />;
}

/** Options that wear their colours. */
export function ColorTagWidget(props: WidgetProps) {
  return <ChoiceWidget {...props} as="chips" tinted />;
}

/** One of several: all in sight when they are few, else a list. */
export function ChoiceWidget({ as, tinted, ...props }: ChoiceProps) {
  const t = useT("forms");
  const label = useLabel();
  const { phone } = useTools();
  const chosen = String(props.value ?? "");
  const options = offeredOptions(props.field.options, chosen ? [chosen] : [], props.flags.offered).map((option) => ({
    key: option.key,
    text: label(option.label) || option.key,
    color: option.color,
  }));
  const letters = options.reduce((sum, option) => sum + option.text.length + 2, 0);
  const most = phone ? MOST_CHIPS_PHONE : MOST_CHIPS;
  const narrow = Number(props.field.width ?? 6) <= 4;
  const offered: Option[] = options.map((option) => ({ id: option.key, title: option.text }));
  const load = useCallback(
    (search: string) => Promise.resolve(offered.filter((one) => `${one.id} ${one.title}`.toLowerCase().includes(search.toLowerCase()))),
    [offered],
  );
  const choose = (key: string): void => props.onChange(key || null);
  const few = as ? as === "chips" : options.length <= most && (phone || letters <= (narrow ? MOST_LETTERS / 1.4 : MOST_LETTERS));
  if (few && !props.compact) return <Chips {...props} tinted={tinted} options={options} chosen={chosen ? [chosen] : []} onChoose={choose} />;
  return (
    <Combo
      {...props}
      title={label(props.field.label)}
      placeholder={t("choose")}
      shown={options.find((option) => option.key === chosen)?.text ?? chosen}
      load={load}
      onPick={(option) => choose(option.id)}
      onClear={() => choose("")}
    />
  );
}
