import { api, type FieldError, fetchFile, newKey, Problem } from "../../api/index.ts";

/** One mistake, where it stands in the file. */
export type CellError = FieldError & { row: number; column: string };
export type BadRow = { row: number; sheet: string; form: string; errors: CellError[] };
export type Outcome = { rows: number; submitted: number; ids: string[]; bad: BadRow[] };

const TYPES: Record<string, string> = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv",
};
export const MOST_MB = 20;

/** The file with the media type its name tells: browsers name those of CSV files differently. `null` for other kinds. */
export function typed(file: File, accept: string): Blob | null {
  const ending = file.name.split(".").pop()?.toLowerCase() ?? "";
  const type = accept.split(",").includes(`.${ending}`) ? TYPES[ending] : undefined;
  return type ? new Blob([file], { type }) : null;
}

/** What is wrong with a file; nothing is written. */
export function tryOut(path: string, file: Blob): Promise<Outcome> {
  return api.upload<Outcome>(path, file, { dry_run: true });
}

/** Bring a file in: all of it, or only the rows that are right. */
export function bringIn(path: string, file: Blob, goodOnly: boolean, once: boolean): Promise<Outcome> {
  return api.upload<Outcome>(path, file, { good_only: goodOnly }, once ? newKey() : undefined);
}

/** The wrong rows with their reasons, as a workbook. */
export function wrongRows(path: string, file: Blob): Promise<Blob> {
  return fetchFile("POST", path, file, { give: "xlsx" });
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

/** A refusal made here, in words. */
export function refused(words: string): Problem {
  return new Problem(422, words, "");
}
