export { SurrealInstrumentation, type SurrealInstrumentationOptions } from "./surreal-instrumentation.ts";
