import { PlusOutlined, SearchOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useDeferredValue, useState } from "react";
import { ProblemBox } from "../../api/index.ts";
import { Nothing, Tag, useLabel, useT, Waiting } from "../../kit/index.ts";
import { type Person, usePeople, useRoles } from "./data.ts";
import { PersonForm } from "./PersonForm.tsx";

/** Everyone, with their roles; a click changes one. */
export function PeopleTab() {
  const t = useT("access");
  const label = useLabel();
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<Person | "new" | null>(null);
  const people = usePeople(useDeferredValue(search));
  const roles = useRoles();
  const roleName = (key: string): string => label(roles.data?.items.find((role) => role.key === key)?.definition.label) || key;
  const items = people.data?.items ?? [];
  return (
    <>
      <div className="people-bar">
        <Input allowClear prefix={<SearchOutlined />} placeholder={t("find_person")} value={search} onChange={(event) => setSearch(event.target.value)} />
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setChosen("new")}>
          {t("new_person")}
        </Button>
      </div>
      {people.error ? <ProblemBox problem={people.error} onRetry={() => void people.refetch()} /> : null}
      {people.isPending ? <Waiting /> : null}
      {people.data && items.length === 0 ? <Nothing title={t("nobody")} hint={t("nobody_hint")} /> : null}
      {items.length > 0 ? (
        <div className="card people-scroll">
          <table className="people people-list">
            <thead>
              <tr>
                <th>{t("name")}</th>
                <th className="hide-phone">{t("user")}</th>
                <th>{t("roles")}</th>
                <th className="hide-phone">{t("department")}</th>
                <th>{t("status")}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((person) => (
                <tr key={person.id} className={person.active ? "" : "gone"}>
                  <td>
                    <button type="button" className="as-link" onClick={() => setChosen(person)}>
                      {person.name}
                    </button>
                  </td>
                  <td className="mono hide-phone">{person.user}</td>
                  <td>
                    <span className="chips">
                      {person.roles.map((role) => (
                        <Tag key={role}>{roleName(role)}</Tag>
                      ))}
                    </span>
                  </td>
                  <td className="hide-phone">{person.department?.title}</td>
                  <td>{person.active ? <Tag tone="green">{t("active")}</Tag> : <Tag>{t("inactive")}</Tag>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {chosen ? <PersonForm person={chosen === "new" ? null : chosen} onClose={() => setChosen(null)} /> : null}
    </>
  );
}
