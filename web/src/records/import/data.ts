import { api, type FieldError, fetchFile, newKey } from "../../api/index.ts";

/** One mistake, where it stands in the file. */
export type CellError = FieldError & { row: number; column: string };
export type BadRow = { row: number; sheet: string; form: string; errors: CellError[] };
export type Outcome = { rows: number; submitted: number; ids: string[]; bad: BadRow[] };

const TYPES: Record<string, string> = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv",
  jsonl: "application/jsonl",
};
export const ACCEPTED = ".xlsx,.csv,.jsonl";
export const MOST_MB = 20;

/** The file with the media type its name tells: browsers name those of CSV files differently. `null` for other kinds. */
export function typed(file: File): Blob | null {
  const type = TYPES[file.name.split(".").pop()?.toLowerCase() ?? ""];
  return type ? new Blob([file], { type }) : null;
}

const path = (form: string): string => `/records/${encodeURIComponent(form)}/import`;

/** What is wrong with a file; nothing is written. */
export function tryOut(form: string, file: Blob): Promise<Outcome> {
  return api.upload<Outcome>(path(form), file, { dry_run: true });
}

/** Bring a file in: all of it, or only the rows that are right. */
export function bringIn(form: string, file: Blob, goodOnly: boolean): Promise<Outcome> {
  return api.upload<Outcome>(path(form), file, { good_only: goodOnly }, newKey());
}

/** The wrong rows with their reasons, as a workbook. */
export function wrongRows(form: string, file: Blob): Promise<Blob> {
  return fetchFile("POST", path(form), file, { give: "xlsx" });
}

/** Save something made in this page as a file. */
export function saveAs(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Mistakes in the order of the file. */
export function mistakesOf(outcome: Outcome): (CellError & { sheet: string })[] {
  return outcome.bad.flatMap((bad) => bad.errors.map((error) => ({ ...error, sheet: bad.sheet })));
}
