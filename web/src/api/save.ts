import { fetchMade, type Query } from "./client.ts";

/** Asks for a file the server makes, and saves it under the name the server gives. Throws `Problem`. */
export async function saveMade(path: string, query: Query): Promise<void> {
  const made = await fetchMade(path, query);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(made.blob);
  link.download = nameIn(made.disposition);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The file name of a `Content-Disposition` (RFC 6266). */
export function nameIn(header: string): string {
  const coded = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  if (coded) return decodeURIComponent(coded);
  return /filename="([^"]+)"/i.exec(header)?.[1] ?? "file";
}
