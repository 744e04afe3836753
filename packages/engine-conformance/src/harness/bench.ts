import { Conversation, type OpenOptions } from "./conversation.ts";
import type { EngineUnderTest, UrlSource } from "./engine-under-test.ts";
import { ConformanceError, show } from "./expectation.ts";
import { Recorder, type Report } from "./recorder.ts";

/** A prefix for namespaces, so that suites and tests which share a server do not collide. */
const prefix = "conformance";

/** The tools of one test: it opens connections, and checks that they end correctly. */
export class Bench {
  readonly subject: EngineUnderTest;
  readonly namespace: string = `${prefix}_${randomText()}`;
  readonly #opened: Conversation[] = [];
  readonly #recorders: Recorder[] = [];

  constructor(subject: EngineUnderTest) {
    this.subject = subject;
  }

  get patience(): number {
    return this.subject.patience ?? 4000;
  }

  /** A new connection on which nothing was sent. */
  async connect(options: Partial<OpenOptions> = {}): Promise<Conversation> {
    const url = options.url ?? (await urlOf(this.subject.url));
    const recorder = new Recorder(this.patience);
    this.#recorders.push(recorder);
    const conversation = await Conversation.open(this.subject.engine, recorder, { ...options, url });
    this.#opened.push(conversation);
    return conversation;
  }

  /** All reports on all connections, including those that were never established. */
  get reports(): Report[] {
    return this.#recorders.flatMap(({ reports }) => reports);
  }

  /** A connection that is signed in and uses this test's own namespace. */
  async enter(options: Partial<OpenOptions> = {}): Promise<Conversation> {
    const conversation = await this.connect(options);
    await this.prepare(conversation);
    return conversation;
  }

  /** Signs in on a connection, or a session of it, and selects this test's namespace. */
  async prepare(conversation: Conversation, session?: string): Promise<void> {
    const place = session === undefined ? {} : { session };
    const { credentials } = this.subject;
    if (credentials !== undefined) await conversation.signin(credentials, place);
    await conversation.use(this.namespace, "main", place);
  }

  /** Runs a test, closes its connections, and raises the violations of the engine. */
  async run(test: (bench: Bench) => Promise<void>): Promise<void> {
    const failure = await test(this).then(
      () => undefined,
      (error: unknown) =>
        error instanceof Error
          ? error
          : new ConformanceError(`The engine threw ${show(error)}, which is not an error.`),
    );
    // Also if the test failed: an open connection would keep the process alive.
    const ends = await Promise.allSettled(this.#opened.map((conversation) => conversation.close()));
    const breaches = this.#opened.flatMap(({ recorder }, index) => {
      const end = ends[index];
      if (end?.status === "rejected") return [`close() failed: ${show(end.reason)}`];
      return recorder.end === undefined ? ["close() resolved before closed() was reported."] : [];
    });
    await turn();
    breaches.unshift(...this.#recorders.flatMap((recorder) => recorder.breaches));
    if (failure === undefined && breaches.length === 0) return;
    if (failure !== undefined && breaches.length === 0) throw failure;
    const error = asConformanceError(failure);
    for (const breach of breaches) error.message += `\n${breach}`;
    throw error;
  }
}

/** The error that the violations are added to: an engine that violates the contract may make any other error happen. */
function asConformanceError(failure: Error | undefined): ConformanceError {
  if (failure instanceof ConformanceError) return failure;
  if (failure === undefined) return new ConformanceError("The test itself passed.");
  const error = new ConformanceError(show(failure));
  error.cause = failure;
  return error;
}

/** The URL, resolved on first use. */
export async function urlOf(source: UrlSource): Promise<string> {
  return typeof source === "string" ? source : source();
}

/** Waits until everything pending in this process has happened. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** Random letters and digits. */
export function randomText(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A new id for a session, which clients choose. */
export function randomUuid(): string {
  const hex = randomText() + randomText();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
