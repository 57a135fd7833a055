import { Button } from "antd";
import { Tag, usePlace, useT } from "../../../kit/index.ts";
import { typeOf } from "../model/doc.ts";
import { partOf } from "../trace/mapping.ts";
import { Line } from "./Fold.tsx";
import type { Edited } from "./useField.ts";

const TRACED = new Set(["lot", "quantity", "catch_weight"]);

/** What the field is for tracing, with the way to where it is said. */
export function TraceLine({ f }: { f: Edited }) {
  const t = useT("forms");
  const place = usePlace();
  const parts = partOf(f.d.doc, f.path);
  if (!parts.length && !TRACED.has(typeOf(f.field))) return null;
  return (
    <Line label={t("dp_trace")} hint={t("dp_trace_about")}>
      <div className="dp-key">
        {parts.length ? (
          parts.map((one) => (
            <Tag key={`${one.event} ${one.part}`} tone={one.part === "inputs" ? "amber" : "teal"}>
              {t(`dt_verb.${one.verb}`)} · {t(`dt_part.${one.part}`)}
            </Tag>
          ))
        ) : (
          <span className="faint">{t("dp_trace_none")}</span>
        )}
        <Button size="small" type="link" onClick={() => place.setSearch({ tab: "trace" })}>
          {t("dp_trace_open")}
        </Button>
      </div>
    </Line>
  );
}
