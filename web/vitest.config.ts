import { defineConfig, mergeConfig } from "vitest/config";
import vite from "./vite.config.ts";

export default mergeConfig(
  vite,
  defineConfig({
    test: {
      environment: "jsdom",
      setupFiles: ["src/app/test-setup.ts"],
      include: ["src/**/*.test.{ts,tsx}"],
      testTimeout: 20000,
    },
  }),
);
