import type { Draft } from "../model/draft.ts";
import type { DraftBrief } from "./server.ts";

/**
 * Which of two drafts of one place is gone on with: this device's or the server's. `gone`: ours was sent, and the
 * server has it no more: it was submitted or dropped elsewhere. `differ`: both were written apart from one another.
 */
export function choose(local: Draft | null, server: DraftBrief | null): { take: "none" | "local" | "server" | "gone"; differ: boolean } {
  if (!local) return { take: server ? "server" : "none", differ: false };
  if (!server) return { take: local.sent ? "gone" : "local", differ: false };
  if (server.id === local.id && server.saved === local.saved) return { take: "local", differ: false };
  if (local.sent) return { take: "server", differ: false };
  return { take: Date.parse(local.at) > Date.parse(server.updated_at) ? "local" : "server", differ: true };
}
