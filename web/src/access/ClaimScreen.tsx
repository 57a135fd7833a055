import { useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import { api, Problem, problemText } from "../api/index.ts";
import { usePlace, useT } from "../kit/index.ts";
import { Gate } from "./Gate.tsx";

type Given = { token: string; user: string; name: string; password: string };

/** The first administrator of a new plant, by the one-time token that `suyuan init` shows. */
export function ClaimScreen() {
  const t = useT("access");
  const place = usePlace();
  const client = useQueryClient();
  const [form] = Form.useForm<Given>();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState("");

  const claim = async (given: Given): Promise<void> => {
    setBusy(true);
    setWrong("");
    try {
      await api.post("/claim", given);
      client.clear();
      place.go("/setup", {}, true);
    } catch (problem) {
      const errors = problem instanceof Problem ? problem.errors.filter((one) => form.getFieldInstance(one.path) as unknown) : [];
      form.setFields(errors.map((one) => ({ name: one.path as keyof Given, errors: [one.message] })));
      if (!errors.length) setWrong(problemText(problem));
      setBusy(false);
    }
  };
  return (
    <Gate title={t("claim")}>
      <p className="gate-note">{t("claim_hint")}</p>
      {wrong ? (
        <div className="gate-wrong" role="alert">
          {wrong}
        </div>
      ) : null}
      <Form<Given>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(given) => void claim(given)}
        initialValues={{ token: place.search.token ?? "", user: "admin", name: "", password: "" }}
      >
        <Form.Item name="token" label={t("token")} rules={[{ required: true, message: t("token_needed") }]}>
          <Input className="mono" spellCheck={false} autoFocus={!place.search.token} />
        </Form.Item>
        <Form.Item name="name" label={t("name")} rules={[{ required: true, message: t("name_needed") }]}>
          <Input autoComplete="name" autoFocus={Boolean(place.search.token)} />
        </Form.Item>
        <Form.Item name="user" label={t("user")} rules={[{ required: true, message: t("user_needed") }]}>
          <Input autoComplete="username" autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <Form.Item name="password" label={t("new_password")} rules={[{ required: true, message: t("password_needed") }]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy}>
          {t("claim_do")}
        </Button>
      </Form>
    </Gate>
  );
}
