import { apiAddress, useAbility } from "../../api/index.ts";
import { useT } from "../../kit/index.ts";
import type { LotFacts } from "../types.ts";
import { usePublicLink } from "./data.ts";
import "./passport.css";

/** The QR code of a lot's consumer page, for printing, and whether the public can see it. */
export function QrCard({ lot }: { lot: LotFacts }) {
  const t = useT("trace");
  const traces = useAbility("trace");
  const link = usePublicLink(lot.code, traces && lot.kind === "lot");
  if (!link.data || link.data.gtin === null) return null;
  const { url, why } = link.data;
  const picture = (format: string): string => apiAddress("/consumer/qr", { code: lot.code, format });
  return (
    <section className="card lot-card">
      <h2>{t("passport_title")}</h2>
      <div className="qr-card">
        {url ? <img src={picture("svg")} alt={t("qr_title")} /> : <span />}
        <div>
          <p className={why ? "quiet" : ""}>{t(why ? `qr_${why}` : "qr_public")}</p>
          {url ? (
            <>
              <p className="mono faint">{url}</p>
              <div className="qr-acts">
                {why ? null : (
                  <a href={new URL(url).pathname} target="_blank" rel="noreferrer">
                    {t("qr_open")}
                  </a>
                )}
                {["svg", "png"].map((format) => (
                  <a key={format} href={picture(format)} download={`${lot.code}.${format}`}>
                    {t("qr_save", { format: format.toUpperCase() })}
                  </a>
                ))}
              </div>
            </>
          ) : null}
        </div>
      </div>
    </section>
  );
}
