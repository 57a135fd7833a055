import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { cleanup, render, screen, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { chainOf } from "../model/chain.ts";
import { dumplings } from "../test/plant.ts";
import { linesOf } from "./csv.ts";
import { rowsOf } from "../model/table.ts";
import { TableFace } from "./TableFace.tsx";

globalThis.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};

afterEach(cleanup);

async function shown(): Promise<void> {
  const answer = dumplings();
  const root = createRootRoute({ component: () => <TableFace answer={answer} chain={chainOf(answer)} /> });
  const router = createRouter({ routeTree: root, history: createMemoryHistory({ initialEntries: ["/"] }) });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  await screen.findAllByText("D");
}

test("the table says what the graph shows: lots, quantities, shares and records", async () => {
  await shown();
  const [table] = screen.getAllByRole("table");
  const rows = within(table as HTMLElement).getAllByRole("row");
  const dough = rows.find((row) => within(row).queryByText("W1"));
  expect(dough?.textContent).toContain("60 kg");
  expect(dough?.textContent).toContain("60 kg · 60%");
  expect(within(dough as HTMLElement).getByText("e4").getAttribute("href")).toBe("/f/transform/r-e4");
  expect(within(table as HTMLElement).getByText("上游：用了什么")).toBeTruthy();
  expect(screen.getByText("合计")).toBeTruthy();
});

test("the CSV has a line for every row of the table", () => {
  const answer = dumplings();
  const chain = chainOf(answer);
  const lines = linesOf(rowsOf(answer, chain, true), chain);
  expect(lines.length).toBe(13);
  expect(lines[3]).toEqual(["-1", "加工", "W1", "Dough", "合格", "60 kg", "60 kg", "60%", "", expect.stringMatching(/^2026-11-01 /), "", "e4"]);
});
