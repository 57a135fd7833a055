import type { KeyboardEvent } from "react";
import { useT } from "../../kit/index.ts";

export type FormTab = { id: string; title: string; /** How many mistakes stand in it. */ wrong: number };

type FormTabsProps = { tabs: FormTab[]; at: string; onGo: (id: string) => void };

/** The tabs of a form; one with mistakes says how many. */
export function FormTabs({ tabs, at, onGo }: FormTabsProps) {
  const t = useT("forms");
  const keyed = (event: KeyboardEvent<HTMLButtonElement>, index: number): void => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next = tabs[(index + by + tabs.length) % tabs.length];
    if (!by || !next) return;
    event.preventDefault();
    onGo(next.id);
    document.getElementById(`${next.id}-tab`)?.focus();
  };
  return (
    <div className="ff-tabs" role="tablist">
      {tabs.map((tab, index) => (
        <button
          key={tab.id}
          id={`${tab.id}-tab`}
          type="button"
          role="tab"
          aria-selected={tab.id === at}
          aria-controls={tab.id}
          tabIndex={tab.id === at ? 0 : -1}
          className={tab.id === at ? "ff-tab on" : "ff-tab"}
          onClick={() => onGo(tab.id)}
          onKeyDown={(event) => keyed(event, index)}
        >
          {tab.title}
          {tab.wrong ? (
            <span className="ff-tab-wrong" title={t("mistakes", { count: tab.wrong })}>
              {tab.wrong}
            </span>
          ) : null}
        </button>
      ))}
    </div>
  );
}
