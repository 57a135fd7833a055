import { useLabel, useT } from "../../../kit/index.ts";
import type { Touches as Touched } from "../model/server.ts";

const NAMES = ["forms", "prints", "registers", "worklists", "roles"] as const;

/** What a new version touches: records that stay as captured, and what reads the form. */
export function Touches({ touches }: { touches: Touched }) {
  const t = useT("forms");
  const label = useLabel();
  return (
    <section className="card pb-card">
      <h2>{t("pb_touches")}</h2>
      <ul className="pb-touches">
        <li>{touches.records ? t("pb_touch.records", { count: touches.records, voided: touches.voided ?? 0 }) : t("pb_touch.no_records")}</li>
        {NAMES.flatMap((name) => {
          const found = touches[name] ?? [];
          return found.length ? [<li key={name}>{t(`pb_touch.${name}`, { count: found.length, names: found.map((one) => label(one.label) || one.key).join(t("de_or_comma")) })}</li>] : [];
        })}
        {touches.views ? <li>{t("pb_touch.views", { count: touches.views })}</li> : null}
      </ul>
    </section>
  );
}
