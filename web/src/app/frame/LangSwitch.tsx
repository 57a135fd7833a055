import { Button } from "antd";
import { api } from "../../api/index.ts";
import { setLang, useLang, useT } from "../../kit/index.ts";

/** Chinese or English; kept in the browser, and on the person when one is signed in. */
export function LangSwitch({ signedIn = true }: { signedIn?: boolean }) {
  const lang = useLang();
  const t = useT("app");
  const other = lang === "zh" ? "en" : "zh";
  const change = (): void => {
    void setLang(other);
    if (signedIn) api.patch("/me", { lang: other }).catch(() => undefined);
  };
  return (
    <Button type="text" className="lang" lang={other === "zh" ? "zh-CN" : "en"} aria-label={t("other_language")} onClick={change}>
      {other === "zh" ? "中文" : "EN"}
    </Button>
  );
}
