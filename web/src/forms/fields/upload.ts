import { useCallback, useRef, useState } from "react";
import { type FileValue, problemText } from "../../api/index.ts";
import { useT } from "../../kit/index.ts";
import { useTools, type WidgetProps } from "./tools.ts";

export type Sending = { key: number; name: string; preview: string | null; wrong: string | null };

/** The files of a field: those sent, those on their way. */
export function useUploads(props: WidgetProps, kind: "image" | "file") {
  const { value, onChange, field } = props;
  const t = useT("forms");
  const tools = useTools();
  const [sending, setSending] = useState<Sending[]>([]);
  const kept = (Array.isArray(value) ? value : value ? [value] : []) as FileValue[];
  const latest = useRef<FileValue[]>(kept);
  latest.current = kept;
  const number = useRef(0);

  const refusal = (file: File, count: number): string | null => {
    const most = Number(field.max ?? 20);
    const size = Number(field.max_size ?? 50);
    if (count >= most) return t("too_many_files", { most });
    if (kind === "image" && file.type && !file.type.startsWith("image/")) return t("not_image", { name: file.name });
    return file.size > size * 1_000_000 ? t("file_too_big", { name: file.name, most: size }) : null;
  };

  const drop = useCallback((key: number): void => {
    setSending((now) => {
      const gone = now.find((one) => one.key === key);
      if (gone?.preview) URL.revokeObjectURL(gone.preview);
      return now.filter((one) => one !== gone);
    });
  }, []);

  const send = async (file: File, count: number): Promise<void> => {
    number.current += 1;
    const key = number.current;
    const wrong = refusal(file, count);
    const preview = kind === "image" && !wrong ? URL.createObjectURL(file) : null;
    setSending((now) => [...now, { key, name: file.name, preview, wrong }]);
    if (wrong) return;
    tools.busy(1);
    try {
      const made = await tools.upload(file, file.name || "photo.jpg", field.watermark ? props.name : undefined);
      latest.current = [...latest.current, made];
      onChange(latest.current);
      drop(key);
    } catch (problem) {
      const reason = `${t("upload_failed")}: ${problemText(problem)}`;
      setSending((now) => now.map((one) => (one.key === key ? { ...one, wrong: reason } : one)));
    } finally {
      tools.busy(-1);
    }
  };

  const add = async (files: Iterable<File>): Promise<void> => {
    let count = kept.length;
    for (const file of files) {
      await send(file, count);
      count += 1;
    }
  };
  const remove = (id: string): void => {
    const left = latest.current.filter((file) => file.id !== id);
    onChange(left.length ? left : null);
  };
  return { kept, sending, add, remove, drop };
}
