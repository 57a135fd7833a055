import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, InputNumber } from "antd";
import { useState } from "react";
import { api, type Paged, type Problem, problemText } from "../../../api/index.ts";
import { showInstant, Tag, useT } from "../../../kit/index.ts";
import { Line } from "./Fold.tsx";
import { partsOf, restarts } from "./numbering.ts";

/** Numbers that were set aside together. */
type Block = { field: string; first: string; last: string; count: number; used: number; by: string; device: string; made_at: string; expires: string; expired: boolean };
type Props = {
  form: string;
  /** Path of the field. */
  at: string;
  rule: string;
  /** The rule is the one that is published. */
  published: boolean;
  /** Called when more were set aside: the next number is another one. */
  onMade: () => void;
};

const MOST = 1000;
const USUAL = 20;

/** The numbers of a field that were set aside before their records, and setting more aside. */
export function AsideNumbers({ form, at, rule, published, onMade }: Props) {
  const t = useT("forms");
  const path = `/forms/${encodeURIComponent(form)}/numbers`;
  const key = ["form", form, "number-blocks"];
  const found = useQuery<Paged<Block>, Problem>({ queryKey: key, queryFn: ({ signal }) => api.get(`${path}/blocks`, {}, signal), retry: false, staleTime: 0 });
  if (!found.data) return null;
  const blocks = found.data.items.filter((one) => one.field === at);
  const reads = restarts(partsOf(rule) ?? []).fields.length > 0;
  return (
    <Line label={t("df_aside")} hint={t("df_aside_hint")}>
      {blocks.length ? null : <div className="de-say">{t("df_aside_none")}</div>}
      <ul className="dp-aside">
        {blocks.map((one) => (
          <li key={one.first}>
            <span className="mono">{one.count > 1 ? `${one.first} – ${one.last}` : one.first}</span>
            <span className="de-say">
              {[t("df_aside_used", one), one.by, one.device, one.expired ? "" : t("df_aside_until", { day: showInstant(one.expires).slice(0, 10) })].filter(Boolean).join(" · ")}{" "}
              {one.expired && one.used < one.count ? <Tag tone="grey">{t("df_aside_expired")}</Tag> : null}
            </span>
          </li>
        ))}
      </ul>
      {published && !reads ? <SetAside path={path} at={at} known={key} onMade={onMade} /> : <div className="de-say">{t(reads ? "df_aside_reads" : "df_aside_changed")}</div>}
    </Line>
  );
}

function SetAside({ path, at, known, onMade }: { path: string; at: string; known: string[]; onMade: () => void }) {
  const t = useT("forms");
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [count, setCount] = useState<number | null>(USUAL);
  const [device, setDevice] = useState("");
  const make = useMutation({
    mutationFn: () => api.post<{ numbers: string[] }>(`${path}/reserve`, { field: at, values: {}, count, device: device.trim() }),
    onSuccess: async ({ numbers }) => {
      void message.success(t("df_aside_done", { from: numbers[0], to: numbers.at(-1) }));
      setDevice("");
      onMade();
      await cache.invalidateQueries({ queryKey: known });
    },
    onError: (problem) => void message.error(problemText(problem)),
  });
  return (
    <div className="dp-aside-new">
      <InputNumber size="small" min={1} max={MOST} precision={0} style={{ width: "100%" }} aria-label={t("df_aside_count")} value={count} onChange={setCount} />
      <Input size="small" maxLength={200} aria-label={t("df_aside_device")} placeholder={t("df_aside_device")} value={device} onChange={(event) => setDevice(event.target.value)} />
      <Button size="small" disabled={!count} loading={make.isPending} onClick={() => make.mutate()}>
        {t("df_aside_do")}
      </Button>
    </div>
  );
}
