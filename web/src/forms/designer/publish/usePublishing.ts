import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useCallback, useEffect, useState } from "react";
import { keys, Problem, problemText } from "../../../api/index.ts";
import { useT } from "../../../kit/index.ts";
import { type Examined, server } from "../model/server.ts";
import { useDesigner, useDesignerStore } from "../model/useDesigner.ts";
import { dropDraft, publishForm } from "./data.ts";

export type Publishing = {
  examined: Examined | null;
  problem: Problem | null;
  refused: Problem | null;
  busy: boolean;
  /** The version just published. */
  done: number | null;
  look: () => void;
  publish: (note: string) => Promise<void>;
  discard: () => Promise<void>;
  goOn: () => void;
};

/** Has the document examined as it stands now, and publishes it. */
export function usePublishing(): Publishing {
  const d = useDesigner();
  const store = useDesignerStore();
  const cache = useQueryClient();
  const t = useT("forms");
  const { modal, message } = App.useApp();
  const [examined, setExamined] = useState<Examined | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [refused, setRefused] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<number | null>(null);
  const { key, doc } = d;
  const look = useCallback(() => {
    const stop = new AbortController();
    server.examine(key, doc, stop.signal).then(
      (found) => {
        setExamined(found);
        setProblem(null);
      },
      (error: unknown) => {
        if (!stop.signal.aborted && error instanceof Problem) setProblem(error);
      },
    );
    return () => stop.abort();
  }, [key, doc]);
  useEffect(look, [look]);
  const publish = async (note: string): Promise<void> => {
    setBusy(true);
    setRefused(null);
    try {
      await store.settleAll();
      await store.flush();
      await publishForm(key, note);
      await Promise.all([cache.invalidateQueries({ queryKey: keys.me }), cache.invalidateQueries({ queryKey: ["form"] })]);
      const version = store.get().info.version;
      await store.refresh();
      setDone(version);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setRefused(error);
    } finally {
      setBusy(false);
    }
  };
  const discard = async (): Promise<void> => {
    const sure = await modal.confirm({ title: t("pb_discard_sure"), content: t("pb_discard_hint"), okText: t("pb_discard"), okButtonProps: { danger: true }, cancelText: t("cancel") });
    if (!sure) return;
    try {
      await store.flush();
      await dropDraft(key);
      // The document on this device is older than the draft that is gone: opened anew, not merged.
      window.location.reload();
    } catch (error) {
      void message.error(problemText(error));
    }
  };
  return { examined, problem, refused, busy, done, look: () => void look(), publish, discard, goOn: () => setDone(null) };
}
