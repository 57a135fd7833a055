import { HistoryOutlined } from "@ant-design/icons";
import { Button, DatePicker, Popover, Slider } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { showInstant, useT } from "../../kit/index.ts";
import { type Ask, useTrace } from "../data.ts";

/** `as known at`: a slider over the moments something was recorded, or any date and time. */
export function AsOf({ ask, onChange }: { ask: Ask; onChange: (asOf: string) => void }) {
  const t = useT("trace");
  return (
    <Popover trigger="click" placement="bottom" destroyOnHidden content={<Choose ask={ask} onChange={onChange} />}>
      <Button icon={<HistoryOutlined />} type={ask.asOf ? "primary" : "default"} ghost={ask.asOf !== ""} disabled={ask.code === ""} aria-label={t("as_of")}>
        <span className={ask.asOf ? "" : "desk-only"}>{ask.asOf ? showInstant(ask.asOf) : t("as_of_now")}</span>
      </Button>
    </Popover>
  );
}

function Choose({ ask, onChange }: { ask: Ask; onChange: (asOf: string) => void }) {
  const t = useT("trace");
  const now = useTrace({ ...ask, asOf: "" });
  const moments = [...new Set((now.data?.events ?? []).map((event) => event.recorded_at))].sort();
  const known = ask.asOf ? moments.filter((moment) => Date.parse(moment) <= Date.parse(ask.asOf)).length : moments.length + 1;
  const [moved, setAt] = useState<number | null>(null);
  const at = moved ?? Math.max(1, known);
  const text = (step: number | undefined): string => (step === undefined || step > moments.length ? t("as_of_now") : showInstant(moments[step - 1] ?? ""));
  return (
    <div className="as-of">
      <p className="quiet">{t("as_of_hint")}</p>
      {moments.length > 1 ? (
        <Slider
          min={1}
          max={moments.length + 1}
          value={at}
          tooltip={{ formatter: text }}
          onChange={setAt}
          onChangeComplete={(step) => onChange(step > moments.length ? "" : dayjs(moments[step - 1]).add(1, "millisecond").format("YYYY-MM-DDTHH:mm:ss.SSSZ"))}
        />
      ) : null}
      <div className="as-of-row">
        <DatePicker
          showTime={{ format: "HH:mm" }}
          format="YYYY-MM-DD HH:mm"
          value={ask.asOf ? dayjs(ask.asOf) : null}
          placeholder={t("as_of")}
          disabledDate={(day) => day.isAfter(dayjs(), "day")}
          onChange={(time) => onChange(time ? time.format("YYYY-MM-DDTHH:mm:ssZ") : "")}
        />
        <Button disabled={!ask.asOf} onClick={() => onChange("")}>
          {t("as_of_reset")}
        </Button>
      </div>
    </div>
  );
}
