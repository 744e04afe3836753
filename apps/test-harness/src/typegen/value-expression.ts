import {
  type Bound,
  BoundIncluded,
  Datetime,
  Decimal,
  Duration,
  FileRef,
  GeometryPoint,
  GeometryPolygon,
  Range,
  RecordId,
  Table,
  Uuid,
} from "surreal-sdk";

/** Writes a value that the database answered as TypeScript. */
export function expressionOf(value: unknown): string {
  if (value === undefined || value === null || typeof value === "number" || typeof value === "boolean")
    return String(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(expressionOf).join(", ")}]`;
  if (value instanceof Set) return `new Set([${[...value].map(expressionOf).join(", ")}])`;
  return instanceText(value) ?? objectText(value);
}

function instanceText(value: object): string | undefined {
  for (const type of [Datetime, Decimal, Duration, Uuid]) {
    if (value instanceof type) return `new ${type.name}(${JSON.stringify(String(value.toJSON()))})`;
  }
  if (value instanceof Uint8Array) return `new Uint8Array([${[...value].join(", ")}])`;
  if (value instanceof RecordId) return `new RecordId(${JSON.stringify(value.table)}, ${expressionOf(value.id)})`;
  if (value instanceof Table) return `new Table(${JSON.stringify(value.name)})`;
  if (value instanceof FileRef) return `new FileRef(${JSON.stringify(value.bucket)}, ${JSON.stringify(value.key)})`;
  if (value instanceof Range) return `new Range(${boundText(value.begin)}, ${boundText(value.end)})`;
  if (value instanceof GeometryPoint) return `new GeometryPoint(${value.longitude}, ${value.latitude})`;
  if (value instanceof GeometryPolygon) {
    const rings = value.rings.map((ring) => `new GeometryLine(${ring.points.map(expressionOf).join(", ")})`);
    return `new GeometryPolygon(${rings.join(", ")})`;
  }
  return undefined;
}

function boundText(bound: Bound | undefined): string {
  if (bound === undefined) return "undefined";
  return `new ${bound instanceof BoundIncluded ? "BoundIncluded" : "BoundExcluded"}(${expressionOf(bound.value)})`;
}

function objectText(value: object): string {
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}: ${expressionOf(inner)}`)
    .join(", ")} }`;
}
