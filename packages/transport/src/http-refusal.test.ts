import { expect, it } from "vitest";
import { httpRefusal } from "./http-refusal.ts";
import type { HttpStatusError } from "./transport-error.ts";

const answer = { status: 503, url: "http://h/rpc", body: "busy" };

it("keeps status, address, body and outcome", () => {
  const error = httpRefusal(answer, "failed");
  expect(error.message).toBe("http://h/rpc answered HTTP 503: busy");
  expect(error).toMatchObject({ name: "HttpStatusError", ...answer, outcome: "failed", retrySafe: false });
  expect("retryAfter" in error).toBe(false);
});

it("calls a request that came too early safe to repeat", () => {
  expect(httpRefusal({ ...answer, status: 429 }, "failed")).toMatchObject({ outcome: "failed", retrySafe: true });
});

it.each([
  ["2", 2000],
  [" 0 ", 0],
  ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
  ["soon", undefined],
  ["", undefined],
  ["99999999999", undefined],
])("reads Retry-After %j as %s ms", (retryAfter, expected) => {
  expect((httpRefusal({ ...answer, retryAfter }, "failed") as HttpStatusError).retryAfter).toBe(expected);
});

it("lets no character of the body act in a terminal", () => {
  expect(httpRefusal({ ...answer, body: "a\u001b[31mb\u202ec" }, "failed")).toMatchObject({ body: "a [31mb c" });
});

it.each([
  [301, "https://other:8443/rpc?token=secret", "pointed to https://other:8443."],
  [302, "/login?token=secret", "pointed to http://h."],
  [303, undefined, "pointed to an unnamed place."],
  [307, "http://[", "pointed to no valid address."],
  [308, "//user:secret@other/x", "pointed to http://other."],
])("refuses the redirect %s to %s and shows its origin alone", (status, location, shown) => {
  const error = httpRefusal({ ...answer, status, location }, "failed");
  expect(error).toMatchObject({ name: "RedirectRefusedError", outcome: "failed" });
  expect(error.message).toContain(shown);
  expect(error.message).not.toContain("secret");
});
