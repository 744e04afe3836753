import type { Exchange } from "../exchange.ts";
import type { HttpReply } from "../http-reply.ts";
import { HttpRefusal, refusal } from "../http-reply.ts";

/** GET /status and GET /health: an empty answer, since the server runs. */
export async function emptyRoute(): Promise<HttpReply> {
  return { status: 200 };
}

/** GET /ready: an empty answer; a server that is not ready refuses the request before. */
export async function readyRoute(exchange: Exchange): Promise<HttpReply> {
  if (!exchange.rules.profile.tellsReady) throw new HttpRefusal({ status: 404 });
  return { status: 200 };
}

/** GET /version: the version as a text. */
export async function versionRoute(exchange: Exchange): Promise<HttpReply> {
  const headers = { "content-type": "text/plain; charset=utf-8" };
  return { status: 200, headers, body: `surrealdb-${exchange.rules.version}` };
}

/** GET /: redirects to the user interface. */
export async function rootRoute(): Promise<HttpReply> {
  return { status: 307, headers: { location: "https://app.surrealdb.com" } };
}

/** A build without machine learning, GraphQL or synchronisation refuses their routes. */
export async function absentRoute(): Promise<HttpReply> {
  throw refusal(400, "The request body contains invalid data");
}
