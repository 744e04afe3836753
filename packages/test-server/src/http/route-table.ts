import type { Exchange } from "./exchange.ts";
import type { HttpReply } from "./http-reply.ts";
import { HttpRefusal } from "./http-reply.ts";
import { exportRoute } from "./routes/export-route.ts";
import { importRoute } from "./routes/import-route.ts";
import { keyRoute } from "./routes/key-route.ts";
import { absentRoute, emptyRoute, readyRoute, rootRoute, versionRoute } from "./routes/plain-routes.ts";
import { rpcRoute } from "./routes/rpc-route.ts";
import { signRoute } from "./routes/sign-route.ts";
import { sqlRoute } from "./routes/sql-route.ts";

/** Answers the requests of one path and verb. */
export type Route = (exchange: Exchange) => Promise<HttpReply>;

type Verbs = Readonly<Record<string, Route>>;

const routes: readonly (readonly [pattern: RegExp, verbs: Verbs])[] = [
  [/^\/$/, { GET: rootRoute }],
  [/^\/(status|health)$/, { GET: emptyRoute }],
  [/^\/ready$/, { GET: readyRoute }],
  [/^\/version$/, { GET: versionRoute }],
  [/^\/rpc$/, { POST: rpcRoute }],
  [/^\/(signin|signup)$/, { POST: signRoute }],
  [/^\/sql$/, { POST: sqlRoute }],
  [/^\/import$/, { POST: importRoute }],
  [/^\/export$/, { GET: exportRoute, POST: exportRoute }],
  [/^\/key\/[^/]+(\/[^/]+)?$/, { GET: keyRoute, POST: keyRoute, PUT: keyRoute, PATCH: keyRoute, DELETE: keyRoute }],
  [/^\/ml\/import$/, { POST: absentRoute }],
  [/^\/ml\/export\/[^/]+\/[^/]+$/, { GET: absentRoute }],
  [/^\/graphql$/, { POST: absentRoute }],
];

/**
 * Returns the handler of a path and verb.
 *
 * @throws HttpRefusal with 404 for an unknown path, 405 for a verb that the path does not take
 */
export function findRoute(verb: string, path: string): Route {
  const verbs = routes.find(([pattern]) => pattern.test(path))?.[1];
  if (verbs === undefined) throw new HttpRefusal({ status: 404 });
  const route = verbs[verb];
  if (route === undefined) throw new HttpRefusal({ status: 405, headers: { allow: Object.keys(verbs).join(",") } });
  return route;
}
