import { ArrowRightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type FormInfo, type NextForm, type RecordData, useMe } from "../../api/index.ts";
import { address, useLabel, usePlace } from "../../kit/index.ts";

type Shape = { id?: unknown; code?: unknown; value?: unknown; uom?: unknown };

/** A value as an address fills it in: a lot by its code, a link by its id, a quantity with its uom. */
export function fillText(value: unknown): string | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  if (typeof value !== "object") return String(value);
  const { code, id, value: amount, uom } = value as Shape;
  if (amount !== undefined) return `${String(amount)} ${String(uom ?? "")}`.trim();
  const found = code ?? id;
  return found === undefined || found === null ? undefined : String(found);
}

/** What follows, filled from the record; `null` where the record lacks what it needs. */
export function addressOf(next: NextForm, record: RecordData): string | null {
  const filled = Object.entries(next.fill ?? {}).map(([theirs, ours]) => [theirs, ours === "id" ? record.id : fillText(record.fields[ours])] as const);
  if (filled.some(([, text]) => text === undefined)) return null;
  return address(`/f/${next.form}/new`, Object.fromEntries(filled));
}

/** Buttons to the forms that usually follow a record, those the person may fill in. */
export function NextForms({ form, record, primary }: { form: FormInfo; record: RecordData; primary?: boolean }) {
  const label = useLabel();
  const place = usePlace();
  const forms = useMe().data?.apps.flatMap((app) => app.forms) ?? [];
  const offered = form.definition.then.flatMap((next) => {
    const theirs = forms.find((one) => one.key === next.form && one.may.includes("submit"));
    const to = theirs && record.state === "submitted" ? addressOf(next, record) : null;
    return theirs && to ? [{ to, words: label(next.label) || label(theirs.label) }] : [];
  });
  return offered.map(({ to, words }, index) => (
    <Button key={to} type={primary && index === 0 ? "primary" : "default"} autoFocus={primary && index === 0} icon={<ArrowRightOutlined />} onClick={() => place.go(to)}>
      {words}
    </Button>
  ));
}

/** Whether there is something that follows for this person. */
export function useHasNext(form: FormInfo, record: RecordData): boolean {
  const forms = useMe().data?.apps.flatMap((app) => app.forms) ?? [];
  return form.definition.then.some((next) => forms.some((one) => one.key === next.form && one.may.includes("submit")) && addressOf(next, record) !== null);
}
