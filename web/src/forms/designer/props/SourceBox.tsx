import { useMemo } from "react";
import { type Lang } from "../../../kit/index.ts";
import { NamePicker } from "../../condition/NamePicker.tsx";
import { nameAt } from "../../condition/names.ts";
import { spotAt } from "../expr/place.ts";
import { useBook } from "../../condition/useBook.ts";
import { isUntouched } from "./smart.ts";
import type { Edited } from "./useField.ts";

/** What a look-up copies: a field behind a link or a lot. A new one opens the choice at once, and is called by what it copies. */
export function SourceBox({ f, label, value }: { f: Edited; label: string; value: string }) {
  const spot = useMemo(() => spotAt(f.d.doc, f.path), [f.d.doc, f.path]);
  const book = useBook(spot, "", value ? [value] : undefined);
  const choose = (from: string): void => {
    const said = (lang: Lang): string => nameAt(spot, book, from.split("."), lang)?.label ?? "";
    f.set({ from, ...(isUntouched(f.d.types, f.field) ? { label: { zh: said("zh"), en: said("en") } } : {}) });
  };
  return <NamePicker spot={spot} book={book} label={label} value={value} autoFocus={value === ""} onOpen={() => undefined} onChange={choose} fits={(type, _name, path) => type.kind !== "list" && path.includes(".")} />;
}
