import type { ReactNode } from "react";
import { Button } from "antd";
import "./gate.css";
import { setLang, STAGE_COLOURS, STAGES, useLang, useT } from "../kit/index.ts";

/** The page before sign-in: what the product is at the left, the form at the right. */
export function Gate({ title, children }: { title: ReactNode; children: ReactNode }) {
  const t = useT("access");
  const lang = useLang();
  const other = lang === "zh" ? "en" : "zh";
  return (
    <div className="gate">
      <section className="gate-art" aria-hidden="true">
        <div className="gate-name">
          <span className="gate-zh">溯源</span> Suyuan
        </div>
        <Chain />
        <div>
          <div className="gate-line">{t("promise")}</div>
          <div className="gate-sub">{t("promise_more")}</div>
        </div>
      </section>
      <section className="gate-side">
        <Button type="text" className="gate-lang" lang={other === "zh" ? "zh-CN" : "en"} onClick={() => void setLang(other)}>
          {other === "zh" ? "中文" : "English"}
        </Button>
        <div className="gate-form">
          <h1>{title}</h1>
          {children}
        </div>
      </section>
    </div>
  );
}

type Point = [x: number, y: number, stage: number];

const POINTS: Point[] = [
  [20, 40, 0], [20, 120, 0], [20, 200, 0],
  [100, 60, 1], [100, 140, 1], [100, 200, 1],
  [180, 90, 2], [180, 170, 2],
  [260, 130, 3],
  [340, 90, 4], [340, 170, 4],
  [420, 60, 5], [420, 130, 5], [420, 200, 5],
  [500, 40, 6], [500, 110, 6], [500, 180, 6],
];
const LINKS: [number, number][] = [
  [0, 3], [1, 4], [2, 5], [3, 6], [4, 6], [4, 7], [5, 7], [6, 8], [7, 8], [8, 9], [8, 10],
  [9, 11], [9, 12], [10, 12], [10, 13], [11, 14], [12, 15], [13, 16],
];

/** Seven stages of a chain, as the trace screen draws them. */
function Chain() {
  const at = (index: number): Point => POINTS[index] as Point;
  return (
    <svg viewBox="0 0 540 240" className="gate-chain">
      {LINKS.map(([from, to]) => {
        const [x, y] = at(from);
        const [x2, y2] = at(to);
        const middle = (x + x2) / 2;
        return <path key={`${from}-${to}`} d={`M${x + 26} ${y} C${middle + 13} ${y} ${middle} ${y2} ${x2} ${y2}`} />;
      })}
      {POINTS.map(([x, y, stage]) => (
        <g key={`${x}-${y}`} transform={`translate(${x - 16} ${y - 12})`}>
          <rect width="52" height="24" rx="4" className={stage === 3 ? "gate-lot gate-lot-here" : "gate-lot"} />
          <rect width="4" height="24" rx="2" fill={STAGE_COLOURS[STAGES[stage] ?? "supplier"]} />
          <rect x="11" y="7" width={28 + ((x + y) % 9)} height="3.5" rx="1.5" className="gate-bar" />
          <rect x="11" y="14" width={16 + ((x * y) % 14)} height="3" rx="1.5" className="gate-bar gate-bar-2" />
        </g>
      ))}
    </svg>
  );
}
