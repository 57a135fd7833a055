/** Proof that a ledger entry is under a checkpoint, as `/ledger/{entry}/proof` answers; hashes in base64. */
export type Proof = { entry: string; index: number; leaf: string; hashes: string[]; checkpoint: string };

/** What a checkpoint's note says: whose ledger, how many entries, the root hash (base64). */
export type Head = { origin: string; size: number; root: string };

/** Reads the first three lines of a checkpoint note (C2SP tlog-checkpoint). */
export function headOf(note: string): Head {
  const [origin = "", size = "0", root = ""] = note.split("\n");
  return { origin, size: Number(size), root };
}

const bytes = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
const text = (hash: Uint8Array): string => btoa(String.fromCharCode(...hash));

async function node(left: Uint8Array, right: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const both = new Uint8Array(1 + left.length + right.length);
  both[0] = 1;
  both.set(left, 1);
  both.set(right, 1 + left.length);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", both));
}

/**
 * The root that a leaf and its path give (RFC 9162, 2.1.3.2).
 *
 * @returns base64, or null when the path does not fit the index and size.
 */
export async function rootOf(leaf: string, index: number, size: number, path: string[]): Promise<string | null> {
  if (index >= size) return null;
  let at = index;
  let last = size - 1;
  let hash = bytes(leaf);
  for (const step of path) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      hash = await node(bytes(step), hash);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else {
      hash = await node(hash, bytes(step));
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? text(hash) : null;
}

/** Whether this browser finds the entry under the checkpoint; null when it cannot compute hashes here. */
export async function isProven(proof: Proof): Promise<boolean | null> {
  if (!globalThis.crypto?.subtle) return null;
  const head = headOf(proof.checkpoint);
  return (await rootOf(proof.leaf, proof.index, head.size, proof.hashes)) === head.root;
}
