/** Where to go after sign-in: a path of ours, never another site. */
export function safeNext(next: string | undefined): string {
  if (!next || !next.startsWith("/") || next.startsWith("//") || next.includes("\\")) return "/";
  return /^\/(login|claim)\b/.test(next) ? "/" : next;
}
