import { Tabs } from "antd";
import { useAbility } from "../../api/index.ts";
import { Nothing, Page, usePlace, useT } from "../../kit/index.ts";
import "./people.css";
import { DepartmentsTab } from "./DepartmentsTab.tsx";
import { KeysTab } from "./KeysTab.tsx";
import { PeopleTab } from "./PeopleTab.tsx";
import { RolesTab } from "./RolesTab.tsx";

/** People, what roles may do, and API keys. */
export function PeopleScreen() {
  const t = useT("access");
  const place = usePlace();
  const admin = useAbility("admin");
  if (!admin) return <Nothing title={t("admins_only")} hint={t("admins_only_hint")} />;
  const items = [
    { key: "people", label: t("people"), children: <PeopleTab /> },
    { key: "departments", label: t("departments"), children: <DepartmentsTab /> },
    { key: "roles", label: t("roles"), children: <RolesTab /> },
    { key: "keys", label: t("keys"), children: <KeysTab /> },
  ];
  return (
    <Page title={t("title")}>
      <Tabs items={items} activeKey={place.search.tab ?? "people"} onChange={(tab) => place.setSearch({ tab })} destroyOnHidden />
    </Page>
  );
}
