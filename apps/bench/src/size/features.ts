import { bundle } from "./bundle.ts";
import { fullClient, liteClient } from "./imports.ts";

/** A feature, and the modules that exist for it. */
interface Feature {
  readonly what: string;
  readonly modules: RegExp;
}

function inPackages(pattern: string): RegExp {
  return new RegExp(`/packages/(?:${pattern})`);
}

/** What the clients contain. A module belongs to at most one of them. */
export const features: readonly Feature[] = [
  {
    what: "the link: deadlines, queue, order, heartbeat, reconnecting, replay",
    modules: inPackages("link/dist/"),
  },
  {
    what: "the codec: every SurrealDB type, checked, decoded and encoded, except geometries",
    modules: inPackages("codec/dist/(?!(?:read|write)/geometry-)"),
  },
  {
    what: "sessions: their place, variables and parts, kept right when a connection breaks",
    modules: inPackages(
      "core/dist/(?:session/(?!identity|auth-source|access-place|signing|conflicts)|call/(?:call-order|session-state|state-changes|connection-life|request-watch|reply)\\.)",
    ),
  },
  {
    what: "builders, clauses, conditions, the results of queries",
    modules: inPackages("core/dist/(?:query/(?!files|rows)|surrealql/)"),
  },
  {
    what: "errors: a class for each kind of the server's and of the transport's",
    modules: inPackages("(?:core|transport|values)/dist/errors/"),
  },
  {
    what: "`RecordId.parse`, with the complete grammar of record ids",
    modules: inPackages("values/dist/record/(?!record-id)"),
  },
  {
    what: "signing in, tokens and their renewal",
    modules: inPackages(
      "core/dist/(?:session/(?:identity|auth-source|access-place|signing)|call/(?:credentials|tokens|sent-secrets))\\.",
    ),
  },
  {
    what: "durations, datetimes, decimals, uuids",
    modules: inPackages("values/dist/(?:duration|datetime|decimal|uuid)"),
  },
  { what: "geometries", modules: inPackages("(?:values/dist/geometry/|codec/dist/(?:read|write)/geometry-)") },
  { what: "the engine for WebSocket", modules: inPackages("engine-ws/dist/") },
  { what: "the engine for HTTP", modules: inPackages("engine-http/dist/") },
  {
    what: "checked options, with the name that was probably meant",
    modules: inPackages("core/dist/call/(?:options|known-keys|settings|closest-name|bounded|value-place)\\."),
  },
  { what: "live queries, and the changes that they missed", modules: inPackages("core/dist/live/") },
  { what: "watched rows", modules: inPackages("core/dist/watch/") },
  { what: "exports and imports", modules: inPackages("core/dist/transfer/") },
];

/** The kilobytes that a feature takes of each client, compressed. */
export interface FeatureSize {
  readonly what: string;
  readonly lite: number;
  readonly full: number;
}

/** Measures how much smaller each client is with empty modules in the place of a feature's. */
export async function measureFeatures(): Promise<FeatureSize[]> {
  const [lite, full] = [await sizeOf(liteClient.source), await sizeOf(fullClient.source)];
  const sizes: FeatureSize[] = [];
  for (const { what, modules } of features) {
    sizes.push({
      what,
      lite: lite - (await sizeOf(liteClient.source, modules)),
      full: full - (await sizeOf(fullClient.source, modules)),
    });
  }
  return sizes.sort((a, b) => b.lite - a.lite || b.full - a.full);
}

async function sizeOf(source: string, without?: RegExp): Promise<number> {
  return (await bundle(source, [], without)).size / 1_000;
}

/** The features as a table in Markdown. */
export function featureTable(sizes: readonly FeatureSize[]): string {
  const lines = sizes.map(({ what, lite, full }) => `| ${what} | ${lite.toFixed(1)} | ${full.toFixed(1)} |`);
  return ["| feature | kB of the lite client | kB of the full one |", "|---|---|---|", ...lines].join("\n");
}
