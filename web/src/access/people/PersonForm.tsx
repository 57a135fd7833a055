import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Drawer, Form, Input, Modal, Select, Segmented } from "antd";
import { useState } from "react";
import { api, keys, Problem, problemText } from "../../api/index.ts";
import { useIsPhone, useLabel, useT } from "../../kit/index.ts";
import { type Person, useDepartments, useRoles } from "./data.ts";

type Given = { name: string; user: string; lang: string; department: string | null; roles: string[]; password: string };

/** Takes a person in, or changes one; `person` is null for a new one. */
export function PersonForm({ person, onClose }: { person: Person | null; onClose: () => void }) {
  const t = useT("access");
  const label = useLabel();
  const phone = useIsPhone();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<Given>();
  const [busy, setBusy] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const roles = useRoles();
  const departments = useDepartments();

  const send = async (body: Record<string, unknown>, done: string): Promise<void> => {
    setBusy(true);
    try {
      await (person ? api.patch(`/people/${person.id}`, body) : api.post("/people", body));
      await client.invalidateQueries({ queryKey: keys.people });
      void message.success(done);
      onClose();
    } catch (problem) {
      const errors = problem instanceof Problem ? problem.errors : [];
      const placed = errors.filter((one) => one.path.split(/[.[]/)[0] as string in (form.getFieldsValue() as object));
      form.setFields(placed.map((one) => ({ name: one.path.split(/[.[]/)[0] as keyof Given, errors: [one.message] })));
      if (!placed.length) void message.error(problemText(problem));
      setBusy(false);
    }
  };
  const save = (given: Given): void => {
    const { password, department, ...rest } = given;
    const body: Record<string, unknown> = { ...rest };
    if (department || person?.department) body.department = department ?? null;
    if (password) body.password = password;
    void send(body, t("saved"));
  };
  const needed = (message: string) => [{ required: true, message }];
  return (
    <Drawer
      open
      onClose={onClose}
      title={person ? person.name : t("new_person")}
      size={phone ? "100%" : 420}
      extra={
        person ? (
          person.active ? (
            <Button danger onClick={() => setLeaving(true)}>
              {t("deactivate")}
            </Button>
          ) : (
            <Button onClick={() => void send({ active: true }, t("saved"))}>{t("reactivate")}</Button>
          )
        ) : null
      }
    >
      <Form<Given>
        form={form}
        layout="vertical"
        onFinish={save}
        initialValues={{
          name: person?.name ?? "",
          user: person?.user ?? "",
          lang: person?.lang ?? "zh",
          department: person?.department?.id ?? null,
          roles: person?.roles ?? [],
          password: "",
        }}
      >
        <Form.Item name="name" label={t("name")} rules={needed(t("name_needed"))}>
          <Input autoFocus />
        </Form.Item>
        <Form.Item name="user" label={t("user")} rules={needed(t("user_needed"))}>
          <Input spellCheck={false} autoComplete="off" />
        </Form.Item>
        <Form.Item name="roles" label={t("roles")} extra={t("roles_hint")}>
          <Select mode="multiple" options={(roles.data?.items ?? []).map((role) => ({ value: role.key, label: label(role.definition.label) }))} />
        </Form.Item>
        <Form.Item name="department" label={t("department")}>
          <Select allowClear={!person} options={(departments.data?.items ?? []).map((one) => ({ value: one.id, label: one.title }))} notFoundContent={t("no_departments")} />
        </Form.Item>
        <Form.Item name="lang" label={t("language")}>
          <Segmented options={[{ value: "zh", label: "中文" }, { value: "en", label: "English" }]} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t(person ? "reset_password" : "first_password")}
          extra={t(person ? "reset_password_hint" : "first_password_hint")}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy}>
          {t("save")}
        </Button>
      </Form>
      {person ? <Leave person={person} open={leaving} onClose={() => setLeaving(false)} onLeave={(reason) => void send({ active: false, reason }, t("deactivated"))} /> : null}
    </Drawer>
  );
}

type LeaveProps = { person: Person; open: boolean; onClose: () => void; onLeave: (reason: string) => void };

function Leave({ person, open, onClose, onLeave }: LeaveProps) {
  const t = useT("access");
  const [reason, setReason] = useState("");
  return (
    <Modal
      open={open}
      title={t("deactivate_title", { name: person.name })}
      onCancel={onClose}
      okText={t("deactivate")}
      okButtonProps={{ danger: true, disabled: !reason.trim() }}
      onOk={() => onLeave(reason.trim())}
    >
      <p className="quiet">{t("deactivate_hint")}</p>
      <Input.TextArea rows={2} placeholder={t("reason")} value={reason} onChange={(event) => setReason(event.target.value)} />
    </Modal>
  );
}
