import { showDecimal, showInstant, useLabel, useT } from "../../kit/index.ts";
import { drawn } from "./curve.ts";
import type { Curve } from "./data.ts";

const [WIDTH, HEIGHT] = [280, 56];

/** One measured curve of a place while the lot lay there: the band of its limits, red where it left it. */
export function ClimateCurve({ curve }: { curve: Curve }) {
  const t = useT("trace");
  const label = useLabel();
  const shape = drawn(curve, WIDTH, HEIGHT);
  const told = t("measured", { low: showDecimal(shape.least), high: showDecimal(shape.most), n: curve.points.length });
  const top = shape.high ?? 0;
  return (
    <figure className="curve">
      <figcaption>
        <b>{curve.place}</b> {label(curve.label)}
        <span className="faint">
          {showInstant(curve.since)} – {curve.until ? showInstant(curve.until) : t("until_now")}
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={told}>
        {shape.low !== null || shape.high !== null ? <rect className="curve-band" x="0" width={WIDTH} y={top} height={Math.max(0, (shape.low ?? HEIGHT) - top)} /> : null}
        <path className="curve-line" d={shape.line} />
        {shape.beyond.map((spot) => (
          <circle key={`${spot.x} ${spot.y}`} className="curve-bad" cx={spot.x} cy={spot.y} r="3" />
        ))}
      </svg>
      <div className="curve-told">
        {told}
        {curve.lowest !== null || curve.highest !== null ? (
          <span className="faint"> · {t("limits", { low: curve.lowest === null ? "–" : showDecimal(curve.lowest), high: curve.highest === null ? "–" : showDecimal(curve.highest) })}</span>
        ) : null}
        {shape.beyond.length ? <b className="lot-bad"> {t("beyond", { n: shape.beyond.length })}</b> : null}
      </div>
    </figure>
  );
}
