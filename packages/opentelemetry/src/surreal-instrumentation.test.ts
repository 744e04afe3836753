import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  type HistogramMetricData,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { startTestServer } from "@surreal-sdk/test-server";
import { AsyncSurreal, Surreal } from "surreal-sdk";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { SurrealInstrumentation } from "./surreal-instrumentation.ts";

const spans = new InMemorySpanExporter();
const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
const measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter: measured, exportIntervalMillis: 2 ** 30 });
const meterProvider = new MeterProvider({ readers: [reader] });
const instrumentation = new SurrealInstrumentation({ tracerProvider, meterProvider });
const tracer = tracerProvider.getTracer("test");

beforeAll(() => context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
afterEach(() => {
  instrumentation.setConfig({});
  spans.reset();
});
afterAll(async () => {
  instrumentation.disable();
  context.disable();
  await meterProvider.shutdown();
});

const named = (name: string) => spans.getFinishedSpans().filter((span) => span.name === name);

it("one trace leads from an HTTP handler to the request that the database receives", async () => {
  await using server = await startTestServer();
  const proxy = await server.proxy();
  let sent = "";
  proxy.faults = {
    corrupt: (bytes, direction) => {
      if (direction === "toServer") sent += Buffer.from(bytes).toString("latin1");
      return bytes;
    },
  };
  await using db = AsyncSurreal(proxy.httpUrl, { auth: server.auth, namespace: "shop", database: "main" });
  const web = createServer((_, response) => {
    void tracer.startActiveSpan("GET /users", async (span) => {
      const rows = await db
        .query("CREATE user SET name = 'c4n4ry', age = $age", { age: "pa55word" })
        .first<unknown[]>();
      span.end();
      response.end(String(rows.length));
    });
  }).listen(0, "127.0.0.1");
  await once(web, "listening");
  try {
    const { port } = web.address() as AddressInfo;
    expect(await (await fetch(`http://127.0.0.1:${port}/users`)).text()).toBe("1");
  } finally {
    web.close();
    web.closeAllConnections();
  }
  const [handler] = named("GET /users");
  const [request] = named("CREATE");
  expect(request?.kind).toBe(SpanKind.CLIENT);
  expect(request?.parentSpanContext?.spanId).toBe(handler?.spanContext().spanId);
  expect(request?.spanContext().traceId).toBe(handler?.spanContext().traceId);
  expect(sent).toContain(`00-${handler?.spanContext().traceId}-${request?.spanContext().spanId}-01`);
  const { hostname, port } = new URL(proxy.httpUrl);
  expect(request?.attributes).toEqual({
    "db.system.name": "surrealdb",
    "db.operation.name": "CREATE",
    "db.namespace": "shop|main",
    "db.query.text": "CREATE user SET name = '…', age = $age",
    "server.address": hostname,
    "server.port": Number(port),
  });
  expect(JSON.stringify(spans.getFinishedSpans().map(({ attributes }) => attributes))).not.toMatch(/c4n4ry|pa55word/);
});

it("a failed request is an error in its span and in the metric, without its message", async () => {
  await using db = AsyncSurreal("mem://", { namespace: "n", database: "d" });
  await db
    .query("THROW 'c4n4ry'")
    .execute()
    .catch(() => undefined);
  const [failed] = named("THROW");
  expect(failed?.status).toEqual({ code: SpanStatusCode.ERROR });
  expect(failed?.attributes).toMatchObject({ "error.type": "ThrownError", "surrealdb.outcome": "failed" });
  expect(failed?.attributes).not.toHaveProperty("server.address");
  await reader.forceFlush();
  const metrics = measured.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  const durations = metrics.find(({ descriptor }) => descriptor.name === "db.client.operation.duration");
  expect(durations?.descriptor.unit).toBe("s");
  const points = (durations as HistogramMetricData).dataPoints.filter(
    ({ attributes }) => attributes["error.type"] === "ThrownError",
  );
  expect(points).toMatchObject([{ attributes: { "db.operation.name": "THROW" }, value: { count: 1 } }]);
  expect(points[0]?.attributes).not.toHaveProperty("db.query.text");
});

it("a blocking connection has spans too, and methods that run no statement are named after themselves", () => {
  using db = Surreal("mem://");
  tracer.startActiveSpan("script", (span) => {
    db.use("n", "d");
    db.query("SELECT 1 FROM [1]").execute();
    span.end();
  });
  const [script] = named("script");
  for (const name of ["use", "SELECT"]) {
    expect(named(name)[0]?.parentSpanContext?.spanId).toBe(script?.spanContext().spanId);
  }
});

it("continues the trace that with() names, where no span is active", async () => {
  await using db = AsyncSurreal("mem://");
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  await db.with({ traceparent: `00-${traceId}-b7ad6b7169203331-01`, tracestate: "a=1" }).ping();
  const [ping] = named("ping");
  expect(ping?.spanContext().traceId).toBe(traceId);
  expect(ping?.parentSpanContext).toMatchObject({ spanId: "b7ad6b7169203331", isRemote: true });
});

it("leaves out what is not wanted, and stops when it is disabled", async () => {
  await using db = AsyncSurreal("mem://", { namespace: "n", database: "d" });
  instrumentation.setConfig({ statements: false, requireParent: true });
  expect(instrumentation.getConfig()).toEqual({ enabled: true, statements: false, requireParent: true });
  await db.query("RETURN 1");
  expect(spans.getFinishedSpans()).toEqual([]);
  await tracer.startActiveSpan("job", async (span) => {
    await db.query("RETURN 2");
    span.end();
  });
  expect(named("RETURN")).toHaveLength(1);
  expect(named("RETURN")[0]?.attributes).not.toHaveProperty("db.query.text");
  instrumentation.disable();
  await tracer.startActiveSpan("late", async (span) => {
    await db.query("RETURN 3");
    span.end();
  });
  expect(named("RETURN")).toHaveLength(1);
  instrumentation.enable();
});

it("ends a span whose request was in flight when the options changed, and stops by its option", async () => {
  await using db = AsyncSurreal("mem://", { namespace: "n", database: "d" });
  await db.connect();
  const slow = db.query("RETURN 4").execute();
  instrumentation.setTracerProvider(tracerProvider);
  await slow;
  expect(named("RETURN")).toHaveLength(1);
  instrumentation.setConfig({ enabled: false });
  expect(instrumentation.getConfig().enabled).toBe(false);
  await db.query("RETURN 5");
  expect(named("RETURN")).toHaveLength(1);
  instrumentation.setConfig({ enabled: true });
  await db.query("RETURN 6");
  expect(named("RETURN")).toHaveLength(2);
});

it("uses the global providers where none are given, and refuses unknown options", async () => {
  trace.setGlobalTracerProvider(tracerProvider);
  const other = new SurrealInstrumentation({ enabled: false });
  instrumentation.disable();
  other.enable();
  await using db = AsyncSurreal("mem://");
  await db.ping();
  expect(named("ping")).toHaveLength(1);
  other.disable();
  trace.disable();
  instrumentation.enable();
  expect(() => new SurrealInstrumentation({ statement: true } as never)).toThrow(/no option "statement"/);
});
