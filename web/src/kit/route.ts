import { type AnyRouter, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import type { ComponentType } from "react";

/** One screen of a room; a room's `routes.ts` exports `routes: Screen[]` and the app puts them together. */
export type Screen = {
  /** `/f/$form/$id` */
  path: string;
  /** Loads the screen: `() => import("./list/ListScreen.tsx").then((m) => m.ListScreen)`. */
  load: () => Promise<ComponentType>;
  /** Without frame and sign-in: login, claim. */
  bare?: boolean;
};

export type Search = Record<string, string>;

/** Where we are and how to go elsewhere. Search parameters are plain texts. */
export type Place = {
  params: Record<string, string>;
  search: Search;
  /** Go to a path with its search; `replace` leaves no step back. */
  go: (path: string, search?: Search, replace?: boolean) => void;
  /** Change some search parameters in place; `undefined` or `""` removes one. */
  setSearch: (changes: Record<string, string | undefined>) => void;
  back: () => void;
};

/** A path with its search as one address, for `<a href>` and `<Link to>`. */
export function address(path: string, search: Record<string, string | undefined> = {}): string {
  const kept = Object.entries(search).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const query = new URLSearchParams(kept).toString();
  return query ? `${path}?${query}` : path;
}

/** The place of the open screen. */
export function usePlace(): Place {
  const router = useRouter() as AnyRouter;
  const params = useParams({ strict: false }) as Record<string, string>;
  const search = useSearch({ strict: false }) as Search;
  return useMemo(
    () => ({
      params,
      search,
      go: (path, wanted = {}, replace = false) => void router.navigate({ to: address(path, wanted), replace }),
      setSearch: (changes) => {
        const here = router.state.location;
        const next = { ...(here.search as Search), ...changes };
        void router.navigate({ to: address(here.pathname, next), replace: true, resetScroll: false });
      },
      back: () => router.history.back(),
    }),
    [router, params, search],
  );
}
