import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, keys, type LinkValue, type Paged, type Problem } from "../../api/index.ts";
import type { Label, Lang } from "../../kit/index.ts";

export type Person = {
  id: string;
  name: string;
  user: string;
  lang: Lang;
  roles: string[];
  active: boolean;
  department: LinkValue | null;
};

export type Grant = { form: string; verbs: string[]; where?: string; read?: string[]; hide?: string[]; write?: string[] };
export type Role = {
  key: string;
  version: number;
  state: string;
  definition: { label: Label; abilities?: string[]; grants?: Grant[] };
};

export type ApiKey = {
  id: string;
  name: string;
  scopes: unknown;
  created: string;
  expires: string | null;
  last_used: string | null;
  secret?: string;
};

export function usePeople(search: string): UseQueryResult<Paged<Person>, Problem> {
  return useQuery<Paged<Person>, Problem>({
    queryKey: [...keys.people, search],
    queryFn: ({ signal }) => api.get("/people", { search, limit: 500 }, signal),
    placeholderData: (before) => before,
  });
}

export function useRoles(): UseQueryResult<Paged<Role>, Problem> {
  return useQuery<Paged<Role>, Problem>({ queryKey: ["roles"], queryFn: ({ signal }) => api.get("/roles", {}, signal) });
}

export type Department = LinkValue & { parent: string | null };

export function useDepartments(): UseQueryResult<Paged<Department>, Problem> {
  return useQuery<Paged<Department>, Problem>({ queryKey: ["departments"], queryFn: ({ signal }) => api.get("/departments", {}, signal) });
}

export function useKeys(): UseQueryResult<Paged<ApiKey>, Problem> {
  return useQuery<Paged<ApiKey>, Problem>({ queryKey: ["keys"], queryFn: ({ signal }) => api.get("/keys", {}, signal) });
}
