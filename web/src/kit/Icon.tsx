import {
  AlertOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BankOutlined,
  BookOutlined,
  BranchesOutlined,
  ContainerOutlined,
  DatabaseOutlined,
  ExperimentOutlined,
  FileTextOutlined,
  GoldOutlined,
  HomeOutlined,
  InboxOutlined,
  NodeIndexOutlined,
  PartitionOutlined,
  ProfileOutlined,
  SafetyCertificateOutlined,
  SendOutlined,
  ShopOutlined,
  TeamOutlined,
  ToolOutlined,
  TruckOutlined,
  EnvironmentOutlined,
} from "@ant-design/icons";
import type { ComponentType } from "react";

/** Icon names a form or app may carry. */
const ICONS: Record<string, ComponentType> = {
  alert: AlertOutlined,
  app: AppstoreOutlined,
  audit: AuditOutlined,
  book: BookOutlined,
  box: InboxOutlined,
  factory: PartitionOutlined,
  feed: BranchesOutlined,
  flask: ExperimentOutlined,
  form: FileTextOutlined,
  home: BankOutlined,
  line: ToolOutlined,
  material: GoldOutlined,
  order: ProfileOutlined,
  place: EnvironmentOutlined,
  recipe: ContainerOutlined,
  shield: SafetyCertificateOutlined,
  ship: SendOutlined,
  shop: ShopOutlined,
  start: HomeOutlined,
  stock: DatabaseOutlined,
  team: TeamOutlined,
  trace: NodeIndexOutlined,
  truck: TruckOutlined,
};

/** The names that may be chosen. */
export const ICON_NAMES = Object.keys(ICONS);

/** The icon of a form or an app by its key; a sheet of paper when there is none. */
export function Icon({ name }: { name: string | null | undefined }) {
  const Shown = ICONS[name ?? ""] ?? FileTextOutlined;
  return <Shown />;
}
