import { cborFraming } from "@surreal-sdk/codec";
import { EmbeddedDatabase } from "@surreal-sdk/engine-embedded";
import { ConnectionClosedError, type Engine, type EngineListener, type EngineRequest } from "@surreal-sdk/transport";
import { type Case, ending, type Fault, lost, receiving, rewriting, sending } from "./broken-engine.ts";

export const meanings: readonly Case[] = [
  {
    what: "takes one method for another",
    test: "the methods: reach the database: merge",
    complaint: /The answer to merge/,
    fault: rewriting((envelope) => {
      if (envelope.method === "merge") envelope.method = "update";
    }),
  },
  {
    what: "takes refusals of the database for its own",
    test: "errors of the database: come as answers, for an unknown method",
    complaint: /was not answered/,
    fault: receiving((frame, id = "", listener) =>
      cborFraming.failed(frame) ? listener.failed(id, lost()) : listener.received(frame, id),
    ),
  },
  {
    what: "ends at the first malformed request",
    test: "errors of the database: do not end the connection",
    complaint: /was not answered/,
    fault: receiving((frame, id, listener) =>
      cborFraming.failed(frame) ? listener.closed(lost()) : listener.received(frame, id),
    ),
  },
  {
    what: "shares one state among its connections",
    test: "state: is each connection's own",
    complaint: /another connection sees/,
    fault: { engine: oneForAll() },
  },
  {
    what: "forgets the session of a request",
    test: "sessions: answer from their own state",
    complaint: /attach was answered with an error|What the sessions saw/,
    fault: rewriting((envelope) => {
      if (envelope.method === "query") delete envelope.session;
    }),
  },
  {
    what: "forgets the transaction of a request",
    test: "transactions: hide what they wrote",
    complaint: /before the commit/,
    fault: rewriting((envelope) => {
      delete envelope.txn;
    }),
  },
  {
    what: "exports everything, whatever is asked for",
    test: "exports and imports: export what the configuration",
    complaint: /not asked for/,
    fault: sending((request) => (request.kind === "export" ? { ...request, frame: new Uint8Array() } : request)),
  },
  {
    what: "imports without a word about failures",
    test: "exports and imports: do not report success",
    complaint: /without an error/,
    fault: receivingImports(),
  },
];

export const notifications: readonly Case[] = [
  {
    what: "loses notifications",
    test: "live queries: tell of a burst",
    complaint: /did not come within/,
    fault: notified((frame, listener, count) => {
      if (count !== 50) listener.received(frame);
    }),
  },
  {
    what: "repeats notifications",
    test: "live queries: tell of a burst",
    complaint: /numbers of the records/,
    fault: notified((frame, listener, count) => {
      listener.received(frame);
      if (count === 50) listener.received(frame.slice());
    }),
  },
  {
    what: "takes notifications for answers",
    test: "live queries: tell of every change",
    complaint: /did not come within/,
    fault: notified((frame, listener) => listener.received(frame, "c00000000001")),
  },
  {
    what: "notifies after the end",
    test: "live queries: are over",
    complaint: /after closed\(\)/,
    fault: {
      listener: (listener) => {
        let last = new Uint8Array();
        return {
          received: (frame, id) => {
            if (id === undefined) last = frame.slice();
            listener.received(frame, id);
          },
          closed: () => {
            listener.closed();
            listener.received(last);
          },
        };
      },
    },
  },
];

export const endings: readonly Case[] = [
  {
    what: "never tells of the end",
    test: "closing: reports closed once",
    complaint: /should be "closed"/,
    fault: ending(() => undefined),
  },
  {
    what: "tells of the end twice",
    test: "closing: may be asked for",
    complaint: /How often/,
    fault: ending((_error, listener) => {
      listener.closed();
      listener.closed();
    }),
  },
  {
    what: "fails to close",
    test: "requests in flight: are answered once each",
    complaint: /close\(\) failed: TransportError: lost/,
    fault: { connection: () => ({ close: () => Promise.reject(lost()) }) },
  },
  {
    what: "never comes to an end",
    test: "closing: works from inside the listener",
    complaint: /close\(\) did not resolve within/,
    fault: {
      connection: (connection) => ({ close: (timeout) => connection.close(timeout).then(() => new Promise(() => {})) }),
    },
  },
  {
    what: "tells of the end too late",
    test: "closing: reports closed once",
    complaint: /should be "closed"/,
    fault: ending((_error, listener) => void setTimeout(() => listener.closed(), 0)),
  },
  {
    what: "takes the end that was asked for as a failure",
    test: "closing: reports closed once",
    complaint: /got an error/,
    fault: ending((_error, listener) => listener.closed(lost())),
  },
  {
    what: "takes requests when it is closed",
    test: "closing: makes every later request",
    complaint: /had to refuse/,
    fault: { connection: (connection) => ({ send: (request) => quietly(() => connection.send(request)) }) },
  },
  {
    what: "leaves open whether a refused request was sent",
    test: "closing: makes every later request",
    complaint: /outcome "unknown"/,
    fault: refusing(() => new ConnectionClosedError("closed", { outcome: "unknown" })),
  },
  {
    what: "refuses with any error",
    test: "closing: makes every later request",
    complaint: /not a TransportError/,
    fault: refusing(() => new Error("closed")),
  },
];

/** Calls `handOn` with each notification and its number. */
function notified(handOn: (frame: Uint8Array, listener: EngineListener, count: number) => void): Fault {
  let count = 0;
  return receiving((frame, id, listener) => {
    if (id !== undefined) return listener.received(frame, id);
    count += 1;
    return handOn(frame, listener, count);
  });
}

function refusing(error: () => Error): Fault {
  return {
    connection: (connection) => ({
      send: (request) => {
        try {
          connection.send(request);
        } catch {
          throw error();
        }
      },
    }),
  };
}

/** Answers every import with an empty list. */
function receivingImports(): Fault {
  const imports = new Set<string>();
  const nothingFailed = Uint8Array.from([0xa1, 0x66, ...new TextEncoder().encode("result"), 0x80]);
  return {
    ...sending((request: EngineRequest) => {
      if (request.kind === "import") imports.add(request.id);
      return request;
    }),
    ...receiving((frame, id = "", listener) => listener.received(imports.has(id) ? nothingFailed.slice() : frame, id)),
  };
}

/** All connections of it talk to one database on its one default session. */
function oneForAll(): Partial<Engine> {
  const opening = EmbeddedDatabase.open("mem://");
  return {
    async open({ listener }) {
      const database = await opening;
      let closed = false;
      return {
        send: ({ id, frame }) => void database.execute(frame).then((answer) => listener.received(answer, id)),
        async close() {
          if (!closed) listener.closed();
          closed = true;
        },
      };
    },
  };
}

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // The fault: no listener is notified.
  }
}
