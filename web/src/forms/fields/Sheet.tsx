import { Drawer, type DrawerProps } from "antd";
import { useTools } from "./tools.ts";

const INSIDE = { position: "absolute" } as const;

/** What comes up from the bottom of a phone, or of the frame a form is tried in. */
export function Sheet(props: Omit<DrawerProps, "placement" | "className">) {
  const { frame } = useTools();
  const within = frame ? { getContainer: frame, rootStyle: INSIDE } : {};
  return <Drawer {...props} {...within} placement="bottom" destroyOnHidden className="ff-sheet" />;
}
