import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { api, type Paged, type Problem } from "../../api/index.ts";
import type { BadRow } from "./data.ts";

export type JobState = "reading" | "ready" | "checking" | "checked" | "running" | "done" | "stopped" | "cancelled" | "failed";
export type Mode = "new" | "update" | "both";
export type Mapped = { column: number; to: string; unit: boolean };
export type Plan = { mapping: Mapped[]; by: string[]; mode: Mode; blank: "leave" | "clear"; good_only: boolean; warned: boolean };

/** How far an import is. */
export type Job = {
  id: string;
  form: string;
  name: string;
  state: JobState;
  lines: number;
  line: number;
  rows: number;
  made: number;
  changed: number;
  same: number;
  bad: number;
  /** It is written in one piece, all or nothing, unless only the good rows are wanted. */
  at_once: boolean;
  why: string | null;
  plan: Plan | null;
  made_at: string;
};

export type Target = { to: string; title: string; type: string; required: boolean; key: boolean; fills: boolean; unit: boolean };

/** The same with its columns, what they may mean and the first wrong rows. */
export type FullJob = Job & {
  columns: { head: string; values: string[] }[];
  guess: (Mapped & { sure: boolean })[];
  targets: Target[];
  bad_rows: BadRow[];
};

export const ACCEPTED = ".xlsx,.csv";
export const MOST_MB = 64;
const BEAT_MS = 700;

export function isBusy(job: Job): boolean {
  return job.state === "reading" || job.state === "checking" || job.state === "running";
}

/** Whether some of it was, or is being, written. */
export function isRun(job: Job): boolean {
  return ["running", "done", "stopped", "cancelled", "failed"].includes(job.state) && job.plan !== null;
}

export function jobsPath(form: string): string {
  return `/records/${encodeURIComponent(form)}/import/jobs`;
}

/** Uploads a file; its columns and what they probably mean come back. */
export function begin(form: string, file: Blob, name: string): Promise<FullJob> {
  return api.upload<FullJob>(jobsPath(form), file, { name });
}

/** One's latest imports into a form. */
export function useJobs(form: string): UseQueryResult<Paged<Job>, Problem> {
  return useQuery<Paged<Job>, Problem>({ queryKey: ["imports", form], queryFn: ({ signal }) => api.get(jobsPath(form), {}, signal), staleTime: 0 });
}

/** One import, looked at again and again while it is at work. */
export function useJob(form: string, id: string): UseQueryResult<FullJob, Problem> {
  return useQuery<FullJob, Problem>({
    queryKey: ["import", form, id],
    queryFn: ({ signal }) => api.get(`${jobsPath(form)}/${id}`, { more: true }, signal),
    enabled: id !== "",
    staleTime: 0,
    refetchInterval: (query) => (query.state.data && isBusy(query.state.data) ? BEAT_MS : false),
  });
}

export type Acts = {
  run: (plan: Partial<Plan> & { mapping: Mapped[] }, dryRun: boolean) => Promise<void>;
  resume: (goodOnly: boolean) => Promise<void>;
  cancel: () => Promise<void>;
};

/** What may be done with an import; each looks at it anew afterwards. */
export function useActs(form: string, id: string): Acts {
  const client = useQueryClient();
  const send = async (verb: string, body?: unknown): Promise<void> => {
    await api.post(`${jobsPath(form)}/${id}/${verb}`, body);
    await client.invalidateQueries({ queryKey: ["import", form, id] });
  };
  return {
    run: (plan, dryRun) => send("run", { ...plan, dry_run: dryRun }),
    resume: (goodOnly) => send("resume", { good_only: goodOnly }),
    cancel: () => send("cancel"),
  };
}

/** A column's target as one text, for a drop-down: `quantity`, `quantity#` for its unit, "" for none. */
export type Choice = string;

export function choicesOf(job: FullJob): Choice[] {
  const from: Mapped[] = job.plan?.mapping ?? job.guess;
  return job.columns.map((_, column) => {
    const one = from.find((mapped) => mapped.column === column);
    return one ? one.to + (one.unit ? "#" : "") : "";
  });
}

export function mappingOf(choices: Choice[]): Mapped[] {
  return choices.flatMap((choice, column) => (choice ? [{ column, to: choice.replace(/#$/, ""), unit: choice.endsWith("#") }] : []));
}

/** Required fields that no column fills; those of a detail list only where some column fills another of its fields. */
export function missing(job: FullJob, choices: Choice[]): Target[] {
  const asked = (to: string): boolean => !to.includes(".") || choices.some((one) => one.startsWith(`${to.split(".")[0]}.`));
  return job.targets.filter((one) => one.required && one.fills && !choices.includes(one.to) && asked(one.to));
}

/** Whether nothing is left to ask: every column is known and every required field has one. */
export function isPlain(job: FullJob): boolean {
  const choices = choicesOf(job);
  const sure = job.columns.every((column, n) => column.head === "" || job.guess.some((one) => one.column === n && one.sure && one.to !== "id"));
  return job.plan === null && sure && missing(job, choices).length === 0;
}

/** The field by which records would be found, unless told otherwise. */
export function usualKey(job: FullJob, choices: Choice[]): string[] {
  const mapped = job.targets.filter((one) => one.key && choices.includes(one.to));
  const found = mapped.find((one) => one.to === "id") ?? mapped[0];
  return found ? [found.to] : [];
}
