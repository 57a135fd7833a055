import { currentLang, words } from "../kit/index.ts";

/** One mistake at one field: `inputs[2].fed`. */
export type FieldError = { path: string; code: string; message: string };

/** A refusal of the server in words (RFC 9457), or a server that could not be reached (`status` 0). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly errors: FieldError[] = [],
    readonly id = "",
    readonly kind = "",
  ) {
    super(detail || title);
    this.name = "Problem";
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;
type Options = { query?: Query; signal?: AbortSignal; headers?: Record<string, string> };

const BASE = "/api/v1";

/** The full address of an API path with its query; blanks are left out. */
export function apiAddress(path: string, query: Query = {}): string {
  const kept = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const text = new URLSearchParams(kept.map(([key, value]) => [key, String(value)])).toString();
  return BASE + path + (text ? `?${text}` : "");
}

async function problemOf(answer: Response): Promise<Problem> {
  try {
    const body = await answer.json();
    return new Problem(answer.status, body.title ?? "", body.detail ?? "", body.errors ?? [], body.id ?? "", body.type ?? "");
  } catch {
    return new Problem(answer.status, words("api", "unreadable", { status: answer.status }), "");
  }
}

/** Called on every answer 401, so that the app can lead to sign-in. */
let signedOut: () => void = () => undefined;
export function onSignedOut(act: () => void): void {
  signedOut = act;
}

async function ask(method: string, path: string, body: BodyInit | undefined, options: Options): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(apiAddress(path, options.query), {
      method,
      body,
      signal: options.signal,
      credentials: "same-origin",
      headers: { Accept: "application/json", "Accept-Language": currentLang(), ...options.headers },
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, words("api", "unreachable"), words("api", "unreachable_hint"));
  }
  if (!answer.ok) {
    const problem = await problemOf(answer);
    if (answer.status === 401 && path !== "/session") signedOut();
    throw problem;
  }
  return answer;
}

async function call<T>(method: string, path: string, body: BodyInit | undefined, options: Options): Promise<T> {
  const answer = await ask(method, path, body, options);
  if (answer.status === 204 || answer.headers.get("content-length") === "0") return undefined as T;
  return (await answer.json()) as T;
}

function withBody<T>(method: string, path: string, body: unknown, options: Options = {}): Promise<T> {
  const headers = { "Content-Type": "application/json", ...options.headers };
  return call<T>(method, path, body === undefined ? undefined : JSON.stringify(body), { ...options, headers });
}

/** The one door to the server. Paths are below `/api/v1`; throws `Problem`. */
export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> => call<T>("GET", path, undefined, { query, signal }),
  post: <T>(path: string, body?: unknown, options?: Options): Promise<T> => withBody<T>("POST", path, body, options),
  put: <T>(path: string, body?: unknown, options?: Options): Promise<T> => withBody<T>("PUT", path, body, options),
  patch: <T>(path: string, body?: unknown, options?: Options): Promise<T> => withBody<T>("PATCH", path, body, options),
  delete: <T>(path: string, query?: Query): Promise<T> => call<T>("DELETE", path, undefined, { query }),
  /** Sends a file as it is. */
  upload: <T>(path: string, file: Blob, query?: Query, key?: string, headers: Record<string, string> = {}): Promise<T> =>
    call<T>("POST", path, file, { query, headers: { "Content-Type": file.type || "application/octet-stream", ...headers, ...(key ? { "Idempotency-Key": key } : {}) } }),
};

/** A file that the server makes of another. */
export async function fetchFile(method: string, path: string, file: Blob, query?: Query): Promise<Blob> {
  return (await ask(method, path, file, { query, headers: { Accept: "*/*", "Content-Type": file.type } })).blob();
}

/** A file that the server makes (of what is sent, if anything), in the language shown, with its `Content-Disposition`. */
export async function fetchMade(path: string, query?: Query, sent?: unknown): Promise<{ blob: Blob; disposition: string }> {
  const options = { query, headers: { Accept: "*/*", ...(sent === undefined ? {} : { "Content-Type": "application/json" }) } };
  const answer = await ask(sent === undefined ? "GET" : "POST", path, sent === undefined ? undefined : JSON.stringify(sent), options);
  return { blob: await answer.blob(), disposition: answer.headers.get("content-disposition") ?? "" };
}

/** A key under which the server takes the same request only once (`Idempotency-Key`). */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
