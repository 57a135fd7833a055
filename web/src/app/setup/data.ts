import { useMutation, type UseMutationResult, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { api, keys, type Problem } from "../../api/index.ts";
import type { Label } from "../../kit/index.ts";

export type StepKey = "plant" | "nodes" | "masters" | "people" | "opening" | "first";
export type SetupStep = {
  key: StepKey;
  done: boolean;
  /** Said to be over by hand. */
  settled: boolean;
  count: number | null;
  /** The form it is done with. */
  form: string | null;
  forms: { key: string; label: Label; count: number; needed: boolean }[];
};
export type SetupNode = { key: string; on: boolean; forms: Label[] };
export type PlantFacts = { name: Label; zone: string; gs1_prefix: string; host: string };
export type Setup = {
  plant: PlantFacts;
  nodes: SetupNode[];
  nodes_chosen: boolean;
  steps: SetupStep[];
  done: number;
  of: number;
  ready: boolean;
};
export type SetupChange = Partial<PlantFacts> & { nodes?: string[]; settled?: StepKey[]; ready?: boolean };

export const SETUP = ["setup"] as const;

/** How far the plant is set up. */
export function useSetup(enabled = true): UseQueryResult<Setup, Problem> {
  return useQuery<Setup, Problem>({ queryKey: SETUP, queryFn: ({ signal }) => api.get("/setup", {}, signal), enabled });
}

/** Changes the plant's settings; the navigation follows. */
export function useChange(): UseMutationResult<Setup, Problem, SetupChange> {
  const client = useQueryClient();
  return useMutation<Setup, Problem, SetupChange>({
    mutationFn: (change) => api.patch<Setup>("/setup", change),
    onSuccess: (setup) => {
      client.setQueryData(SETUP, setup);
      void client.invalidateQueries({ queryKey: keys.me });
    },
  });
}
