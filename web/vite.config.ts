import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = process.env.SUYUAN_API ?? "http://127.0.0.1:8000";

/** What screens share goes in few files: the first screen stays within twenty requests. */
const SHARED = [
  { name: "react", test: /node_modules[\\/](react|react-dom|scheduler|@tanstack|i18next)[\\/]/ },
  { name: "antd", test: /node_modules[\\/](antd|@ant-design|@rc-component|dayjs|clsx)[\\/]/, minShareCount: 2 },
  { name: "house", test: /src[\\/](kit|api)[\\/]/ },
];

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: { output: { codeSplitting: { groups: SHARED } } },
  },
  server: { proxy: { "/api": server, "/epcis": server } },
});
