import { useMemo, useState } from "react";
import { type Book, nameAt, type Spot } from "../condition/names.ts";
import { spotAt } from "../designer/expr/place.ts";
import { useBook, useForms } from "../condition/useBook.ts";
import { type Doc, eachField, typeOf } from "../designer/model/doc.ts";
import { labelText, useLang } from "../../kit/index.ts";

export type Names = { spot: Spot; book: Book; open: (path: string) => void; nameOf: (path: string) => string };

/** The names a template may read: those of the form, or of a row of one of its lists first. */
export function useNames(form: Doc, rows: string): Names {
  const lang = useLang();
  const [opened, setOpened] = useState<string[]>([]);
  const spot = useMemo(() => spotAt(form, rows), [form, rows]);
  const book = useBook(spot, "", opened);
  return {
    spot,
    book,
    open: (path) => setOpened((before) => (before.includes(path) ? before : [...before, path])),
    nameOf: (path) => {
      const parts = path.split(".");
      const names = parts.map((_, at) => nameAt(spot, book, parts.slice(0, at + 1), lang)?.label ?? parts[at] ?? "");
      return names.join(" › ");
    },
  };
}

/** The names of other forms. */
export function useFormNames(): (key: string) => string {
  const lang = useLang();
  const forms = useForms().data ?? [];
  return (key) => labelText(forms.find((one) => one.key === key)?.label, lang) || key;
}

/** Fields of a form that certain blocks need. */
export function fieldsFor(form: Doc): { lists: string[]; images: string[]; lots: string[]; signatures: string[]; rows: (list: string) => string[] } {
  const all = eachField(form).filter(({ field }) => !field.retired);
  const of = (...types: string[]): string[] => all.filter(({ field }) => types.includes(typeOf(field))).map(({ path }) => path);
  const plain = (path: string): boolean => !["image", "file", "signature", "divider", "note"].includes(typeOf(all.find((one) => one.path === path)!.field));
  return {
    lists: of("list"),
    images: of("image", "file", "signature"),
    lots: of("lot"),
    signatures: of("signature"),
    rows: (list) => all.filter((one) => one.list === list && plain(one.path)).map((one) => one.key),
  };
}
