import { App, Button } from "antd";
import { Link } from "@tanstack/react-router";
import { api, Problem, ProblemBox, useAbility, useMe } from "../../../api/index.ts";
import { Icon, Page, useLabel, usePlace, useT, Waiting } from "../../../kit/index.ts";

/** `/design`: the forms, for those who draw them. */
export function DesignScreen() {
  const t = useT("forms");
  const label = useLabel();
  const place = usePlace();
  const me = useMe();
  const { message } = App.useApp();
  const may = useAbility("design");
  if (!me.data) return <Waiting />;
  if (!may) return <ProblemBox problem={new Problem(403, t("design_not_yours"), t("design_not_yours_hint"))} />;
  const create = async (): Promise<void> => {
    const key = `form_${Date.now().toString(36)}`;
    try {
      await api.put(`/forms/${key}`, { definition: { form: key, label: { zh: "新表单", en: "New form" }, fields: {} }, revision: 0 });
      place.go(`/design/${key}`);
    } catch (error) {
      if (error instanceof Problem) void message.error(error.message);
    }
  };
  return (
    <Page title={t("design")} actions={<Button type="primary" onClick={() => void create()}>{t("design_new_form")}</Button>}>
      {me.data.apps.map((app) => (
        <section key={app.key}>
          <h2>{label(app.label)}</h2>
          {app.forms.map((form) => (
            <Link key={form.key} to={`/design/${form.key}`} className="side-link">
              <Icon name={form.icon} /> {label(form.label)}
            </Link>
          ))}
        </section>
      ))}
    </Page>
  );
}
