import { useT } from "../../kit/index.ts";
import { mistakesOf, type Outcome } from "./data.ts";

const SHOWN = 200;

/** What is wrong with a file, by row and column, in words. */
export function Mistakes({ outcome, total }: { outcome: Outcome; /** Wrong rows in all, where not all of them are given. */ total?: number }) {
  const t = useT("records");
  const all = mistakesOf(outcome);
  const sheets = all.some((one) => one.sheet);
  return (
    <div className="import-wrong">
      <table>
        <thead>
          <tr>
            {sheets ? <th>{t("import_sheet")}</th> : null}
            <th className="import-row">{t("import_row")}</th>
            <th>{t("import_column")}</th>
            <th>{t("import_reason")}</th>
          </tr>
        </thead>
        <tbody>
          {all.slice(0, SHOWN).map((one, index) => (
            <tr key={index}>
              {sheets ? <td>{one.sheet}</td> : null}
              <td className="import-row">{one.row}</td>
              <td>{one.column || one.path || "–"}</td>
              <td>{one.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {total !== undefined && total > outcome.bad.length ? <p className="faint">{t("import_more_rows", { count: total - outcome.bad.length })}</p> : null}
      {all.length > SHOWN ? <p className="faint">{t("import_more", { count: all.length - SHOWN })}</p> : null}
    </div>
  );
}
