import type { AsyncSurreal } from "surreal-sdk";

/** A connection as the cases see it. The blocking one has the same methods, and awaiting a plain value is legal. */
export type Database = ReturnType<typeof AsyncSurreal>;

/** The options of a connection. */
export type DatabaseOptions = NonNullable<Parameters<typeof AsyncSurreal>[1]>;

/** One engine in one mode: what the cases run over. */
export interface Target {
  /** The name of the run, such as `"async over ws"`. */
  readonly name: string;
  readonly mode: "async" | "blocking";
  readonly kind: "embedded" | "ws" | "http";
  /** How many sockets a connection opens, where it opens some when it connects. */
  readonly sockets: number;
  /** Where its connections go; over the network to one server that all cases share, in memory to a store of their own. */
  url(): string;
  /** Another server, for connecting elsewhere. Only over the network. */
  elsewhere(): string;
  /** A connection that has done no I/O yet. */
  connection(options?: DatabaseOptions, url?: string): Database;
}

/** The root user of the servers that targets talk to. */
export const root = { username: "root", password: "root" } as const;
