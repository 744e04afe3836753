import { maskQuotedSource, type Outcome } from "@surreal-sdk/values";
import { LONGEST_TIMER } from "../platform/longest-timer.ts";
import { platformTime } from "../platform/platform-time.ts";
import { masked } from "./masked.ts";
import { HttpStatusError, RedirectRefusedError, type TransportError } from "./transport-error.ts";

/** What is known about an HTTP answer that is not a success. */
export interface RefusedAnswer {
  readonly status: number;
  /** The requested address, without credentials and query. */
  readonly url: string;
  /** As much of the body as was read. */
  readonly body: string;
  /** The headers that were sent: a credential among them is removed from the body. */
  readonly sent?: Readonly<Record<string, string>> | undefined;
  /** The body that was sent, as far as it contains secrets: they are removed from the body of the answer. */
  readonly sentBody?: Uint8Array | undefined;
  /** The header `Location`. */
  readonly location?: string | undefined;
  /** The header `Retry-After`: seconds, or a date. */
  readonly retryAfter?: string | undefined;
}

/**
 * Creates the error for an HTTP answer that is not a success: of a refused request, or of a refused WebSocket upgrade.
 * The message shows only the origin of a redirect's target, since tokens travel in queries.
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
    { outcome, ...(isPostponed(status, outcome) ? { retrySafe: true } : {}) },
  );
}

/** Whether the server has run nothing and will take the same request later. */
function isPostponed(status: number, outcome: Outcome): boolean {
  return status === 429 || (status === 503 && outcome === "failed");
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
  if (/^\d{1,15}$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_TIMER);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.min(Math.max(0, date - platformTime.dateNow()), LONGEST_TIMER);
}

/** Headers that every request has and that are not secrets. */
const harmless = ["accept", "content-type", "surreal-ns", "surreal-db"];

/** How many bytes of a body are examined; an error shows fewer. */
const longestBody = 65_536;

function withoutSecrets({ body, sent = {}, sentBody }: RefusedAnswer): string {
  const secrets = Object.entries(sent).flatMap(([name, value]) =>
    harmless.includes(name.toLowerCase()) ? [] : [value, value.replace(/^\S{1,20}\s+/, "")],
  );
  let clean = maskQuotedSource(body.slice(0, longestBody));
  for (const secret of secrets) if (secret.length > 3) clean = withoutSecret(clean, secret);
  return sentBody === undefined ? clean : masked(clean, [sentBody]);
}

/** The text may have been cut off in the middle of the secret. */
function withoutSecret(text: string, secret: string): string {
  const clean = text.replaceAll(secret, "…");
  for (let length = Math.min(secret.length - 1, clean.length); length > 3; length--) {
    if (clean.endsWith(secret.slice(0, length))) return `${clean.slice(0, -length)}…`;
  }
  return clean;
}

/** A body ends up in logs and terminals, where control and direction characters would take effect. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, " ");
}
