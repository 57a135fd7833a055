import { LogoutOutlined, QuestionCircleOutlined, UserOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button, Dropdown } from "antd";
import type { Me } from "../../api/index.ts";
import { useIsPhone, useLabel, useT } from "../../kit/index.ts";
import { LangSwitch } from "./LangSwitch.tsx";
import { Logo } from "./Logo.tsx";
import { SearchBox } from "./SearchBox.tsx";
import { useSignOut } from "./signOut.ts";

/** Product, plant, the search box, language, help, person. */
export function TopBar({ me, onHelp, onTour }: { me: Me; onHelp: () => void; onTour: () => void }) {
  const t = useT("app");
  const label = useLabel();
  const phone = useIsPhone();
  const signOut = useSignOut();
  const name = me.person?.name ?? "";
  const plant = label(me.plant?.name);
  const roles = me.roles.map((role) => label(role.label) || role.key).join(t("comma"));
  const items = [
    { key: "who", disabled: true, label: <PersonLine name={name} roles={roles} /> },
    { type: "divider" as const },
    ...(phone ? [{ key: "tour", icon: <QuestionCircleOutlined />, label: t("tour"), onClick: onTour }] : []),
    { key: "out", icon: <LogoutOutlined />, label: t("sign_out"), onClick: signOut },
  ];
  const help = [
    { key: "tour", label: t("tour"), onClick: onTour },
    { key: "keys", label: `${t("keys")} (?)`, onClick: onHelp },
  ];
  return (
    <header className="topbar no-print">
      <Link to="/" className="brand" aria-label={t("home")}>
        <Logo />
        <span className="brand-name">{t("product")}</span>
        {plant && !phone ? <span className="brand-plant cut">{plant}</span> : null}
      </Link>
      <SearchBox me={me} />
      <div className="topbar-right">
        {phone ? null : (
          <Dropdown menu={{ items: help }} trigger={["click"]} placement="bottomRight">
            <Button type="text" icon={<QuestionCircleOutlined />} aria-label={t("help")} title={t("help")} data-tour="help" />
          </Dropdown>
        )}
        <LangSwitch />
        <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight">
          <Button type="text" icon={<UserOutlined />} aria-label={name}>
            {phone ? null : name}
          </Button>
        </Dropdown>
      </div>
    </header>
  );
}

function PersonLine({ name, roles }: { name: string; roles: string }) {
  return (
    <div className="who">
      <div className="who-name">{name}</div>
      <div className="faint">{roles}</div>
    </div>
  );
}
