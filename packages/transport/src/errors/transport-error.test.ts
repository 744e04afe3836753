import { inspect } from "node:util";
import { SurrealError } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import * as transport from "../index.ts";

const {
  ConnectionClosedError,
  ConnectionLostError,
  ConnectionUnavailableError,
  HttpStatusError,
  ReconnectExhaustedError,
  TransportError,
  UnsupportedFeatureError,
} = transport;

type AnyError = new (message: string, options: object) => SurrealError;
const plain = Object.entries(transport).filter(
  ([name]) =>
    name.endsWith("Error") && !["HttpStatusError", "InvalidUrlError", "UnsupportedFeatureError"].includes(name),
) as [string, AnyError][];

describe.each(plain)("%s", (name, Class) => {
  it("bears its own name, keeps its cause and outcome, and is a SurrealError", () => {
    const cause = new Error("why");
    const error = new Class("what", { cause, outcome: "not_sent", url: "x", feature: "live" });
    expect(error).toBeInstanceOf(SurrealError);
    expect(error).toMatchObject({ name, message: "what", outcome: "not_sent", retrySafe: true });
    expect(String(error)).toBe(`${name}: what`);
    expect(error.cause).toBe(cause);
  });
});

describe("what a transport error is", () => {
  it("a closed and an exhausted connection are unavailable ones, a lost one is not", () => {
    expect(new ConnectionClosedError("x")).toBeInstanceOf(ConnectionUnavailableError);
    expect(new ReconnectExhaustedError("x")).toBeInstanceOf(ConnectionUnavailableError);
    expect(new ConnectionLostError("x")).not.toBeInstanceOf(ConnectionUnavailableError);
    expect(new ConnectionLostError("x")).toBeInstanceOf(TransportError);
  });

  it("an unsupported feature was not sent, or failed where a server's refusal is its cause", () => {
    const feature = "live";
    expect(new UnsupportedFeatureError("x", { feature })).toMatchObject({ outcome: "not_sent" });
    const cause = new Error("why");
    const refused = new UnsupportedFeatureError("x", { feature, cause });
    expect(refused).toMatchObject({ feature, cause, outcome: "failed", retrySafe: false });
  });

  it("an unsupported feature is no failure of the transport", () => {
    const error = new UnsupportedFeatureError("x", { feature: "live" });
    expect(error).not.toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ feature: "live", outcome: "not_sent" });
  });
});

describe("ConnectionLostError", () => {
  it("shows the close code where there is one", () => {
    const error = new ConnectionLostError("gone", { code: 1011, outcome: "unknown" });
    expect(error).toMatchObject({ code: 1011, outcome: "unknown", retrySafe: false });
    expect(inspect(error)).toContain("code: 1011");
    expect("code" in new ConnectionLostError("gone")).toBe(false);
  });
});

describe("ReconnectExhaustedError", () => {
  it("counts the attempts and keeps the last failure", () => {
    const cause = new ConnectionUnavailableError("refused");
    expect(new ReconnectExhaustedError("over", { attempts: 3, cause })).toMatchObject({ attempts: 3, cause });
    expect(new ReconnectExhaustedError("over").attempts).toBe(0);
  });
});

describe("HttpStatusError", () => {
  it("takes another status, which Koa assigns to what a handler throws", () => {
    const error = new HttpStatusError({ status: 799, url: "http://h/rpc", body: "" });
    expect(Object.assign(error, { status: 500 }).status).toBe(500);
  });

  const facts = { status: 503, url: "http://h/rpc", body: " busy\n" };

  it("says who answered what", () => {
    const error = new HttpStatusError({ ...facts, retryAfter: 2000 }, { outcome: "failed", retrySafe: true });
    expect(error.message).toBe("http://h/rpc answered HTTP 503: busy");
    expect(error).toMatchObject({ ...facts, retryAfter: 2000, outcome: "failed", retrySafe: true });
  });

  it("leaves an empty body out of its message", () => {
    expect(new HttpStatusError({ ...facts, body: " " }).message).toBe("http://h/rpc answered HTTP 503");
  });

  it("keeps 1024 characters of a long body and shows 300", () => {
    const error = new HttpStatusError({ ...facts, body: "x".repeat(5000) });
    expect(error.body).toBe("x".repeat(1024));
    expect(error.message).toBe(`http://h/rpc answered HTTP 503: ${"x".repeat(300)}`);
  });
});
