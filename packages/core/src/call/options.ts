import type { Codec } from "@surreal-sdk/codec";
import { quoted } from "@surreal-sdk/values";
import type { Given, Mode } from "../operation/mode.ts";
import { type Credentials, toWireCredentials } from "./credentials.ts";
import { instead } from "./known-keys.ts";
import type { RequestReport } from "./observer.ts";
import { checkedToken, isTokens, type KeptTokens } from "./tokens.ts";

/** What proves the identity: credentials, an access token, or the tokens of an earlier sign-in. */
export type AuthSource = Credentials | string | KeptTokens;

/** Called for credentials when a connection is made, and again when the token has expired; `null` stays anonymous. */
export type AuthProvider<M extends Mode> = () => Given<M, AuthSource | null>;

/** How often a lost connection is reopened, and how long to wait before each attempt (full jitter). */
export interface ReconnectOptions {
  /** How many consecutive attempts may fail. Default: `Infinity`. */
  readonly attempts?: number | undefined;
  /** Milliseconds; the upper bound of the first wait. Default: 500. */
  readonly minDelay?: number | undefined;
  /** Milliseconds; the upper bound of every wait. Default: 30 000. */
  readonly maxDelay?: number | undefined;
}

/**
 * Detects dead connections: after `idle` ms without a byte the SDK sends a ping, and the server has `wait` ms to
 * answer.
 */
export interface HeartbeatOptions {
  /** Milliseconds. Default: 10 000. */
  readonly idle?: number | undefined;
  /** Milliseconds. Default: 5 000. */
  readonly wait?: number | undefined;
}

/** What may wait while there is no connection. */
export interface OfflineQueueOptions {
  /** Requests. Default: 1 000. */
  readonly requests?: number | undefined;
  /** Bytes of all of them. Default: 16 MiB. */
  readonly bytes?: number | undefined;
}

/** How far a live query's consumer may fall behind. */
export interface LiveOptions {
  /** Notifications held for one consumer. Default: 10 000. */
  readonly queue?: number | undefined;
  /** What happens beyond: end with an error (the default), or drop the oldest and report it with a `GAP`. */
  readonly overflow?: "error" | "drop-oldest" | undefined;
}

/** The options of a connection that do not depend on its engine. All times are milliseconds. */
export interface CoreOptions<M extends Mode = Mode> {
  /** The namespace to use from the start. */
  readonly namespace?: string | undefined;
  /** The database to use from the start. */
  readonly database?: string | undefined;
  /** Signs in as soon as there is a connection; a function is called again when the token has expired. */
  readonly auth?: AuthSource | AuthProvider<M> | null | undefined;
  /**
   * How long before its expiry a renewable token is renewed: at most half of its life. Default: 60 000, or a tenth
   * of the token's life where that is less.
   */
  readonly expiryMargin?: number | undefined;
  /** The time to establish a connection. Default: 10 000. */
  readonly connectTimeout?: number | undefined;
  /** The time for one request, including waiting and reconnecting. Default: 30 000; only `Infinity` sets no limit. */
  readonly timeout?: number | undefined;
  /** The time for the closing handshake. Default: 5 000. */
  readonly closeTimeout?: number | undefined;
  /** Default: `{ idle: 10 000, wait: 5 000 }`. */
  readonly heartbeat?: HeartbeatOptions | false | undefined;
  /** Default: unlimited attempts, after 0.5 s to 30 s. */
  readonly reconnect?: ReconnectOptions | false | undefined;
  /** Default: 1 000 requests, 16 MiB. */
  readonly offlineQueue?: OfflineQueueOptions | false | undefined;
  /** Default: 10 000 notifications, then an error. */
  readonly live?: LiveOptions | undefined;
  /**
   * `report` is called for every request that took at least `threshold` milliseconds. With `explain`, the server is asked
   * once how it executes a slow SELECT, and the report says which tables it reads whole and which indexes it uses.
   */
  readonly slowQuery?: SlowQueryOptions | undefined;
  /** Whether a `select` whose answer was lost is sent again. Default: false. */
  readonly retryReads?: boolean | undefined;
  /** The largest message in bytes, in both directions. Default: 128 MiB. */
  readonly maxMessageBytes?: number | undefined;
  /**
   * How deep values may nest. Default: 128 in answers, and 90 in what is sent, the levels of the request included:
   * SurrealDB 3.1 and later refuse messages beyond 100 levels. A number that you set applies in both directions.
   */
  readonly maxDepth?: number | undefined;
  /**
   * How whole floats such as `3f` are decoded: as the number `3`, which is encoded as an integer again, or, with
   * `"keep"`, as a `Float`, which is encoded as a float again. Default: `"number"`.
   */
  readonly floats?: "number" | "keep" | undefined;
  /** Encodes and decodes values. Default: CBOR. */
  readonly codec?: Codec | undefined;
  /** Headers to send, where the transport has headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Refuse unencrypted connections to other machines. Default: false. */
  readonly requireTls?: boolean | undefined;
}

