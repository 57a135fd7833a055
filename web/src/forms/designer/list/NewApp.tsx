import { useLang, useT } from "../../../kit/index.ts";
import { type AppDoc, freshKey, labelIn, putApp, useDoing } from "./data.ts";
import { NameDialog } from "./NameDialog.tsx";

/** Makes an app: a group of forms in the navigation. */
export function NewApp({ apps, onMade, onClose }: { apps: AppDoc[]; onMade: (key: string) => void; onClose: () => void }) {
  const t = useT("forms");
  const lang = useLang();
  const doing = useDoing();
  const make = (name: string): Promise<boolean> =>
    doing(async () => {
      const key = await freshKey(name, new Set(apps.map((one) => one.app)), "app");
      const order = Math.max(0, ...apps.map((one) => one.order ?? 0)) + 10;
      await putApp({ app: key, label: labelIn(lang, name), order });
      onMade(key);
    });
  return <NameDialog title={t("design_new_app")} ok={t("design_make")} onDone={make} onClose={onClose} />;
}
