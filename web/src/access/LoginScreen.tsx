import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useEffect, useState } from "react";
import { api, problemText } from "../api/index.ts";
import { usePlace, useT } from "../kit/index.ts";
import { Gate } from "./Gate.tsx";
import { safeNext } from "./next.ts";

type Given = { user: string; password: string };

/** Sign-in; leads back to where one came from. A plant without an administrator leads to claiming it. */
export function LoginScreen() {
  const t = useT("access");
  const place = usePlace();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState("");
  const unclaimed = useQuery({ queryKey: ["claim"], queryFn: () => api.get<{ open: boolean }>("/claim"), staleTime: Infinity }).data?.open;

  useEffect(() => {
    if (unclaimed) place.go("/claim", {}, true);
  }, [unclaimed, place]);
  const enter = async (given: Given): Promise<void> => {
    setBusy(true);
    setWrong("");
    try {
      await api.post("/session", given);
      client.clear();
      place.go(safeNext(place.search.next), {}, true);
    } catch (problem) {
      setWrong(problemText(problem));
      setBusy(false);
    }
  };
  return (
    <Gate title={t("sign_in")}>
      {wrong ? (
        <div className="gate-wrong" role="alert">
          {wrong}
        </div>
      ) : null}
      <Form<Given> layout="vertical" requiredMark={false} onFinish={(given) => void enter(given)} initialValues={{ user: "", password: "" }}>
        <Form.Item name="user" label={t("user")} rules={[{ required: true, message: t("user_needed") }]}>
          <Input autoFocus autoComplete="username" autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <Form.Item name="password" label={t("password")} rules={[{ required: true, message: t("password_needed") }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy}>
          {t("sign_in")}
        </Button>
      </Form>
    </Gate>
  );
}
