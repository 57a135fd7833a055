import { ProblemBox, useMe } from "../../api/index.ts";
import { Code, Tag, useLabel, useT, Waiting } from "../../kit/index.ts";
import { type Grant, type Role, useRoles } from "./data.ts";

/** What each role may do, read aloud. Roles are published as documents (packs, the definitions API). */
export function RolesTab() {
  const roles = useRoles();
  if (roles.error) return <ProblemBox problem={roles.error} onRetry={() => void roles.refetch()} />;
  if (!roles.data) return <Waiting />;
  return (
    <div className="roles">
      {roles.data.items.map((role) => (
        <RoleCard key={role.key} role={role} />
      ))}
    </div>
  );
}

function RoleCard({ role }: { role: Role }) {
  const t = useT("access");
  const label = useLabel();
  const { abilities = [], grants = [] } = role.definition;
  return (
    <section className="card role">
      <header>
        <strong>{label(role.definition.label)}</strong> <Code>{role.key}</Code>
      </header>
      <div className="chips">
        {abilities.map((ability) => (
          <Tag key={ability} tone="teal">
            {t(`ability.${ability}`)}
          </Tag>
        ))}
      </div>
      <ul>
        {grants.map((grant) => (
          <GrantLine key={`${grant.form} ${grant.where ?? ""}`} grant={grant} />
        ))}
      </ul>
    </section>
  );
}

function GrantLine({ grant }: { grant: Grant }) {
  const t = useT("access");
  const label = useLabel();
  const me = useMe();
  const form = me.data?.apps.flatMap((app) => app.forms).find((one) => one.key === grant.form);
  const name = grant.form === "*" ? t("every_form") : label(form?.label) || grant.form;
  const limits = [
    grant.where ? t("only_where", { where: grant.where }) : "",
    grant.hide?.length ? t("hides", { fields: grant.hide.join(", ") }) : "",
    grant.read?.length ? t("sees_only", { fields: grant.read.join(", ") }) : "",
    grant.write?.length ? t("writes_only", { fields: grant.write.join(", ") }) : "",
  ].filter(Boolean);
  return (
    <li>
      {name}
      {t("colon")}
      {grant.verbs.map((verb) => t(`verb.${verb}`)).join(t("comma"))}
      {limits.length ? <div className="faint">{limits.join("; ")}</div> : null}
    </li>
  );
}
