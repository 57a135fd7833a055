import { DesktopOutlined, MobileOutlined, ScanOutlined } from "@ant-design/icons";
import { Segmented } from "antd";
import { useT } from "../../../kit/index.ts";
import type { Device } from "../../fill/FormPreview.tsx";

const SIGNS: Record<Device, React.ReactNode> = { desk: <DesktopOutlined />, phone: <MobileOutlined />, terminal: <ScanOutlined /> };
const DEVICES: Device[] = ["desk", "phone", "terminal"];

/** Which device the form is seen on. */
export function Devices({ device, onDevice }: { device: Device; onDevice: (device: Device) => void }) {
  const t = useT("forms");
  return <Segmented aria-label={t("design_device")} value={device} onChange={onDevice} options={DEVICES.map((one) => ({ value: one, icon: SIGNS[one], label: t(`design_device.${one}`) }))} />;
}
