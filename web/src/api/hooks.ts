import { QueryClient, useQuery, type UseQueryOptions, type UseQueryResult } from "@tanstack/react-query";
import { api, Problem } from "./client.ts";
import { formInfoOf } from "./definition.ts";
import { keys } from "./keys.ts";
import type { Ability, FormInfo, FormVerb, Me, RecordData } from "./types.ts";

/** The cache of answers. Refusals are not asked again; a server out of reach is, twice. */
export function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (count, error) => count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502),
        refetchOnWindowFocus: false,
      },
      mutations: { retry: false },
    },
  });
}

/** Without the forms that are not for the navigation. */
function shownOf(me: Me): Me {
  return { ...me, apps: me.apps.map((app) => ({ ...app, forms: app.forms.filter((form) => !form.hidden) })) };
}

/** Who is signed in, with roles, abilities, apps and forms. */
export function useMe(): UseQueryResult<Me, Problem> {
  return useQuery<Me, Problem>({ queryKey: keys.me, queryFn: async ({ signal }) => shownOf(await api.get<Me>("/me", {}, signal)), staleTime: 300_000 });
}

/** Whether the person has an ability; false until it is known. */
export function useAbility(ability: Ability): boolean {
  return useMe().data?.abilities.includes(ability) ?? false;
}

/** How a form is asked for, kept five minutes unless `/live` tells of a new version; a `version` never changes. */
export function formQuery(key: string, version?: number): UseQueryOptions<FormInfo, Problem> {
  const asked = version === undefined ? {} : { version };
  return {
    queryKey: version === undefined ? keys.form(key) : [...keys.form(key), version],
    queryFn: async ({ signal }) => formInfoOf(await api.get<FormInfo>(`/forms/${encodeURIComponent(key)}`, asked, signal)),
    staleTime: 300_000,
    enabled: key !== "",
  };
}

/** A published form as the person may see it. */
export function useForm(key: string): UseQueryResult<FormInfo, Problem> {
  return useQuery(formQuery(key));
}

/** One record. */
export function useRecord(form: string, id: string): UseQueryResult<RecordData, Problem> {
  return useQuery<RecordData, Problem>({
    queryKey: keys.record(form, id),
    queryFn: ({ signal }) => api.get<RecordData>(`/records/${encodeURIComponent(form)}/${encodeURIComponent(id)}`, {}, signal),
    enabled: form !== "" && id !== "",
  });
}

/** Whether a form's verb is among those the person may do. */
export function may(form: FormInfo | undefined, verb: FormVerb): boolean {
  return form?.may.includes(verb) ?? false;
}

/** Whether a field may be read: `readable` and `writable` are `"*"` or keys. */
export function holds(fields: "*" | string[], key: string): boolean {
  return fields === "*" || fields.includes(key);
}
