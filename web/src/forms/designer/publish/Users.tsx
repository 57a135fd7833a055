import { Select } from "antd";
import "../props/props.css";
import { problemText, useAbility } from "../../../api/index.ts";
import { labelText, useLang, useT } from "../../../kit/index.ts";
import { useDesigner } from "../model/useDesigner.ts";
import type { RoleInfo } from "../props/rights.ts";
import { useRoles } from "../props/useRoles.ts";
import { type Use, useOf, USES, withUse } from "./users.ts";

/** Which roles may use the form; an administrator gives and takes it here. */
export function Users() {
  const t = useT("forms");
  const d = useDesigner();
  const lang = useLang();
  const admin = useAbility("admin");
  const names = (d.touches?.roles ?? []).map((role) => labelText(role.label, lang));
  return (
    <section className="card pb-card" id="pb-users">
      <h2>{t("pb_users")}</h2>
      {admin ? <Roles /> : <p className="quiet">{names.length ? t("pb_users_are", { names: names.join(t("comma")) }) : t("pb_users_nobody")}</p>}
      {admin ? null : <p className="quiet">{t("pb_users_ask")}</p>}
    </section>
  );
}

function Roles() {
  const t = useT("forms");
  const d = useDesigner();
  const lang = useLang();
  const { roles, change } = useRoles();
  const give = (role: RoleInfo, use: "none" | keyof typeof USES): void =>
    change.mutate({ role, definition: withUse(role.definition, d.key, use), note: t("pb_users_note", { form: labelText(d.doc.label, lang), use: t(`pb_use.${use}`) }) });
  if (roles.error) return <div className="de-wrong">{problemText(roles.error)}</div>;
  if (!d.published) return <p className="quiet">{t("pb_users_later")}</p>;
  return (
    <>
      <p className="quiet">{t("pb_users_hint")}</p>
      {(roles.data ?? []).map((role) => {
        const use = useOf(role.definition, d.key);
        const offered: Use[] = use === "every" ? ["every"] : ["none", "see", "fill", "all", ...(use === "own" ? (["own"] as const) : [])];
        const name = labelText(role.definition.label, lang);
        return (
          <div className="dp-role" key={role.key}>
            <span className="cut">{name}</span>
            <Select<Use>
              size="small"
              aria-label={name}
              disabled={use === "every" || change.isPending}
              value={use}
              options={offered.map((value) => ({ value, label: t(`pb_use.${value}`), disabled: value === "own" }))}
              onChange={(next) => (next === "own" || next === "every" ? undefined : give(role, next))}
            />
          </div>
        );
      })}
    </>
  );
}
