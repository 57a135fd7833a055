import { useMutation, type UseMutationResult, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { App } from "antd";
import { api, keys, type Paged, type Problem, problemText } from "../../../api/index.ts";
import type { RoleDoc, RoleInfo } from "./rights.ts";

/** A role's document to come, and why it changes. */
type RoleChange = { role: RoleInfo; definition: RoleDoc; note: string };

/** The plant's roles, and how an administrator changes one: in force at once. */
export function useRoles(): { roles: UseQueryResult<RoleInfo[], Problem>; change: UseMutationResult<void, Problem, RoleChange> } {
  const cache = useQueryClient();
  const { message } = App.useApp();
  const roles = useQuery<RoleInfo[], Problem>({ queryKey: ["roles", "rights"], queryFn: async ({ signal }) => (await api.get<Paged<RoleInfo>>("/roles", {}, signal)).items });
  const change = useMutation<void, Problem, RoleChange>({
    mutationFn: async ({ role, definition, note }) => {
      const path = `/roles/${encodeURIComponent(role.key)}`;
      await api.put(path, { definition, revision: role.revision });
      await api.post(`${path}/publish`, { note });
    },
    onSettled: () => Promise.all([cache.invalidateQueries({ queryKey: ["roles"] }), cache.invalidateQueries({ queryKey: keys.me })]),
    onError: (problem) => void message.error(problemText(problem)),
  });
  return { roles, change };
}
