import { Button } from "antd";
import { LotTag, StageDot, useT, Waiting } from "../../kit/index.ts";
import { useSuspects } from "./data.ts";

const SHOWN = 30;

/** One step back: what went into the lots complained of, the likeliest culprit first. */
export function Suspects({ codes, onPick }: { codes: string[]; onPick: (code: string) => void }) {
  const t = useT("trace");
  const found = useSuspects(codes, true);
  if (!found.data) return <Waiting rows={3} />;
  return (
    <div className="recall-suspects">
      <h3>{t("recall_suspects_title")}</h3>
      <ul>
        {found.data.items.slice(0, SHOWN).map((one) => (
          <li key={one.code}>
            <StageDot stage={one.stage} />
            <span className="mono cut">{one.code}</span>
            <span className="cut">{one.title}</span>
            <span className="faint cut">{codes.length > 1 ? t("recall_suspects_in", { n: one.into.length }) : one.supplier_lot}</span>
            <LotTag status={one.status} />
            <Button size="small" onClick={() => onPick(one.code)}>
              {t("recall_suspects_use")}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
