import { expect, test } from "vitest";
import { isProven, rootOf } from "./proof.ts";

type Hash = Uint8Array<ArrayBuffer>;

const sha = async (...parts: Uint8Array[]): Promise<Hash> => {
  const all = Uint8Array.from(parts.flatMap((part) => [...part]));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
};
const base64 = (hash: Uint8Array): string => btoa(String.fromCharCode(...hash));
const split = (count: number): number => 2 ** Math.floor(Math.log2(count - 1));

/** RFC 6962, by its recursive definition: the root, and the path of one leaf. */
async function root(leaves: Hash[]): Promise<Hash> {
  if (leaves.length === 1) return leaves[0] as Hash;
  const k = split(leaves.length);
  return sha(Uint8Array.of(1), await root(leaves.slice(0, k)), await root(leaves.slice(k)));
}

async function path(leaves: Hash[], index: number): Promise<Hash[]> {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return index < k
    ? [...(await path(leaves.slice(0, k), index)), await root(leaves.slice(k))]
    : [...(await path(leaves.slice(k), index - k)), await root(leaves.slice(0, k))];
}

const leavesOf = (count: number): Promise<Hash[]> => Promise.all(Array.from({ length: count }, (_, n) => sha(Uint8Array.of(0, n))));

test("every leaf of trees of one to nine is found under the root", async () => {
  for (let size = 1; size <= 9; size += 1) {
    const leaves = await leavesOf(size);
    const top = base64(await root(leaves));
    for (let index = 0; index < size; index += 1) {
      const steps = (await path(leaves, index)).map(base64);
      expect(await rootOf(base64(leaves[index] as Hash), index, size, steps)).toBe(top);
    }
  }
});

test("a changed leaf, a wrong place, a short or long path are not proven", async () => {
  const leaves = await leavesOf(7);
  const hashes = (await path(leaves, 4)).map(base64);
  const leaf = base64(leaves[4] as Hash);
  const checkpoint = `plant\n7\n${base64(await root(leaves))}\n\n— plant x`;
  const proof = { entry: "e", index: 4, leaf, hashes, checkpoint };
  expect(await isProven(proof)).toBe(true);
  expect(await isProven({ ...proof, leaf: base64(leaves[3] as Hash) })).toBe(false);
  expect(await isProven({ ...proof, index: 5 })).toBe(false);
  expect(await isProven({ ...proof, index: 7 })).toBe(false);
  expect(await isProven({ ...proof, hashes: hashes.slice(1) })).toBe(false);
  expect(await isProven({ ...proof, hashes: [...hashes, leaf] })).toBe(false);
});