/** What to do with slow requests. */
export interface SlowQueryOptions {
  /** Milliseconds from which on a request is slow. */
  readonly threshold: number;
  readonly report: (report: RequestReport) => void;
  /**
   * Whether the report of a slow SELECT says how the server executes it. The server is asked once for each text, by EXPLAIN,
   * which does not execute it; blocking connections then report during the next call. Needs SurrealDB 3. Default: false.
   */
  readonly explain?: boolean | undefined;
}

/** {@link CoreOptions} with all defaults, validated. */
export interface ResolvedOptions {
  readonly namespace: string | undefined;
  readonly database: string | undefined;
  readonly auth: AuthSource | (() => unknown) | undefined;
  readonly expiryMargin: number | undefined;
  readonly connectTimeout: number;
  readonly timeout: number;
  readonly closeTimeout: number;
  readonly heartbeat: { readonly idle: number; readonly wait: number } | false;
  readonly reconnect: { readonly attempts: number; readonly minDelay: number; readonly maxDelay: number } | false;
  readonly offlineQueue: { readonly requests: number; readonly bytes: number } | false;
  readonly live: { readonly queue: number; readonly overflow: "error" | "drop-oldest" };
  readonly slowQuery: Required<SlowQueryOptions> | undefined;
  readonly retryReads: boolean;
  readonly maxMessageBytes: number;
  readonly maxDepth: number | undefined;
  readonly floats: "number" | "keep";
  readonly codec: Codec | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly requireTls: boolean;
}

const mebibyte = 1024 * 1024;

/**
 * Validates options and applies the defaults. Reads own properties only, so that a polluted prototype changes nothing.
 *
 * @param further - the names of options that other packages read
 * @throws TypeError or RangeError that names the option; also for an unknown option.
 * @internal
 */
export function resolveOptions(given: object, further: readonly string[] = []): ResolvedOptions {
  if (typeof given !== "object" || given === null) throw new TypeError("The options are an object.");
  const own = reader(given, "");
  const options = readOptions(own);
  own.refuseOthers(further);
  return options;
}

function readOptions(own: OptionReader): ResolvedOptions {
  const namespace = own.text("namespace");
  const database = own.text("database");
  if (database !== undefined && namespace === undefined) {
    throw new TypeError("The option `database` needs `namespace` as well.");
  }
  const codec = own.value("codec") as Codec | undefined;
  if (codec !== undefined && (typeof codec?.encode !== "function" || typeof codec.decode !== "function")) {
    throw new TypeError("The option `codec` is an object with encode() and decode().");
  }
  return {
    namespace,
    database,
    auth: authOption(own),
    expiryMargin: own.value("expiryMargin") === undefined ? undefined : own.duration("expiryMargin", 0),
    connectTimeout: own.duration("connectTimeout", 10_000),
    timeout: own.duration("timeout", 30_000),
    closeTimeout: own.duration("closeTimeout", 5_000),
    heartbeat: own.group("heartbeat", (g) => ({ idle: g.duration("idle", 10_000), wait: g.duration("wait", 5_000) })),
    reconnect: own.group("reconnect", (g) => ({
      attempts: g.count("attempts", Number.POSITIVE_INFINITY),
      minDelay: g.duration("minDelay", 500),
      maxDelay: g.duration("maxDelay", 30_000),
    })),
    offlineQueue: own.group("offlineQueue", (g) => ({
      requests: g.count("requests", 1_000),
      bytes: g.count("bytes", 16 * mebibyte),
    })),
    live: liveOptions(own),
    slowQuery: slowQuery(own),
    retryReads: own.flag("retryReads"),
    maxMessageBytes: own.count("maxMessageBytes", 128 * mebibyte),
    maxDepth: own.value("maxDepth") === undefined ? undefined : own.count("maxDepth", 0),
    floats: floats(own),
    codec,
    headers: headers(own),
    requireTls: own.flag("requireTls"),
  };
}

/** What a function gives is checked when it is asked. */
function authOption(own: OptionReader): ResolvedOptions["auth"] {
  const auth = own.value("auth") as ResolvedOptions["auth"] | null;
  if (auth === undefined || auth === null || typeof auth === "function") return auth ?? undefined;
  if (typeof auth === "string" || isTokens(auth)) checkedToken(auth, "auth");
  else if (typeof auth === "object" && !Array.isArray(auth)) toWireCredentials(auth, "signin");
  else throw new TypeError("The option `auth` is credentials, a token, tokens, or a function that gives one of them.");
  return auth;
}

