import { Tag, type Tone, useLang, useT } from "../../../kit/index.ts";
import type { Change } from "../model/server.ts";

const TONES: Record<string, Tone> = { added: "green", returned: "green", removed: "amber", changed: "teal" };

/** Changes in words, one a line. */
export function ChangeList({ changes, first, fields }: { changes: { kind?: string; path: string; words?: unknown }[] | Change[]; first?: boolean; fields?: number }) {
  const t = useT("forms");
  const lang = useLang();
  if (first) return <p>{t("pb_first_hint", { count: fields })}</p>;
  const wordsOf = (change: { path: string; words?: unknown }): string => {
    const words = change.words as string | Record<string, string> | undefined;
    return (typeof words === "string" ? words : words?.[lang]) || change.path;
  };
  return (
    <ul className="pb-changes">
      {changes.map((change, at) => (
        <li key={`${at} ${change.path}`}>
          {change.kind ? <Tag tone={TONES[change.kind] ?? "grey"}>{t(`pb_kind.${change.kind === "removed" && change.path.startsWith("fields") ? "retired" : change.kind}`, { defaultValue: t("pb_kind.changed") })}</Tag> : null} {wordsOf(change)}
        </li>
      ))}
    </ul>
  );
}
