import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { App } from "antd";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../../api/index.ts";
import { startWords } from "../../../kit/index.ts";
import { texts } from "../../texts.ts";
import { AsideNumbers } from "./AsideNumbers.tsx";

await startWords({ forms: texts }, "en");
afterEach(() => (cleanup(), vi.restoreAllMocks()));

const BLOCK = { field: "no", first: "RR-001", last: "RR-020", count: 20, used: 3, by: "Li Na", device: "Tablet 2", made_at: "2026-11-01T00:00:00Z", expires: "2026-12-01T00:00:00Z", expired: true };

function show(rule: string, published = true): { made: () => number } {
  const onMade = vi.fn();
  vi.spyOn(api, "get").mockResolvedValue({ items: [BLOCK, { ...BLOCK, field: "tag", first: "T-1" }], next: null });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <App>
        <AsideNumbers form="receipt" at="no" rule={rule} published={published} onMade={onMade} />
      </App>
    </QueryClientProvider>,
  );
  return { made: () => onMade.mock.calls.length };
}

it("shows the blocks of the field, and sets more aside for a device", async () => {
  const post = vi.spyOn(api, "post").mockResolvedValue({ numbers: ["RR-021", "RR-025"] });
  const { made } = show("RR-{###}");
  expect(await screen.findByText("RR-001 – RR-020")).toBeTruthy();
  expect(screen.getByText(/3 of 20 used · Li Na · Tablet 2/)).toBeTruthy();
  expect(screen.getByText("Expired")).toBeTruthy();
  expect(screen.queryByText(/T-1/)).toBeNull();
  fireEvent.change(screen.getByRole("spinbutton", { name: "How many" }), { target: { value: "5" } });
  fireEvent.change(screen.getByRole("textbox", { name: /Device/ }), { target: { value: " Tablet 3 " } });
  fireEvent.click(screen.getByRole("button", { name: "Set aside" }));
  await vi.waitFor(() => expect(made()).toBe(1));
  expect(post).toHaveBeenCalledWith("/forms/receipt/numbers/reserve", { field: "no", values: {}, count: 5, device: "Tablet 3" });
});

it("says why nothing can be set aside here: the rule reads the record, or is not published", async () => {
  show("{supplier.code}-{###}");
  expect(await screen.findByText(/The rule reads the record/)).toBeTruthy();
  cleanup();
  show("RR-{####}", false);
  expect(await screen.findByText(/Publish the change first/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Set aside" })).toBeNull();
});
