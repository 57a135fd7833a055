import { CheckOutlined } from "@ant-design/icons";
import { type KeyboardEvent, useRef, useState } from "react";
import { useLabel, useT } from "../../kit/index.ts";
import { Chips } from "./Chips.tsx";
import { offeredOptions } from "./choice.tsx";
import { Popup } from "./Popup.tsx";
import { aria, inputClass, type WidgetProps } from "./tools.ts";

/** Some of several. */
export function MultiWidget(props: WidgetProps) {
  const label = useLabel();
  const chosen = Array.isArray(props.value) ? (props.value as string[]) : [];
  const options = offeredOptions(props.field.options, chosen, props.flags.offered).map((one) => ({ key: one.key, text: label(one.label) || one.key, color: one.color }));
  const toggle = (key: string): void => {
    const next = chosen.includes(key) ? chosen.filter((one) => one !== key) : options.map((one) => one.key).filter((one) => one === key || chosen.includes(one));
    props.onChange(next.length ? next : null);
  };
  if (!props.compact) return <Chips {...props} several options={options} chosen={chosen} onChoose={toggle} />;
  return <MultiCell {...props} options={options} chosen={chosen} onToggle={toggle} />;
}

type MultiCellProps = WidgetProps & { options: { key: string; text: string }[]; chosen: string[]; onToggle: (key: string) => void };

function MultiCell({ options, chosen, onToggle, ...props }: MultiCellProps) {
  const t = useT("forms");
  const box = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const shown = options.filter((one) => chosen.includes(one.key)).map((one) => one.text);
  const keyed = (event: KeyboardEvent): void => {
    if (event.key === "Escape") setOpen(false);
  };
  return (
    <>
      <button {...aria(props)} ref={box} type="button" className={inputClass(props, "cut")} aria-expanded={open} onClick={() => setOpen(!open)} onBlur={() => setOpen(false)} onKeyDown={keyed}>
        {shown.join(t("comma"))}
      </button>
      {open ? (
        <Popup at={box}>
          <div className="ff-offer" role="listbox" aria-multiselectable>
            {options.map((one) => (
              <div key={one.key} role="option" aria-selected={chosen.includes(one.key)} className="ff-offered" onClick={() => onToggle(one.key)}>
                <span className="ff-tick">{chosen.includes(one.key) ? <CheckOutlined /> : null}</span>
                <span>{one.text}</span>
              </div>
            ))}
          </div>
        </Popup>
      ) : null}
    </>
  );
}
