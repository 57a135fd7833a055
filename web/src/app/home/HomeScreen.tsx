import { Page, useT } from "../../kit/index.ts";

export function HomeScreen() {
  return <Page title={useT("app")("home")}>{null}</Page>;
}
