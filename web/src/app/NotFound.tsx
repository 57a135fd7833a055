import { Link } from "@tanstack/react-router";
import { Nothing, useT } from "../kit/index.ts";

/** An address that leads nowhere. */
export function NotFound() {
  const t = useT("app");
  return (
    <Nothing title={t("no_page")} hint={t("no_page_hint")}>
      <Link to="/">{t("go_home")}</Link>
    </Nothing>
  );
}
