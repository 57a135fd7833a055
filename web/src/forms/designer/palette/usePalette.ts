import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Label, labelText, useLang } from "../../../kit/index.ts";
import type { Dropped } from "../actions.ts";
import { server } from "../model/server.ts";
import { useTypes } from "../model/useDesigner.ts";

/** One thing of the palette, in the language shown. */
export type PaletteItem = { key: string; group: string; sign: string; words: string; hint: string; label: Label; dropped: Dropped };

const PARTS: { key: "section" | "tab"; label: Label; hint: Label }[] = [
  { key: "section", label: { zh: "分组", en: "Section" }, hint: { zh: "把字段分成有标题的几部分。", en: "Divides the fields into titled parts." } },
  { key: "tab", label: { zh: "标签页", en: "Tab" }, hint: { zh: "长表单分成几页，点标签切换。", en: "Splits a long form into pages behind tabs." } },
];

/** Everything that can be put on a form, by group and by key. */
export function usePalette(): { groups: { key: string; words: string; items: PaletteItem[] }[]; byKey: Map<string, PaletteItem> } {
  const types = useTypes();
  const lang = useLang();
  return useMemo(() => {
    const kinds = types.items.map(
      (kind): PaletteItem => ({ key: kind.key, group: kind.group, sign: kind.icon, words: labelText(kind.label, lang), hint: labelText(kind.hint, lang), label: kind.label, dropped: { kind } }),
    );
    const parts = PARTS.map(
      ({ key, label, hint }): PaletteItem => ({ key: `part ${key}`, group: "layout", sign: key, words: labelText(label, lang), hint: labelText(hint, lang), label, dropped: { part: key } }),
    );
    const items = [...parts, ...kinds];
    const groups = types.groups.map((group) => ({ key: group.key, words: labelText(group.label, lang), items: items.filter((item) => item.group === group.key) }));
    return { groups, byKey: new Map(items.map((item) => [item.key, item])) };
  }, [types, lang]);
}

/** The sounds of Chinese labels by their first letters (`单行文本` is `dhwb`), asked of the server once. */
export function useInitials(): (item: PaletteItem) => string {
  const types = useTypes();
  const texts = useMemo(() => types.items.map((kind) => kind.label.zh), [types]);
  const sounds = useQuery({ queryKey: ["palette-sounds", texts.length], queryFn: () => server.slugs(texts), staleTime: Infinity, retry: false });
  return useMemo(() => {
    const byText = new Map(texts.map((text, n) => [text, initialsOf(sounds.data?.[n] ?? "")]));
    return (item) => byText.get(item.label.zh) ?? "";
  }, [texts, sounds.data]);
}

/** `dan_hang_wen_ben` → `dhwb` */
export function initialsOf(slug: string): string {
  return slug
    .split("_")
    .map((part) => part[0] ?? "")
    .join("");
}

/** Whether what was typed finds an item: in either language, by its key, or by the first letters of its sounds. */
export function finds(item: PaletteItem, typed: string, initials: string): boolean {
  const wanted = typed.trim().toLowerCase();
  const texts = [item.label.zh, item.label.en, item.key, item.hint];
  return texts.some((text) => text.toLowerCase().includes(wanted)) || (wanted.length > 1 && initials.startsWith(wanted));
}
