import type {
  Geometry,
  GeometryCollection,
  GeometryLine,
  GeometryMultiLine,
  GeometryMultiPoint,
  GeometryMultiPolygon,
  GeometryPoint,
  GeometryPolygon,
  ValueKind,
} from "@surreal-sdk/values";
import { valueKind } from "@surreal-sdk/values";
import * as Major from "../format/major.ts";
import * as Tag from "../format/tag.ts";
import type { ValueWriter } from "./value-writer.ts";

/** Writes a geometry, its coordinates as floats. */
export function writeGeometry(writer: ValueWriter, kind: ValueKind, value: Geometry): void {
  if (kind === "geometry-point") writePoint(writer, value as GeometryPoint);
  else if (Object.hasOwn(tags, kind)) writeParts(writer, tags[kind as keyof typeof tags], partsOf(kind, value));
  else writer.refuse({ kind: "type", message: `is a ${kind}, which is not known here.` });
}

const tags = {
  "geometry-line": Tag.line,
  "geometry-polygon": Tag.polygon,
  "geometry-multi-point": Tag.multiPoint,
  "geometry-multi-line": Tag.multiLine,
  "geometry-multi-polygon": Tag.multiPolygon,
  "geometry-collection": Tag.collection,
} as const;

function partsOf(kind: ValueKind, value: Geometry): readonly Geometry[] {
  switch (kind) {
    case "geometry-polygon":
      return (value as GeometryPolygon).rings;
    case "geometry-multi-line":
      return (value as GeometryMultiLine).lines;
    case "geometry-multi-polygon":
      return (value as GeometryMultiPolygon).polygons;
    case "geometry-collection":
      return (value as GeometryCollection).geometries;
    default:
      return (value as GeometryLine | GeometryMultiPoint).points;
  }
}

function writePoint(writer: ValueWriter, point: GeometryPoint): void {
  writer.head(Major.tag, Tag.point);
  writer.head(Major.array, 2);
  writer.float(point.longitude);
  writer.float(point.latitude);
}

function writeParts(writer: ValueWriter, tag: number, parts: readonly Geometry[]): void {
  writer.enter(parts);
  writer.head(Major.tag, tag);
  writer.head(Major.array, parts.length);
  for (let index = 0; index < parts.length; index++) {
    writer.at(index);
    const part = parts[index] as Geometry;
    const kind = valueKind(part);
    if (kind === undefined) writer.refuse({ kind: "type", message: "is not a geometry." });
    writeGeometry(writer, kind, part);
  }
  writer.leave();
}
