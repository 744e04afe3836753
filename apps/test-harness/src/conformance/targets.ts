import { AsyncSurreal, Surreal } from "surreal-sdk";
import { webSocketPool } from "surreal-sdk/pool";
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
  sockets: 0,
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
    sockets: 1,
    url: () => urlOf(home()),
    elsewhere: () => urlOf(elsewhere()),
    connection: (options, url = urlOf(home())) => connect(mode, url, options),
  }));
}

const poolSize = 3;

/** What {@link networkTargets} gives over a WebSocket, with several of them for each connection. */
export function pooledTargets(home: () => ServerAddress, elsewhere: () => ServerAddress): Target[] {
  return networkTargets("ws", home, elsewhere).map((target) => ({
    ...target,
    name: `${target.mode} over a pool`,
    sockets: poolSize,
    connection: (options, url = target.url()) => target.connection({ ...options, ...pooled(target.mode) }, url),
  }));
}

function pooled(mode: Target["mode"]): Pick<DatabaseOptions, "engines"> {
  const size = poolSize;
  if (mode === "async") return { engines: { ws: webSocketPool({ size }) } };
  const ws = { module: import.meta.resolve("surreal-sdk/pool"), export: "webSocketPool", options: { size } };
  // A blocking connection takes modules; see `connect`.
  return { engines: { ws } as unknown as NonNullable<DatabaseOptions["engines"]> };
}
