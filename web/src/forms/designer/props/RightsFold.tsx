import { Select } from "antd";
import { problemText, useAbility } from "../../../api/index.ts";
import { labelText, useLang, useT } from "../../../kit/index.ts";
import { eachField, fieldAt } from "../model/doc.ts";
import { Fold } from "./Fold.tsx";
import { hasOwn, type Level, levelOf, type RoleInfo, withLevel } from "./rights.ts";
import type { Edited } from "./useField.ts";
import { useRoles } from "./useRoles.ts";

/** Which roles see and fill the field; an administrator can change it here. */
export function RightsFold({ f }: { f: Edited }) {
  const t = useT("forms");
  const admin = useAbility("admin");
  return (
    <Fold name="rights" title={t("dp_rights")} shut>
      {admin ? <Roles f={f} /> : <div className="de-say">{t("dp_rights_admin")}</div>}
    </Fold>
  );
}

function Roles({ f }: { f: Edited }) {
  const t = useT("forms");
  const lang = useLang();
  const { roles, change } = useRoles();
  const published = f.d.published !== null && fieldAt(f.d.published, f.path) !== undefined;
  const give = (role: RoleInfo, level: Level): void => {
    const all = eachField(f.d.published!).map((one) => one.path);
    const note = t("dp_rights_note", { form: labelText(f.d.doc.label, lang), field: f.label, level: t(`dp_level.${level}`) });
    change.mutate({ role, definition: withLevel(role.definition, f.d.key, f.path, level, all), note });
  };
  if (roles.error) return <div className="de-wrong">{problemText(roles.error)}</div>;
  const known = (roles.data ?? []).flatMap((role) => {
    const level = levelOf(role.definition, f.d.key, f.path);
    return level === null ? [] : [{ role, level }];
  });
  return (
    <>
      <div className="de-say">{t(published ? "dp_rights_now" : "dp_rights_later")}</div>
      {known.map(({ role, level }) => (
        <div className="dp-role" key={role.key}>
          <span className="cut">{labelText(role.definition.label, lang)}</span>
          <Select<Level>
            size="small"
            aria-label={labelText(role.definition.label, lang)}
            disabled={!published || change.isPending}
            value={level}
            options={(["write", "read", "none"] as const).map((value) => ({ value, label: t(`dp_level.${value}`), disabled: value !== "none" && value !== level && !hasOwn(role.definition, f.d.key) }))}
            onChange={(next) => give(role, next)}
          />
        </div>
      ))}
      {roles.data && !known.length ? <div className="de-say">{t("dp_rights_nobody")}</div> : null}
    </>
  );
}
