import i18next, { type TFunction } from "i18next";
import { useCallback, useSyncExternalStore } from "react";

/** The product's two languages, as the server names them. */
export type Lang = "zh" | "en";

/** A text in both languages, as the server sends labels. */
export type Label = { zh: string; en: string };

/** The texts of one room: `{ save: { zh: "保存", en: "Save" } }`. Values are named `{{name}}`. */
export type Texts = Record<string, Label>;

const STORED = "suyuan.lang";

/** The language kept in this browser, else the browser's own, else Chinese. */
export function storedLang(): Lang {
  const kept = localStorage.getItem(STORED);
  if (kept === "zh" || kept === "en") return kept;
  return navigator.language.toLowerCase().startsWith("en") ? "en" : "zh";
}

/** Starts i18next with the rooms' texts: one namespace a room. */
export async function startWords(rooms: Record<string, Texts>, lang: Lang = storedLang()): Promise<void> {
  const resources: Record<Lang, Record<string, Record<string, string>>> = { zh: {}, en: {} };
  for (const [room, texts] of Object.entries(rooms)) {
    resources.zh[room] = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text.zh]));
    resources.en[room] = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text.en]));
  }
  await i18next.init({
    lng: lang,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    defaultNS: "kit",
    resources,
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
}

/** Changes the language everywhere and keeps it in this browser. */
export async function setLang(lang: Lang): Promise<void> {
  localStorage.setItem(STORED, lang);
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  await i18next.changeLanguage(lang);
}

/** The language now, outside React. */
export function currentLang(): Lang {
  return i18next.language === "en" ? "en" : "zh";
}

function heard(changed: () => void): () => void {
  i18next.on("languageChanged", changed);
  return () => i18next.off("languageChanged", changed);
}

/** The language now; re-renders on change. */
export function useLang(): Lang {
  return useSyncExternalStore(heard, currentLang);
}

const fixed = new Map<string, TFunction>();

/** `const t = useT("records"); t("amend")`: the words of one room. The same function while the language stays. */
export function useT(room: string): TFunction {
  const lang = useLang();
  const known = fixed.get(`${lang} ${room}`) ?? i18next.getFixedT(lang, room);
  fixed.set(`${lang} ${room}`, known);
  return known;
}

/** The words of one room outside React. */
export function words(room: string, key: string, values?: Record<string, unknown>): string {
  return i18next.t(key, { ns: room, ...values });
}

/** A label in `lang`, else in the other language, else `""`. */
export function labelText(label: Label | string | null | undefined, lang: Lang): string {
  if (!label) return "";
  if (typeof label === "string") return label;
  return lang === "en" ? label.en || label.zh : label.zh || label.en;
}

/** `const label = useLabel(); label(field.label)`. */
export function useLabel(): (label: Label | string | null | undefined) => string {
  const lang = useLang();
  return useCallback((label) => labelText(label, lang), [lang]);
}
