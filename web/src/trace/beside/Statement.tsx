import { Link } from "@tanstack/react-router";
import type { Balance } from "../../api/index.ts";
import { showInstant, useT } from "../../kit/index.ts";
import { rounded } from "../model/show.ts";
import type { LotEvent, LotFacts } from "../types.ts";
import { statementOf } from "./statement.ts";
import "./beside.css";

/** The balance as a statement: what came in, what became of it, and the record behind each figure. */
export function Statement({ lot, balance }: { lot: LotFacts; balance: Balance }) {
  const t = useT("trace");
  const statement = statementOf(balance, lot.events ?? []);
  const quantity = (value: string): string => `${rounded(value)} ${balance.uom}`;
  return (
    <details className="statement-box">
      <summary>{t("statement_of")}</summary>
      <table className="statement">
        <tbody>
          {statement.map((line) => (
            <Part key={line.part} name={t(`part.${line.part}`)} hint={line.part === "unexplained" ? t("statement_found") : ""} bad={line.part === "unexplained" && Number(line.value) !== 0} value={quantity(line.value)}>
              {line.events.map((event) => (
                <Entry key={event.id + event.role} event={event} quantity={event.quantity === null ? "" : quantity(event.quantity)} />
              ))}
              {line.older ? (
                <tr className="statement-event">
                  <td colSpan={2}>{t("statement_older", { quantity: quantity(line.older) })}</td>
                </tr>
              ) : null}
            </Part>
          ))}
        </tbody>
      </table>
    </details>
  );
}

type PartProps = { name: string; hint: string; bad: boolean; value: string; children: React.ReactNode };

function Part({ name, hint, bad, value, children }: PartProps) {
  return (
    <>
      <tr className={bad ? "statement-part statement-bad" : "statement-part"}>
        <td>
          {name} {bad && hint ? <span className="faint">{hint}</span> : null}
        </td>
        <td className="num">{value}</td>
      </tr>
      {children}
    </>
  );
}

function Entry({ event, quantity }: { event: LotEvent; quantity: string }) {
  const t = useT("trace");
  const name = event.record_title || t(`verb.${event.verb}`);
  return (
    <tr className="statement-event">
      <td>
        <span className="faint">{showInstant(event.time)}</span> {event.form && event.record ? <Link to={`/f/${event.form}/${event.record}`}>{name}</Link> : name}
        {event.destination ? ` → ${event.destination}` : ""}
      </td>
      <td className="num">{quantity}</td>
    </tr>
  );
}
