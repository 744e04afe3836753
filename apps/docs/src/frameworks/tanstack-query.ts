import type { QueryClient, QueryKey } from "@tanstack/query-core";
import type { AsyncWatch } from "surreal-sdk";

/** Options for `useQuery`: the first rows of a watch. {@link followWatch} then replaces them. */
export function watchOptions<T>(queryKey: QueryKey, watch: AsyncWatch<T>) {
  return { queryKey, queryFn: () => firstRows(watch), staleTime: Number.POSITIVE_INFINITY };
}

/** Writes the rows into the cache of queries, from now on until the returned function is called. */
export function followWatch<T>(client: QueryClient, queryKey: QueryKey, watch: AsyncWatch<T>): () => void {
  return watch.subscribe(({ rows, status, error }) => {
    if (status === "current") client.setQueryData(queryKey, rows);
    else if (error !== undefined) void client.invalidateQueries({ queryKey });
  });
}

async function firstRows<T>(watch: AsyncWatch<T>): Promise<readonly T[]> {
  for await (const { rows } of watch) return rows;
  throw new Error("The watch has ended.");
}
