import { Nothing, useT } from "../../../kit/index.ts";

/** An empty form says how it is filled. */
export function EmptyForm() {
  const t = useT("forms");
  return (
    <section className="dz-section dz-nothing" data-group="rest">
      <Nothing title={t("design_empty")} hint={t("design_empty_hint")} />
    </section>
  );
}
