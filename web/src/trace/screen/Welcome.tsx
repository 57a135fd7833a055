import { Button } from "antd";
import { LotTag, Nothing, usePlace, useT, Waiting } from "../../kit/index.ts";
import { titleOf, useLotSearch } from "../data.ts";
import { useHits, whereTo } from "../search/hits.ts";
import { HitRow } from "../search/HitRow.tsx";
import type { LotFacts } from "../types.ts";

type WelcomeProps = { onTrace: (code: string) => void; onWall: () => void };

/** Before a code is given: what to do, and the newest lots. */
export function Welcome({ onTrace, onWall }: WelcomeProps) {
  const t = useT("trace");
  const newest = useLotSearch("", 8, true);
  const items = newest.data?.items ?? [];
  if (newest.isPending) return <Waiting rows={6} />;
  return (
    <div className="welcome">
      <Nothing title={t("welcome")} hint={t(items.length ? "welcome_hint" : "welcome_none")}>
        <LotRows lots={items} onTrace={onTrace} />
        {items.length ? <Button onClick={onWall}>{t("mode_wall")}</Button> : null}
      </Nothing>
    </div>
  );
}

/** A text that names no lot: documents, parties and lots that answer to it. */
export function Unknown({ code, onTrace }: { code: string; onTrace: (code: string) => void }) {
  const t = useT("trace");
  const place = usePlace();
  const { hits, busy } = useHits(code);
  if (busy && hits.length === 0) return <Waiting rows={6} />;
  return (
    <div className="welcome">
      <Nothing title={t("unknown", { code })} hint={t(hits.length ? "unknown_hint" : "unknown_none")}>
        {hits.length ? (
          <ul className="lot-rows hit-rows">
            {hits.map((hit) => (
              <li key={`${hit.group} ${hit.code ?? hit.id}`}>
                <button type="button" onClick={() => (hit.code ? onTrace(hit.code) : place.go(whereTo(hit, true)))}>
                  <HitRow hit={hit} />
                </button>
              </li>
            ))}
          </ul>
        ) : null}
      </Nothing>
    </div>
  );
}

/** Lots in rows, each leading to its trace. */
export function LotRows({ lots, onTrace }: { lots: LotFacts[]; onTrace: (code: string) => void }) {
  if (lots.length === 0) return null;
  return (
    <ul className="lot-rows">
      {lots.map((lot) => (
        <li key={lot.code}>
          <button type="button" onClick={() => onTrace(lot.code)}>
            <span className="mono cut">{lot.code}</span>
            <span className="quiet cut">{titleOf(lot)}</span>
            <LotTag status={lot.status} expiresOn={lot.expires_on} />
          </button>
        </li>
      ))}
    </ul>
  );
}
