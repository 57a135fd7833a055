import { FilePdfOutlined, LeftOutlined, RightOutlined, TableOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { App, Button, DatePicker, Select } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { Problem, ProblemBox, saveMade } from "../../api/index.ts";
import { Nothing, Page, useIsPhone, useLabel, useLang, usePlace, useT, Waiting } from "../../kit/index.ts";
import { monthOf, monthsAfter, type RegisterInfo, type RegisterSheet, useRegister, useRegisters } from "./data.ts";
import "../list/list.css";
import "./registers.css";

/** Texts as short as a number, a date or a code stay on one line. */
const SHORT = 18;

/** `/registers?key=&month=`: a statutory ledger of one month, on screen, as PDF, as a workbook. */
export function RegistersScreen() {
  const t = useT("records");
  const registers = useRegisters();
  if (registers.error) return <ProblemBox problem={registers.error} onRetry={() => void registers.refetch()} />;
  if (!registers.data) return <Waiting rows={10} />;
  if (registers.data.length === 0) return <Nothing title={t("registers_none")} hint={t("registers_none_hint")} />;
  return <Registers registers={registers.data} />;
}

function Registers({ registers }: { registers: RegisterInfo[] }) {
  const t = useT("records");
  const label = useLabel();
  const lang = useLang();
  const place = usePlace();
  const chosen = registers.find((one) => one.key === place.search.key) ?? registers[0];
  const month = place.search.month || monthOf(new Date());
  const sheet = useRegister(chosen?.key ?? "", month, lang);
  if (!chosen) return null;
  const choose = (key: string): void => place.setSearch({ key });
  return (
    <Page title={t("registers")} actions={<Files register={chosen.key} month={month} />}>
      <div className="register-bar no-print">
        <Choice registers={registers} chosen={chosen.key} onChoose={choose} />
        <MonthPicker month={month} onMonth={(next) => place.setSearch({ key: chosen.key, month: next })} />
      </div>
      <section className="card register-card" aria-busy={sheet.isPlaceholderData}>
        <header className="register-head">
          <h2>
            {label(chosen.label)} <span className="faint">{month}</span>
          </h2>
          <p>{label(chosen.note)}</p>
          <p>
            <Link to={`/f/${chosen.form}`}>{t("register_source", { form: label(chosen.form_label) })}</Link>
            {sheet.data && !sheet.isPlaceholderData ? <span className="faint"> · {t("register_lines", { count: sheet.data.rows.length + sheet.data.left })}</span> : null}
          </p>
        </header>
        {sheet.error ? <ProblemBox problem={sheet.error} onRetry={() => void sheet.refetch()} /> : null}
        {!sheet.error && (!sheet.data || sheet.data.key !== chosen.key) ? <Waiting rows={8} /> : null}
        {!sheet.error && sheet.data?.key === chosen.key ? <Lines sheet={sheet.data} month={month} /> : null}
      </section>
    </Page>
  );
}

function Choice({ registers, chosen, onChoose }: { registers: RegisterInfo[]; chosen: string; onChoose: (key: string) => void }) {
  const t = useT("records");
  const label = useLabel();
  const phone = useIsPhone();
  if (phone) {
    const options = registers.map((one) => ({ value: one.key, label: label(one.label) }));
    return <Select aria-label={t("registers")} className="register-select" value={chosen} options={options} onChange={onChoose} />;
  }
  return (
    <nav className="views register-views" aria-label={t("registers")}>
      {registers.map((one) => (
        <button key={one.key} type="button" className={one.key === chosen ? "view here" : "view"} aria-current={one.key === chosen} onClick={() => onChoose(one.key)}>
          {label(one.label)}
        </button>
      ))}
    </nav>
  );
}

function MonthPicker({ month, onMonth }: { month: string; onMonth: (month: string) => void }) {
  const t = useT("records");
  return (
    <div className="register-month">
      <Button icon={<LeftOutlined />} aria-label={t("register_before")} onClick={() => onMonth(monthsAfter(month, -1))} />
      <DatePicker
        picker="month"
        aria-label={t("register_month")}
        allowClear={false}
        inputReadOnly
        format="YYYY-MM"
        value={dayjs(`${month}-01`)}
        onChange={(at) => (at ? onMonth(at.format("YYYY-MM")) : undefined)}
      />
      <Button icon={<RightOutlined />} aria-label={t("register_after")} onClick={() => onMonth(monthsAfter(month, 1))} />
    </div>
  );
}

function Files({ register, month }: { register: string; month: string }) {
  const { message } = App.useApp();
  const [making, setMaking] = useState("");
  const save = async (format: string): Promise<void> => {
    setMaking(format);
    try {
      await saveMade(`/reports/registers/${encodeURIComponent(register)}`, { month, format });
    } catch (error) {
      void message.error(error instanceof Problem ? error.message : String(error));
    } finally {
      setMaking("");
    }
  };
  return (
    <>
      <Button icon={<TableOutlined />} loading={making === "xlsx"} disabled={making !== ""} onClick={() => void save("xlsx")}>
        Excel
      </Button>
      <Button type="primary" icon={<FilePdfOutlined />} loading={making === "pdf"} disabled={making !== ""} onClick={() => void save("pdf")}>
        PDF
      </Button>
    </>
  );
}

function Lines({ sheet, month }: { sheet: RegisterSheet; month: string }) {
  const t = useT("records");
  if (sheet.rows.length === 0) return <Nothing title={t("register_empty", { month })} hint={t("register_empty_hint")} />;
  return (
    <>
      {sheet.hidden.length > 0 ? <div className="banner">{t("register_hidden", { columns: sheet.hidden.join(t("comma")) })}</div> : null}
      {sheet.left > 0 ? (
        <div className="banner banner-amber" role="status">
          {t("register_left", { count: sheet.left })}
        </div>
      ) : null}
      <div className="register-scroll">
        <table className="register-table">
          <thead>
            <tr>
              <th scope="col">#</th>
              {sheet.columns.map((head, n) => (
                <th key={n} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sheet.rows.map((row, n) => (
              <tr key={n}>
                <td>
                  <Link to={`/f/${sheet.form}/${sheet.records[n]}`}>{n + 1}</Link>
                </td>
                {row.map((value, m) => (
                  <td key={m} className={value.length <= SHORT ? "short" : undefined}>
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
