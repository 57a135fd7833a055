import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api } from "../../api/index.ts";
import { usePlace } from "../../kit/index.ts";

/** Ends the session here and on the server. */
export function useSignOut(): () => void {
  const client = useQueryClient();
  const place = usePlace();
  return useCallback(() => {
    const leave = (): void => {
      client.clear();
      place.go("/login", {}, true);
    };
    api.delete("/session").then(leave, leave);
  }, [client, place]);
}
