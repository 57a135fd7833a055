import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { keys, may, Problem, ProblemBox, type RecordData, useForm, useRecord } from "../../api/index.ts";
import { usePlace, useT, Waiting } from "../../kit/index.ts";
import { focusPath } from "./focus.ts";
import { FormFill } from "./FormFill.tsx";
import { useFilling } from "./useFilling.ts";

/** `/f/:form/new`: a new record; `?field=value` fills fields in. */
export function NewScreen() {
  const t = useT("forms");
  const place = usePlace();
  const key = place.params.form ?? "";
  const form = useForm(key);
  const filling = useFilling(form.data, place.search);
  if (form.error) return <ProblemBox problem={form.error} onRetry={() => void form.refetch()} />;
  if (!form.data || filling === undefined) return <Waiting rows={10} />;
  if (!may(form.data, "submit")) return <ProblemBox problem={new Problem(403, t("not_allowed"), t("not_allowed"))} />;
  const begun = filling ? JSON.stringify(place.search) : "";
  return <FormFill key={`${key} ${form.data.version} ${begun}`} form={form.data} filling={filling ?? undefined} begun={begun} onDone={(record) => place.go(`/f/${key}/${record.id}`)} />;
}

/** `/f/:form/:id/amend?at=field`: a record that is changed, with the reason, beginning at a field. */
export function AmendScreen() {
  const t = useT("forms");
  const place = usePlace();
  const client = useQueryClient();
  const { form: key = "", id = "" } = place.params;
  const form = useForm(key);
  const record = useRecord(key, id);
  const problem = form.error ?? record.error;
  const at = form.data && record.data ? (place.search.at ?? "") : "";
  useEffect(() => {
    if (at) focusPath(at);
  }, [at]);
  if (problem) return <ProblemBox problem={problem} onRetry={() => void Promise.all([form.refetch(), record.refetch()])} />;
  if (!form.data || !record.data) return <Waiting rows={10} />;
  if (!may(form.data, "amend")) return <ProblemBox problem={new Problem(403, t("not_allowed"), t("not_allowed"))} />;
  const done = (made: RecordData): void => {
    client.setQueryData(keys.record(key, id), made);
    void client.invalidateQueries({ queryKey: keys.timeline(key, id) });
    place.go(`/f/${key}/${id}`, {}, true);
  };
  return <FormFill key={`${id} ${form.data.version}`} form={form.data} record={record.data} onDone={done} />;
}
