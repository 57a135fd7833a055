import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { type ReactNode, useState } from "react";
import "./share.css";
import { keys, makeClient, type Me, Problem, problemText } from "../../api/index.ts";
import { Nothing, setLang, useLabel, useLang, usePlace, useT, Waiting } from "../../kit/index.ts";
import { beginVisit, type Greeting, greet, type Visit } from "./linkDoor.ts";
import { PublicFill } from "./PublicFill.tsx";

const YEAR_MS = 365 * 86_400_000;

/** A cache of its own, in which nobody is signed in. */
function visitorsClient() {
  const client = makeClient();
  const nobody: Me = { person: null, roles: [], abilities: [], apps: [], plant: { name: "" } };
  client.setQueryData(keys.me, nobody, { updatedAt: Date.now() + YEAR_MS });
  return client;
}

/** `/p/:token`: a form that is filled in without an account. */
export function PublicScreen() {
  const { params } = usePlace();
  const [client] = useState(visitorsClient);
  return (
    <QueryClientProvider client={client}>
      <Door key={params.token} token={params.token ?? ""} />
    </QueryClientProvider>
  );
}

function Door({ token }: { token: string }) {
  const t = useT("forms");
  const label = useLabel();
  const lang = useLang();
  const [visit, setVisit] = useState<Visit | null>(null);
  const greeting = useQuery<Greeting, Problem>({ queryKey: ["public", token, lang], queryFn: () => greet(token), staleTime: Infinity, retry: false });
  const open = useQuery<Visit, Problem>({
    queryKey: ["public", token, "visit"],
    queryFn: () => beginVisit(token, null),
    enabled: greeting.data !== undefined && !greeting.data.pin && !visit,
    staleTime: Infinity,
    retry: false,
  });
  const problem = greeting.error ?? open.error;
  const begun = visit ?? open.data ?? null;
  const plant = label(greeting.data?.plant);
  const again = (): void => window.location.reload();
  if (problem) {
    return (
      <PublicPage plant={plant}>
        <Nothing title={t("public_closed")} hint={problemText(problem)}>
          <Button onClick={again}>{t("public_reload")}</Button>
        </Nothing>
      </PublicPage>
    );
  }
  if (greeting.data?.pin && !begun) {
    return (
      <PublicPage plant={plant} title={label(greeting.data.label)}>
        <PinBox token={token} onOpen={setVisit} />
      </PublicPage>
    );
  }
  return (
    <PublicPage plant={plant}>
      {begun && greeting.data ? <PublicFill token={token} greeting={greeting.data} visit={begun} onAgain={again} /> : <Waiting rows={8} />}
    </PublicPage>
  );
}

function PinBox({ token, onOpen }: { token: string; onOpen: (visit: Visit) => void }) {
  const t = useT("forms");
  const [pin, setPin] = useState("");
  const [wrong, setWrong] = useState("");
  const [busy, setBusy] = useState(false);
  const enter = async (): Promise<void> => {
    setBusy(true);
    try {
      onOpen(await beginVisit(token, pin.trim()));
    } catch (problem) {
      setWrong(problemText(problem));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="pub-pin card"
      onSubmit={(event) => {
        event.preventDefault();
        if (pin.trim() && !busy) void enter();
      }}
    >
      <label htmlFor="pub-pin">{t("public_pin")}</label>
      <Input id="pub-pin" size="large" inputMode="numeric" autoComplete="one-time-code" autoFocus maxLength={12} value={pin} onChange={(event) => setPin(event.target.value)} aria-invalid={wrong ? true : undefined} />
      {wrong ? <p className="pub-wrong" role="alert">{wrong}</p> : <p className="quiet">{t("public_pin_hint")}</p>}
      <Button type="primary" size="large" htmlType="submit" loading={busy} disabled={!pin.trim()}>
        {t("public_open")}
      </Button>
    </form>
  );
}

/** The frame of the public page: whose it is, in which language, and what becomes of what is typed. */
function PublicPage({ plant, title, children }: { plant: string; title?: string; children: ReactNode }) {
  const t = useT("forms");
  const lang = useLang();
  const other = lang === "zh" ? "en" : "zh";
  return (
    <div className="pub">
      <header className="pub-head">
        <strong className="cut">{plant}</strong>
        <Button type="text" lang={other === "zh" ? "zh-CN" : "en"} onClick={() => void setLang(other)}>
          {other === "zh" ? "中文" : "English"}
        </Button>
      </header>
      <main className="pub-main">
        {title ? <h1 className="pub-title">{title}</h1> : null}
        {children}
      </main>
      {plant ? <footer className="pub-foot">{t("public_foot", { plant })}</footer> : null}
    </div>
  );
}
