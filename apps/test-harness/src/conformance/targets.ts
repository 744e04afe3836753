import { AsyncSurreal, Surreal } from "surreal-sdk";
import type { ServerAddress } from "../apart/server-apart.ts";
import type { Database, DatabaseOptions, Target } from "./target.ts";

const modes = ["async", "blocking"] as const;

/** Makes a connection in a mode; see {@link Database} about the type. */
function connect(mode: Target["mode"], url: string, options: DatabaseOptions | undefined): Database {
  if (mode === "async") return AsyncSurreal(url, options);
  return Surreal(url, options as Parameters<typeof Surreal>[1]) as unknown as Database;
}

/** A database in this process, in both modes. */
export const embeddedTargets: readonly Target[] = modes.map((mode) => ({
  name: `${mode}, embedded`,
  mode,
  kind: "embedded",
  url: () => "mem://",
  elsewhere: () => "mem://",
  connection: (options = {}, url = "mem://") =>
    connect(mode, url, { embedded: { capabilities: { experimental: true } }, ...options }),
}));

/** Two servers that are there when the cases run, in both modes. */
export function networkTargets(
  kind: "ws" | "http",
  home: () => ServerAddress,
  elsewhere: () => ServerAddress,
): Target[] {
  const urlOf = ({ wsUrl, httpUrl }: ServerAddress): string => (kind === "ws" ? wsUrl : httpUrl);
  return modes.map((mode) => ({
    name: `${mode} over ${kind}`,
    mode,
    kind,
    url: () => urlOf(home()),
    elsewhere: () => urlOf(elsewhere()),
    connection: (options, url = urlOf(home())) => connect(mode, url, options),
  }));
}
