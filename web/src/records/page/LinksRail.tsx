import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, type FieldDef, type FormDef, type FormInfo, formQuery, keys, type Paged, type RecordData, useMe } from "../../api/index.ts";
import { conditionText } from "../../forms/condition/condition.ts";
import { Nothing, useLabel, useT, Waiting } from "../../kit/index.ts";
import { linksOf } from "./facts.ts";

function pointingAt(path: string, id: string): string {
  return conditionText({ join: "AND", items: [{ path, op: "=", values: [{ kind: "text", value: id }] }] });
}

type Pointer = { form: FormDef; field: FieldDef };

/** Fields of any form that lead to `form`. */
function pointersTo(form: string, forms: FormDef[]): Pointer[] {
  return forms.flatMap((one) => one.fields.filter((field) => field.type === "link" && field.to === form).map((field) => ({ form: one, field })));
}

const FEW = 5;

/** Where the record leads, and which records lead to it. */
export function LinksRail({ form, record }: { form: FormInfo; record: RecordData }) {
  const t = useT("records");
  const label = useLabel();
  const me = useMe().data;
  const keysOfForms = (me?.apps ?? []).flatMap((app) => app.forms.filter((one) => one.may.includes("read")).map((one) => one.key));
  const forms = useQueries({ queries: keysOfForms.map((key) => formQuery(key)) });
  const pointers = pointersTo(
    form.key,
    forms.flatMap((one) => (one.data ? [one.data.definition] : [])),
  );
  const incoming = useQueries({
    queries: pointers.map((pointer) => {
      const query = { where: `${pointer.field.key} = "${record.id}"`, limit: FEW };
      return {
        queryKey: keys.records(pointer.form.key, query),
        queryFn: ({ signal }: { signal: AbortSignal }) => api.get<Paged<RecordData>>(`/records/${pointer.form.key}`, query, signal),
      };
    }),
  });
  const outgoing = linksOf(form, record);
  const groups = pointers.flatMap((pointer, index) => {
    const page = incoming[index]?.data;
    return page?.items.length ? [{ pointer, page }] : [];
  });
  const waiting = forms.some((one) => one.isPending) || incoming.some((one) => one.isPending);
  if (!waiting && outgoing.length === 0 && groups.length === 0) return <Nothing title={t("no_links")} />;
  return (
    <div className="rail-links">
      {outgoing.length ? <h3>{t("leads_to")}</h3> : null}
      <ul className="rail-list">
        {outgoing.map((link) => (
          <li key={link.id}>
            <Link to={`/f/${link.form}/${link.id}`}>{link.title}</Link> <span className="faint">{label(link.field.label)}</span>
          </li>
        ))}
      </ul>
      {groups.map(({ pointer, page }) => (
        <div key={`${pointer.form.key} ${pointer.field.key}`}>
          <h3>
            {label(pointer.form.label)} <span className="faint">{label(pointer.field.label)}</span>
          </h3>
          <ul className="rail-list">
            {page.items.map((one) => (
              <li key={one.id}>
                <Link to={`/f/${pointer.form.key}/${one.id}`}>{one.title}</Link>
              </li>
            ))}
            {page.next ? (
              <li>
                <Link to={`/f/${pointer.form.key}?${new URLSearchParams({ w: pointingAt(pointer.field.key, record.id) })}`}>{t("all_of_them")}</Link>
              </li>
            ) : null}
          </ul>
        </div>
      ))}
      {waiting ? <Waiting rows={3} /> : null}
    </div>
  );
}
