import { afterEach, describe, expect, it, vi } from "vitest";
import { platformTime } from "../platform/platform-time.ts";
import { httpRefusal } from "./http-refusal.ts";

const url = "http://h:8000/rpc";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("the error of a refused request", () => {
  it("has the status, a printable beginning of the body, and the outcome it was given", () => {
    const error = httpRefusal({ status: 500, url, body: `a\u001b[31m\u202eb\n${"x".repeat(5000)}` }, "unknown");
    expect(error).toMatchObject({ name: "HttpStatusError", status: 500, url, outcome: "unknown", retrySafe: false });
    expect(error).toHaveProperty("body", expect.stringMatching(/^a \[31m b x{1015}$/));
    expect(error).not.toHaveProperty("retryAfter");
  });

  it("repeats no credential that was sent, with its scheme or without", () => {
    const body = "accept text Bearer canary.canary canary.canary tenant-canary an";
    const sent = { Accept: "text", Authorization: "Bearer canary.canary", "X-Tenant": "tenant-canary", x: "an" };
    const error = httpRefusal({ status: 401, url, body, sent }, "failed");
    expect(error).toHaveProperty("body", "accept text … … … an");
  });

  it("repeats nothing of the body that was sent, beside words of the protocol", () => {
    const sentBody = new TextEncoder().encode("\u0000signin\u0001user\u0002root\u0003pass\u0004hunter2 größe");
    const body = "<p>signin of user root failed: pass=hunter2 größe, 'unter2 gr'</p> Nothing else.";
    const error = httpRefusal({ status: 500, url, body, sentBody }, "unknown");
    expect(error).toHaveProperty("body", "<p>signin of user root failed: pass=…, '…'</p> Nothing else.");
  });

  it("shows no beginning of a credential that the excerpt was cut off in", () => {
    const sent = { authorization: "Bearer canary.canary" };
    const error = httpRefusal({ status: 401, url, body: "You sent canary.can", sent }, "failed");
    expect(error).toHaveProperty("body", "You sent …");
  });

  it("shows no string of the statement that a parser quotes", () => {
    const body = "Parse error: it's wrong\n  |\n1 | DEFINE USER a PASSWORD 'canary';\n  | ^";
    expect(httpRefusal({ status: 400, url, body }, "unknown")).toHaveProperty(
      "body",
      expect.stringMatching(/it's wrong.*PASSWORD '…'/),
    );
  });

  it.each([
    ["120", 120_000],
    [" 0 ", 0],
    ["Sat, 21 Nov 2026 07:00:30 GMT", 30_000],
    ["Sat, 21 Nov 2026 06:00:00 GMT", 0],
    ["999999999", 2 ** 31 - 1],
    ["99999999999", 2 ** 31 - 1],
    ["Sat, 21 Nov 2099 07:00:30 GMT", 2 ** 31 - 1],
    ["soon", undefined],
    ["", undefined],
  ])("reads Retry-After: %j", (retryAfter, expected) => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 21, 7), toFake: ["Date"] });
    vi.spyOn(platformTime, "dateNow").mockImplementation(() => Date.now());
    const error = httpRefusal({ status: 503, url, body: "", retryAfter }, "unknown");
    expect((error as { retryAfter?: number }).retryAfter).toBe(expected);
  });

  it.each([
    ["https://user:canary@other.example.com:1/a?token=canary", "https://other.example.com:1"],
    ["/elsewhere?token=canary", "http://h:8000"],
    ["http://[canary", "no valid address"],
    [undefined, "an unnamed place"],
  ])("shows of a redirect to %j the origin alone", (location, shown) => {
    const error = httpRefusal({ status: 307, url, body: "canary", location }, "failed");
    expect(error).toMatchObject({ name: "RedirectRefusedError", outcome: "failed" });
    expect(error.message).toContain(`pointed to ${shown}.`);
    expect(error.message).not.toContain("canary");
  });
});
