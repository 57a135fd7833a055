import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { App as AntdApp, ConfigProvider } from "antd";
import en from "antd/locale/en_US";
import zh from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { useEffect, useMemo, useState } from "react";
import { makeClient, onSignedOut } from "../api/index.ts";
import { antdConfig, useIsPhone, useLang } from "../kit/index.ts";
import { makeRouter } from "./router.tsx";

/** The product in the browser: colours, words, cache, router. */
export function App() {
  const lang = useLang();
  const phone = useIsPhone();
  const [client] = useState(makeClient);
  const [router] = useState(() => makeRouter());
  const theme = useMemo(() => antdConfig("light", phone), [phone]);

  useEffect(() => {
    dayjs.locale(lang === "zh" ? "zh-cn" : "en");
  }, [lang]);
  useEffect(() => {
    onSignedOut(() => {
      const here = router.state.location;
      if (here.pathname === "/login" || here.pathname === "/claim" || here.pathname.startsWith("/p/")) return;
      client.clear();
      void router.navigate({ to: `/login?${new URLSearchParams({ next: here.href })}`, replace: true });
    });
  }, [router, client]);

  return (
    <ConfigProvider locale={lang === "zh" ? zh : en} theme={theme} button={{ autoInsertSpace: false }} input={{ autoComplete: "off" }}>
      <AntdApp component={false} message={{ maxCount: 3 }}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntdApp>
    </ConfigProvider>
  );
}
