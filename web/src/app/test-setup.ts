import "fake-indexeddb/auto";
import { startWords } from "../kit/i18n.ts";
import { roomTexts } from "./words.ts";

window.matchMedia ??= (query: string) =>
  ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined }) as unknown as MediaQueryList;

await startWords(roomTexts(), "zh");