function floats(own: OptionReader): ResolvedOptions["floats"] {
  const value = own.value("floats") ?? "number";
  if (value !== "number" && value !== "keep") throw new TypeError('The option `floats` is "number" or "keep".');
  if (value === "keep" && own.value("codec") !== undefined) {
    throw new TypeError(
      "The option `floats` belongs to the codec of the SDK: a codec of your own reads floats as it likes.",
    );
  }
  return value;
}

function liveOptions(own: OptionReader): ResolvedOptions["live"] {
  const live = own.group("live", (g) => ({
    queue: g.count("queue", 10_000),
    overflow: g.value("overflow") ?? "error",
  }));
  if (live === false) throw new TypeError("The option `live` is an object such as { queue: 10000 }.");
  if (live.overflow !== "error" && live.overflow !== "drop-oldest") {
    throw new TypeError('The option `live.overflow` is "error" or "drop-oldest".');
  }
  return { queue: live.queue, overflow: live.overflow };
}

function slowQuery(own: OptionReader): ResolvedOptions["slowQuery"] {
  const given = own.value("slowQuery");
  if (given === undefined) return undefined;
  const isObject = typeof given === "object" && given !== null;
  const {
    threshold,
    report,
    explain = false,
  } = Object.assign(
    Object.create(null) as { threshold?: unknown; report?: unknown; explain?: unknown },
    isObject ? given : {},
  );
  if (typeof threshold !== "number" || !(threshold >= 0) || typeof report !== "function") {
    throw new TypeError("The option `slowQuery` is { threshold: milliseconds, report: function }.");
  }
  if (typeof explain !== "boolean") throw new TypeError("The option `slowQuery.explain` is true or false.");
  return { threshold, report: report as (report: RequestReport) => void, explain };
}

function headers(own: OptionReader): Readonly<Record<string, string>> {
  const given = own.value("headers") ?? {};
  if (typeof given !== "object" || given === null) throw new TypeError("The option `headers` is an object of strings.");
  if (Symbol.iterator in given) {
    throw new TypeError(
      "The option `headers` is a plain object: for a list, a Map or Headers pass Object.fromEntries(headers).",
    );
  }
  const entries = Object.entries(given);
  for (const [name, value] of entries) {
    if (typeof value !== "string") throw new TypeError(`The header ${quoted(name)} is a string, not ${typeof value}.`);
  }
  return Object.fromEntries(entries) as Record<string, string>;
}

interface OptionReader {
  value(name: string): unknown;
  text(name: string): string | undefined;
  flag(name: string): boolean;
  duration(name: string, fallback: number): number;
  count(name: string, fallback: number): number;
  group<T>(name: string, read: (own: OptionReader) => T): T | false;
  /** @throws TypeError for an option that was not read, unless it is one of the further ones. */
  refuseOthers(further: readonly string[]): void;
}

function reader(given: object, prefix: string): OptionReader {
  const known = new Set<string>();
  const value = (name: string): unknown => {
    known.add(name);
    return Object.hasOwn(given, name) ? (given as Record<string, unknown>)[name] : undefined;
  };
  const atLeast = (name: string, fallback: number, least: number, unit: string = ""): number => {
    const found = value(name);
    if (found === undefined) return fallback;
    if (typeof found !== "number" || Number.isNaN(found) || found < least) {
      throw new RangeError(`The option \`${prefix}${name}\` is a number${unit} from ${least} on, or Infinity.`);
    }
    return found;
  };
  return {
    value,
    text: (name) => {
      const found = value(name);
      if (found === undefined || (typeof found === "string" && found !== "")) return found;
      throw new TypeError(`The option \`${prefix}${name}\` is a string that is not empty.`);
    },
    flag: (name) => {
      const found = value(name) ?? false;
      if (typeof found !== "boolean") throw new TypeError(`The option \`${prefix}${name}\` is true or false.`);
      return found;
    },
    duration: (name, fallback) => atLeast(name, fallback, 0, " of milliseconds"),
    count: (name, fallback) => atLeast(name, fallback, 0),
    group: (name, read) => {
      const found = value(name);
      if (found === false) return false;
      if (found !== undefined && (typeof found !== "object" || found === null)) {
        throw new TypeError(`The option \`${prefix}${name}\` is an object, or false to switch it off.`);
      }
      const own = reader(found ?? {}, `${name}.`);
      const group = read(own);
      own.refuseOthers([]);
      return group;
    },
    refuseOthers: (further) => {
      const all = [...known, ...further];
      const other = Object.keys(given).find((name) => !all.includes(name));
      if (other !== undefined) {
        throw new TypeError(`A connection has no option ${JSON.stringify(prefix + other)}${instead(other, all)}`);
      }
    },
  };
}
