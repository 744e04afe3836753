import type { Outcome } from "@surreal-sdk/values";
import { platformTime } from "../platform/platform-time.ts";
import { HttpStatusError, RedirectRefusedError, type TransportError } from "./transport-error.ts";

/** What is known of an HTTP answer that is no success. */
export interface RefusedAnswer {
  readonly status: number;
  /** The address asked, without credentials and query. */
  readonly url: string;
  /** As much of the body as was read. */
  readonly body: string;
  /** The headers that were sent: where the body repeats a credential among them, it is taken out. */
  readonly sent?: Readonly<Record<string, string>> | undefined;
  /** The header `Location`. */
  readonly location?: string | undefined;
  /** The header `Retry-After`: seconds, or a date. */
  readonly retryAfter?: string | undefined;
}

/**
 * Makes the error of an HTTP answer that is no success: of a refused request, or of a refused WebSocket upgrade.
 * Of a redirect's target only the origin is shown, since tokens travel in queries.
 *
 * @internal
 */
export function httpRefusal(answer: RefusedAnswer, outcome: Outcome): TransportError {
  const { status, url } = answer;
  if ([301, 302, 303, 307, 308].includes(status)) {
    return new RedirectRefusedError(
      `${url} answered HTTP ${status} and pointed to ${origin(answer.location, url)}. Redirects are refused, ` +
        "they could carry the token elsewhere: if that is the right server, connect to it directly.",
      { outcome },
    );
  }
  const retryAfter = milliseconds(answer.retryAfter);
  return new HttpStatusError(
    { status, url, body: printable(withoutSecrets(answer)), ...(retryAfter === undefined ? {} : { retryAfter }) },
    { outcome, ...(status === 429 ? { retrySafe: true } : {}) },
  );
}

function origin(location: string | undefined, url: string): string {
  if (location === undefined) return "an unnamed place";
  try {
    const target = new URL(location, url);
    return `${target.protocol}//${target.hostname}${target.port === "" ? "" : `:${target.port}`}`;
  } catch {
    return "no valid address";
  }
}

function milliseconds(retryAfter: string | undefined): number | undefined {
  const text = retryAfter?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - platformTime.dateNow());
}

/** What every request has and nobody hides. */
const harmless = ["accept", "content-type", "surreal-ns", "surreal-db"];

function withoutSecrets({ body, sent = {} }: RefusedAnswer): string {
  let clean = body;
  for (const [name, value] of Object.entries(sent)) {
    if (harmless.includes(name.toLowerCase())) continue;
    for (const secret of [value, value.replace(/^\S+\s+/, "")]) {
      if (secret.length > 3) clean = clean.replaceAll(secret, "…");
    }
  }
  return clean;
}

/** A body ends up in logs and terminals: control and direction characters in it would act there. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, " ");
}
